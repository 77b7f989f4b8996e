import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideAndAppend, EVENT_STORE, type EventStore } from '@redress/event-store';
import { CLOCK, type Clock } from '@redress/kernel';
import type { AuthorityRules } from '../authority/authority-limits';
import { learnCalendar } from '../calendar/published-calendars';
import type { ContactRules } from '../contact-policy/contact-policy';
import { DocumentShelf } from '../document-lookup/document-shelf';
import {
  AuthorityShelf,
  ContactPolicyShelf,
  IntakeRulesShelf,
  PolicyShelf,
} from '../document-lookup/shelves';
import { publicationDecider } from '../domain/publication-decider';
import { says, type Draft } from '../domain/versioned-document';
import type { IntakeRulesBody } from '../intake-rules/intake-rules';
import { mayGoBack, published, type Published } from '../publication';
import type { PolicyFile } from '../sla-policy/policy-file';
import type { SlaRules } from '../sla-policy/sla-rules';
import {
  PublishAuthorityLimits,
  PublishContactPolicy,
  PublishIntakeRules,
  PublishPolicy,
  type PublishDocument,
} from './publish-document.command';

/** Publishes documents of the kind that a shelf holds, and has the shelf take them up. */
abstract class PublishDocumentHandler<
  Body extends object,
  Written extends { readonly name: string } = Draft<Body>,
> implements ICommandHandler<PublishDocument<Body, Written>> {
  constructor(
    protected readonly store: EventStore,
    private readonly clock: Clock,
    private readonly shelf: DocumentShelf<Body>,
  ) {}

  async execute({ document, origin, options }: PublishDocument<Body, Written>): Promise<Published> {
    const { kind } = this.shelf;
    const stream = kind.stream(document.name);
    const decided = await decideAndAppend(this.store, {
      stream,
      partitionKey: stream,
      decider: publicationDecider<string, Body>(kind.published, kind),
      command: async (history) => ({
        document: await this.draft(document),
        now: this.clock.now(),
        mayGoBack: mayGoBack(options, origin, history, [kind.published, kind.withdrawn]),
      }),
      origin,
      stage: 'either',
    });
    const versions = await this.shelf.refresh(document.name);
    const draft = await this.draft(document);
    return published(decided, versions, (version) => says(version, draft, kind.asWritten));
  }

  /** What the document says at this moment. */
  protected abstract draft(document: Written): Draft<Body> | Promise<Draft<Body>>;
}

@CommandHandler(PublishPolicy)
export class PublishPolicyHandler extends PublishDocumentHandler<SlaRules, Draft<SlaRules> | PolicyFile> {
  constructor(@Inject(EVENT_STORE) store: EventStore, @Inject(CLOCK) clock: Clock, shelf: PolicyShelf) {
    super(store, clock, shelf);
  }

  protected async draft(document: Draft<SlaRules> | PolicyFile): Promise<Draft<SlaRules>> {
    if (!('draft' in document)) return document;
    for (const calendar of document.calendars) await learnCalendar(this.store, calendar);
    return document.draft();
  }
}

/** Publishes documents that stand by themselves. */
abstract class PublishPlainDocumentHandler<Body extends object> extends PublishDocumentHandler<Body> {
  protected draft(document: Draft<Body>): Draft<Body> {
    return document;
  }
}

@CommandHandler(PublishContactPolicy)
export class PublishContactPolicyHandler extends PublishPlainDocumentHandler<ContactRules> {
  constructor(
    @Inject(EVENT_STORE) store: EventStore,
    @Inject(CLOCK) clock: Clock,
    shelf: ContactPolicyShelf,
  ) {
    super(store, clock, shelf);
  }
}

@CommandHandler(PublishAuthorityLimits)
export class PublishAuthorityLimitsHandler extends PublishPlainDocumentHandler<AuthorityRules> {
  constructor(@Inject(EVENT_STORE) store: EventStore, @Inject(CLOCK) clock: Clock, shelf: AuthorityShelf) {
    super(store, clock, shelf);
  }
}

@CommandHandler(PublishIntakeRules)
export class PublishIntakeRulesHandler extends PublishPlainDocumentHandler<IntakeRulesBody> {
  constructor(@Inject(EVENT_STORE) store: EventStore, @Inject(CLOCK) clock: Clock, shelf: IntakeRulesShelf) {
    super(store, clock, shelf);
  }
}
