import { Command } from '@nestjs/cqrs';
import type { CommandOrigin } from '@redress/kernel';
import type { AuthorityRules } from '../authority/authority-limits';
import type { ContactRules } from '../contact-policy/contact-policy';
import type { Draft } from '../domain/versioned-document';
import type { IntakeRulesBody } from '../intake-rules/intake-rules';
import type { Published, PublishOptions } from '../publication';
import type { PolicyFile } from '../sla-policy/policy-file';
import type { SlaRules } from '../sla-policy/sla-rules';

/** Publishes a version of a document, where it says something new. */
export abstract class PublishDocument<
  Body extends object,
  Written extends { readonly name: string } = Draft<Body>,
> extends Command<Published> {
  constructor(
    readonly document: Written,
    readonly origin: CommandOrigin,
    readonly options: PublishOptions = {},
  ) {
    super();
  }
}

/** A policy from a file gets the newest versions of its calendars, whichever process has published them. */
export class PublishPolicy extends PublishDocument<SlaRules, Draft<SlaRules> | PolicyFile> {}

export class PublishContactPolicy extends PublishDocument<ContactRules> {}

export class PublishAuthorityLimits extends PublishDocument<AuthorityRules> {}

export class PublishIntakeRules extends PublishDocument<IntakeRulesBody> {}
