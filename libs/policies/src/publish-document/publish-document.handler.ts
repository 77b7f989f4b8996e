import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideAndAppend, EVENT_STORE, type Decided, type EventStore } from '@redress/event-store';
import { CLOCK, type Clock } from '@redress/kernel';
import type { AuthorityRules } from '../authority/authority-limits';
import type { ContactRules } from '../contact-policy/contact-policy';
import { DocumentShelf } from '../document-lookup/document-shelf';
import { AuthorityShelf, ContactPolicyShelf, PolicyShelf } from '../document-lookup/shelves';
import { publicationDecider } from '../domain/publication-decider';
import type { SlaRules } from '../sla-policy/sla-rules';
import {
  PublishAuthorityLimits,
  PublishContactPolicy,
  PublishPolicy,
  type PublishDocument,
} from './publish-document.command';

/** Publishes documents of the kind that a shelf holds, and has the shelf take them up. */
abstract class PublishDocumentHandler<Body extends object> implements ICommandHandler<PublishDocument<Body>> {
  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly shelf: DocumentShelf<Body>,
  ) {}

  async execute({ document, origin }: PublishDocument<Body>): Promise<Decided> {
    const { kind } = this.shelf;
    const stream = kind.stream(document.name);
    const decided = await decideAndAppend(this.store, {
      stream,
      partitionKey: stream,
      decider: publicationDecider<string, Body>(kind.published),
      command: () => ({ document, now: this.clock.now() }),
      origin,
      stage: 'either',
    });
    await this.shelf.refresh(document.name);
    return decided;
  }
}

@CommandHandler(PublishPolicy)
export class PublishPolicyHandler extends PublishDocumentHandler<SlaRules> {
  constructor(@Inject(EVENT_STORE) store: EventStore, @Inject(CLOCK) clock: Clock, shelf: PolicyShelf) {
    super(store, clock, shelf);
  }
}

@CommandHandler(PublishContactPolicy)
export class PublishContactPolicyHandler extends PublishDocumentHandler<ContactRules> {
  constructor(
    @Inject(EVENT_STORE) store: EventStore,
    @Inject(CLOCK) clock: Clock,
    shelf: ContactPolicyShelf,
  ) {
    super(store, clock, shelf);
  }
}

@CommandHandler(PublishAuthorityLimits)
export class PublishAuthorityLimitsHandler extends PublishDocumentHandler<AuthorityRules> {
  constructor(@Inject(EVENT_STORE) store: EventStore, @Inject(CLOCK) clock: Clock, shelf: AuthorityShelf) {
    super(store, clock, shelf);
  }
}
