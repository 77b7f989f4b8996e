import type { EpochMs } from '@redress/kernel';
import type { PolicyRef, SubjectFacts } from '@redress/sla';
import type { ComplaintEvent, Placement, WaitReason } from '../events';
import type { Phase } from './phases';

/** A case on record, as far as its decisions need it. */
export interface CaseOnRecord extends Placement {
  readonly phase: Phase;
  readonly registeredAt: EpochMs;
  /** The latest instant of any fact so far. */
  readonly lastFactAt: EpochMs;
  readonly facts: Omit<SubjectFacts, 'priority'>;
  readonly policy: PolicyRef;
  readonly accepted: boolean;
  readonly acknowledged: boolean;
  readonly claimed: boolean;
  /** In this cycle. */
  readonly responded: boolean;
  readonly cycle: number;
  readonly cycleStartedAt: EpochMs;
  /** Null while it waits for nothing. */
  readonly waitsFor: WaitReason | null;
}

/** `undefined` before the registration. */
export type CaseState = CaseOnRecord | undefined;

/** Folds one event of the case into its state. */
export function evolve(state: CaseState, event: ComplaintEvent): CaseState {
  if (event.type === 'ComplaintRegistered') {
    const { kind, category, channel, tier, specialCare, team, priority, policy } = event.data;
    return {
      phase: 'open',
      registeredAt: event.occurredAt,
      lastFactAt: event.occurredAt,
      facts: { kind, category, channel, tier, specialCare },
      policy,
      team,
      agent: null,
      priority,
      accepted: false,
      acknowledged: false,
      claimed: false,
      responded: false,
      cycle: 1,
      cycleStartedAt: event.occurredAt,
      waitsFor: null,
    };
  }
  return state === undefined
    ? undefined
    : { ...state, lastFactAt: Math.max(state.lastFactAt, event.occurredAt), ...changeBy(event) };
}

function changeBy(event: Exclude<ComplaintEvent, { type: 'ComplaintRegistered' }>): Partial<CaseOnRecord> {
  switch (event.type) {
    case 'ComplaintAccepted':
      return { accepted: true };
    case 'ComplaintRefused':
      return { phase: 'ended' };
    case 'ComplaintAssigned':
    case 'ComplaintTransferred':
      return { team: event.data.team, agent: event.data.agent, claimed: false };
    case 'ComplaintClaimed':
      return { agent: event.data.agent, team: event.data.team, claimed: true };
    case 'ComplaintReturned':
      return { team: event.data.team, agent: null, claimed: false };
    case 'ComplaintReprioritised':
      return { priority: event.data.priority, policy: event.data.policy };
    case 'ComplaintAcknowledged':
      return { acknowledged: true };
    case 'ComplaintResponded':
      return { responded: true };
    case 'ComplaintNoteAdded':
      return {};
    case 'ComplaintWaitStarted':
      return { phase: 'waiting', waitsFor: event.data.waitsFor };
    case 'ComplaintResumed':
      return { phase: 'open', waitsFor: null };
    case 'ComplaintResolved':
      return { phase: 'resolved' };
    case 'ComplaintClosed':
      return { phase: 'closed' };
    case 'ComplaintReopened':
      return {
        phase: 'open',
        cycle: event.data.cycle,
        cycleStartedAt: event.occurredAt,
        policy: event.data.policy,
        responded: false,
      };
  }
}

/** What the policy looks at. */
export const subjectFacts = (state: CaseOnRecord): SubjectFacts => ({
  ...state.facts,
  priority: state.priority,
});
