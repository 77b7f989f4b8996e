import { Command } from '@nestjs/cqrs';
import type { Decided } from '@redress/event-store';
import type { CommandOrigin } from '@redress/kernel';
import type { PublicationTerms } from '../sla-policy/publication-terms';

/** What a person can do with a policy. */
export type PolicyChange =
  /** `text`: the policy, in YAML. */
  | { readonly type: 'DraftPolicy'; readonly text: string }
  | {
      readonly type: 'PublishDraft';
      readonly draft: number;
      readonly terms: Omit<PublicationTerms, 'draft'>;
    }
  | { readonly type: 'WithdrawPolicy'; readonly version: number; readonly reason?: string };

/** What became of a change: also the number of the draft, or of the version, that it was about. */
export interface PolicyChanged extends Decided {
  readonly number: number;
}

/** Any change of a policy by a person: draft → published → withdrawn. */
export class ChangePolicy extends Command<PolicyChanged> {
  constructor(
    readonly name: string,
    readonly change: PolicyChange,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}
