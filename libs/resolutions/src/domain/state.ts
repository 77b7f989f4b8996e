import type { ComplaintReopened } from '@redress/complaints';
import { fromIso, type EpochMs, type Role } from '@redress/kernel';
import { RESOLUTION_EVENT_TYPES, type Remedy, type ResolutionEvent } from '../events';
import { costOf } from './remedies';

/** Where a resolution stands. `proposed` is over within the append that proposes: it is then approved, or approval requested. */
export const RESOLUTION_STATES = [
  'proposed',
  'approval-requested',
  'approved',
  'declined',
  'offered',
  'accepted',
  'refused',
  'withdrawn',
  'fulfilled',
  'reversed',
] as const;
export type ResolutionState = (typeof RESOLUTION_STATES)[number];

/** What was decided about a resolution, and by whom. */
export interface AuthorityDecision {
  readonly decision: 'approved' | 'declined';
  readonly decidedBy: string;
}

/** A resolution on record, as far as its decisions need it. */
export interface ResolutionOnRecord {
  readonly resolutionId: string;
  readonly state: ResolutionState;
  readonly remedies: readonly Remedy[];
  readonly cause: string;
  readonly proposedBy: string;
  /** Who may approve it; none where nobody was asked. */
  readonly approvers: readonly Role[];
  readonly decided: AuthorityDecision | null;
  readonly fulfilBy: EpochMs | null;
}

/** The resolutions of a case. */
export interface CaseResolutions {
  readonly all: readonly ResolutionOnRecord[];
  /** The id of the one that is in force. */
  readonly inForce: string | null;
}

export const NO_RESOLUTIONS: CaseResolutions = { all: [], inForce: null };

const TYPES: ReadonlySet<string> = new Set([
  ...RESOLUTION_EVENT_TYPES,
  'ComplaintReopened' satisfies ComplaintReopened['type'],
]);

/** Folds one event of the stream of the case; those that mean nothing to its resolutions are passed over. */
export function evolve(state: CaseResolutions, event: ResolutionEvent | ComplaintReopened): CaseResolutions {
  if (!TYPES.has(event.type)) return state;
  switch (event.type) {
    case 'ComplaintReopened': {
      const { inForce } = state;
      const isDone = inForce !== null && findResolution(state, inForce)?.state === 'fulfilled';
      return isDone ? { ...state, inForce: null } : state;
    }
    case 'ResolutionProposed': {
      const { resolutionId, remedies, cause, proposedBy } = event.data;
      const proposed: ResolutionOnRecord = {
        resolutionId,
        state: 'proposed',
        remedies,
        cause,
        proposedBy,
        approvers: [],
        decided: null,
        fulfilBy: null,
      };
      return { all: [...state.all, proposed], inForce: resolutionId };
    }
    case 'ResolutionApprovalRequested':
      return change(state, event, { state: 'approval-requested', approvers: event.data.approvers });
    case 'ResolutionApproved': {
      const decided = { decision: 'approved', decidedBy: event.data.approvedBy } as const;
      return change(state, event, { state: 'approved', decided });
    }
    case 'ResolutionDeclined': {
      const decided = { decision: 'declined', decidedBy: event.data.declinedBy } as const;
      return over(change(state, event, { state: 'declined', decided }), event);
    }
    case 'ResolutionWithdrawn':
      return over(change(state, event, { state: 'withdrawn' }), event);
    case 'ResolutionOffered':
      return change(state, event, { state: 'offered' });
    case 'ResolutionAccepted': {
      const { fulfilBy } = event.data;
      return change(state, event, {
        state: 'accepted',
        fulfilBy: fulfilBy === undefined ? null : fromIso(fulfilBy),
      });
    }
    case 'ResolutionRefused':
      return over(change(state, event, { state: 'refused' }), event);
    case 'FulfilmentRescheduled':
      return change(state, event, { fulfilBy: fromIso(event.data.fulfilBy) });
    case 'ResolutionFulfilled':
      return change(state, event, { state: 'fulfilled' });
    case 'ResolutionReversed':
      return over(change(state, event, { state: 'reversed' }), event);
  }
}

const change = (
  state: CaseResolutions,
  { data: { resolutionId } }: ResolutionEvent,
  changes: Partial<ResolutionOnRecord>,
): CaseResolutions => ({
  ...state,
  all: state.all.map((one) => (one.resolutionId === resolutionId ? { ...one, ...changes } : one)),
});

/** It is in force no longer; another one may be. */
const over = (state: CaseResolutions, { data: { resolutionId } }: ResolutionEvent): CaseResolutions =>
  state.inForce === resolutionId ? { ...state, inForce: null } : state;

export const findResolution = (
  { all }: CaseResolutions,
  resolutionId: string,
): ResolutionOnRecord | undefined => all.find((one) => one.resolutionId === resolutionId);

const COUNTED: readonly ResolutionState[] = ['approved', 'offered', 'accepted', 'fulfilled'];

/** What is promised or paid on the case so far in one currency, whoever approved it, in its smallest unit. */
export const promisedOn = ({ all }: CaseResolutions, currency: string): number =>
  all
    .filter(({ state }) => COUNTED.includes(state))
    .map(({ remedies }) => costOf(remedies))
    .reduce((sum, cost) => (cost?.currency === currency ? sum + cost.minor : sum), 0);
