import { IsOneOf, IsOpaqueId, IsWholeNumber, PageQuery } from '@redress/http';
import { PHASES, type Phase } from '../domain/phases';
import { CASE_KINDS, type CaseKind } from '../events';

/** Which cases to list; all that is named must hold. */
export class CaseListQuestion extends PageQuery {
  @IsOneOf(PHASES, { optional: true, fromQuery: true, many: { min: 1, max: PHASES.length } })
  readonly phase?: readonly Phase[];

  @IsOpaqueId({ optional: true })
  readonly team?: string;

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
}
