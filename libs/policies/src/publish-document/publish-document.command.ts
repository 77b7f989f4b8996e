import { Command } from '@nestjs/cqrs';
import type { Decided } from '@redress/event-store';
import type { CommandOrigin } from '@redress/kernel';
import type { AuthorityRules } from '../authority/authority-limits';
import type { ContactRules } from '../contact-policy/contact-policy';
import type { Draft } from '../domain/versioned-document';
import type { SlaRules } from '../sla-policy/sla-rules';

/** Publishes a version of a document, where it says something new. */
export abstract class PublishDocument<Body extends object> extends Command<Decided> {
  constructor(
    readonly document: Draft<Body>,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

export class PublishPolicy extends PublishDocument<SlaRules> {}

export class PublishContactPolicy extends PublishDocument<ContactRules> {}

export class PublishAuthorityLimits extends PublishDocument<AuthorityRules> {}
