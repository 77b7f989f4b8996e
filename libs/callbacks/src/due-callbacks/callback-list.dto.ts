import { IsFlag, IsInstant, IsOneOf, IsOpaqueId, PageQuery } from '@redress/http';
import { CALLBACK_PURPOSES, type CallbackPurpose } from '../events';
import { CALLBACK_STATES, type ShownState } from './callback-row';

/** Which callbacks to list; all that is named must hold. */
export class CallbackListQuestion extends PageQuery {
  @IsOpaqueId({ optional: true, description: 'The agent whose call it is.' })
  readonly owner?: string;

  @IsOpaqueId({ optional: true })
  readonly team?: string;

  @IsFlag({ optional: true, fromQuery: true, description: 'Whether nobody has it: the pool of its team.' })
  readonly inPool?: boolean;

  @IsOneOf(CALLBACK_PURPOSES, {
    optional: true,
    fromQuery: true,
    many: { min: 1, max: CALLBACK_PURPOSES.length },
  })
  readonly purpose?: readonly CallbackPurpose[];

  @IsOneOf(CALLBACK_STATES, {
    optional: true,
    fromQuery: true,
    many: { min: 1, max: CALLBACK_STATES.length },
  })
  readonly state?: readonly ShownState[];

  @IsOpaqueId({ optional: true, description: 'The case.' })
  readonly complaintId?: string;

  @IsOpaqueId({ optional: true })
  readonly customerId?: string;

  @IsFlag({
    optional: true,
    fromQuery: true,
    description: 'Whether it is owed and its window has opened by now, or has passed.',
  })
  readonly due?: boolean;

  @IsFlag({
    optional: true,
    fromQuery: true,
    description: 'Whether its present window has passed without the customer having been reached in it.',
  })
  readonly missed?: boolean;

  @IsInstant({ optional: true, description: 'Those whose window ends after it.' })
  readonly windowFrom?: string;

  @IsInstant({ optional: true, description: 'Those whose window begins before it.' })
  readonly windowTo?: string;
}
