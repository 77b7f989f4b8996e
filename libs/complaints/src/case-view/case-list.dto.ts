import { IsFlag, IsInstant, IsOneOf, IsOpaqueId, IsWholeNumber, PageQuery } from '@redress/http';
import { ENDINGS, PHASES, type EndedAs, type Phase } from '../domain/phases';
import {
  CASE_KINDS,
  FOLLOW_UP_OUTCOMES,
  SEVERITIES,
  type CaseKind,
  type FollowUpOutcome,
  type Severity,
} from '../events';

/** Which cases to list; all that is named must hold. */
export class CaseListQuestion extends PageQuery {
  @IsOneOf(PHASES, { optional: true, fromQuery: true, many: { min: 1, max: PHASES.length } })
  readonly phase?: readonly Phase[];

  @IsOpaqueId({ optional: true, fromQuery: true, many: { min: 1, max: 100 } })
  readonly team?: readonly string[];

  @IsOpaqueId({ optional: true })
  readonly agent?: string;

  @IsOneOf(CASE_KINDS, { optional: true, fromQuery: true, many: { min: 1, max: CASE_KINDS.length } })
  readonly kind?: readonly CaseKind[];

  @IsWholeNumber({ min: 1, max: 5 }, { optional: true, fromQuery: true, many: { min: 1, max: 5 } })
  readonly priority?: readonly number[];

  @IsOpaqueId({ optional: true })
  readonly customerId?: string;

  @IsOpaqueId({ optional: true, description: 'The number in an outside system.' })
  readonly reference?: string;

  @IsOneOf(SEVERITIES, { optional: true })
  readonly severity?: Severity;

  @IsFlag({
    optional: true,
    fromQuery: true,
    description: 'Filed away, or not yet. `severity=grave&archived=false` is the board of head office.',
  })
  readonly archived?: boolean;

  @IsOneOf(ENDINGS, { optional: true, fromQuery: true, many: { min: 1, max: ENDINGS.length } })
  readonly endedAs?: readonly EndedAs[];

  @IsFlag({
    optional: true,
    fromQuery: true,
    description: 'Whether a supervision order is open: the board of the supervisors.',
  })
  readonly supervised?: boolean;

  @IsFlag({ optional: true, fromQuery: true, description: 'Whether the customer asked again.' })
  readonly chased?: boolean;

  @IsFlag({ optional: true, fromQuery: true, description: 'Whether no agent has it: the pool of its team.' })
  readonly inPool?: boolean;

  @IsFlag({ optional: true, fromQuery: true, description: 'Whether an appeal waits for a decision.' })
  readonly appealed?: boolean;

  @IsFlag({ optional: true, fromQuery: true, description: 'Whether an extension waits for a decision.' })
  readonly extensionPending?: boolean;

  @IsOneOf(FOLLOW_UP_OUTCOMES, {
    optional: true,
    fromQuery: true,
    many: { min: 1, max: FOLLOW_UP_OUTCOMES.length },
    description: 'How asking the customer ended, in this cycle.',
  })
  readonly followUp?: readonly FollowUpOutcome[];

  @IsInstant({ optional: true, description: 'Registered from this instant on …' })
  readonly from?: string;

  @IsInstant({ optional: true, description: '… and before this one.' })
  readonly to?: string;

  @IsFlag({ optional: true, fromQuery: true, description: 'The order: left out, the newest come first.' })
  readonly oldestFirst?: boolean;
}
