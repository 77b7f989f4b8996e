import { fromIso, type EpochMs } from '@redress/kernel';
import type { PolicyRef, SubjectFacts } from '@redress/sla';
import {
  COMPLAINT_EVENT_TYPES,
  type Classification,
  type ComplaintEvent,
  type ExtendableClock,
  type FollowUpOutcome,
  type Placement,
  type Relation,
  type Severity,
  type WaitReason,
} from '../events';
import type { EndedAs, Phase, Standing } from './phases';

/** More time that was asked for a clock and not decided yet. */
export interface PendingExtension {
  readonly clock: ExtendableClock;
  readonly within: string;
  readonly requestedBy: string;
}

/** A wait that somebody else has to approve. */
export interface PendingWait {
  readonly waitsFor: WaitReason;
  readonly requestedBy: string;
  readonly beganAt: EpochMs;
  readonly endedAt?: EpochMs;
}

/** A case on record, as far as its decisions need it. */
export interface CaseOnRecord extends Placement {
  readonly complaintId: string;
  readonly phase: Phase;
  /** Null while it has not ended. */
  readonly endedAs: EndedAs | null;
  readonly registeredAt: EpochMs;
  /** The latest instant of any fact so far. */
  readonly lastFactAt: EpochMs;
  readonly facts: Omit<SubjectFacts, 'priority'> & Classification;
  readonly policy: PolicyRef;
  readonly accepted: boolean;
  readonly acknowledged: boolean;
  readonly claimed: boolean;
  /** In this cycle. */
  readonly responded: boolean;
  /** The earliest answer in this cycle. */
  readonly respondedAt: EpochMs | null;
  readonly cycle: number;
  readonly cycleStartedAt: EpochMs;
  /** When the customer was last told how it stands; the registration or the reopening tells it first. */
  readonly toldAt: EpochMs;
  /** Since when the customer waits for an answer to having spoken again; null where they do not. */
  readonly spokenAt: EpochMs | null;
  /** Null while it waits for nothing. */
  readonly waitsFor: WaitReason | null;
  /** When it last began to wait, or the waiting ended; null where it never waited. */
  readonly waitChangedAt: EpochMs | null;
  /** When the waiting last ended. */
  readonly waitedUntil: EpochMs | null;
  readonly waitApproval: { readonly asked: number; readonly pending: PendingWait | null };
  readonly chases: number;
  readonly escalationLevel: number;
  readonly severity: Severity;
  readonly supervision: { readonly ordered: number; readonly open: boolean };
  readonly extension: {
    readonly asked: number;
    readonly pending: PendingExtension | null;
    /** What was granted since the policy last set the targets. */
    readonly granted: { readonly [Clock in ExtendableClock]?: string };
  };
  readonly links: readonly { readonly otherId: string; readonly relation: Relation }[];
  readonly appeal: { readonly made: number; readonly open: boolean };
  /** Who resolved it last, where that is known. */
  readonly resolvedBy: string | null;
  /** `by`: until when the customer was promised an answer that was not given yet. */
  readonly answer: {
    readonly promised: number;
    readonly by: EpochMs | null;
    readonly promisedAt: EpochMs | null;
  };
  /** How asking the customer ended, in this cycle. */
  readonly followedUp: readonly FollowUpOutcome[];
}

/** `undefined` before the registration. */
export type CaseState = CaseOnRecord | undefined;

const TYPES: ReadonlySet<string> = new Set(COMPLAINT_EVENT_TYPES);

/** Folds one event of the case into its state. Resolutions share the stream: of theirs, only the instant counts. */
export function evolve(state: CaseState, event: ComplaintEvent): CaseState {
  if (event.type === 'ComplaintRegistered') {
    const { complaintId, kind, category, channel, tier, specialCare, team, priority, policy } = event.data;
    return {
      complaintId,
      phase: 'open',
      endedAs: null,
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
      respondedAt: null,
      cycle: 1,
      cycleStartedAt: event.occurredAt,
      toldAt: event.occurredAt,
      spokenAt: null,
      waitsFor: null,
      waitChangedAt: null,
      waitedUntil: null,
      waitApproval: { asked: 0, pending: null },
      chases: 0,
      escalationLevel: 0,
      severity: 'normal',
      supervision: { ordered: 0, open: false },
      extension: { asked: 0, pending: null, granted: {} },
      links: [],
      appeal: { made: 0, open: false },
      resolvedBy: null,
      answer: { promised: 0, by: null, promisedAt: null },
      followedUp: [],
    };
  }
  return state === undefined
    ? undefined
    : {
        ...state,
        lastFactAt: Math.max(state.lastFactAt, event.occurredAt),
        ...(TYPES.has(event.type) ? changeBy(event, state) : {}),
      };
}

function changeBy(
  event: Exclude<ComplaintEvent, { type: 'ComplaintRegistered' }>,
  state: CaseOnRecord,
): Partial<CaseOnRecord> {
  const { facts, supervision, extension, appeal } = state;
  switch (event.type) {
    case 'ComplaintAccepted':
      return { accepted: true };
    case 'ComplaintRefused':
      return ended('refused', state);
    case 'ComplaintAssigned':
    case 'ComplaintTransferred':
      return { team: event.data.team, agent: event.data.agent, claimed: false };
    case 'ComplaintClaimed':
      return { agent: event.data.agent, team: event.data.team, claimed: true };
    case 'ComplaintReturned':
      return { team: event.data.team, agent: null, claimed: false };
    case 'ComplaintReprioritised': {
      const { priority, policy } = event.data;
      return { priority, policy, extension: { ...extension, granted: {} } };
    }
    case 'ComplaintPolicyChanged':
      return { policy: event.data.policy };
    case 'ComplaintAcknowledged':
      return { acknowledged: true };
    case 'ComplaintResponded':
      return {
        responded: true,
        respondedAt: Math.min(state.respondedAt ?? event.occurredAt, event.occurredAt),
        toldAt: Math.max(state.toldAt, event.occurredAt),
        ...answered(state, event.occurredAt),
        ...(extension.pending?.clock === 'first-response'
          ? { extension: { ...extension, pending: null } }
          : {}),
      };
    case 'ComplaintNoteAdded':
      return {};
    case 'ComplaintWaitStarted': {
      const { waitsFor, approval } = event.data;
      const { asked } = state.waitApproval;
      const waitApproval =
        approval === undefined
          ? { asked, pending: null }
          : {
              asked: approval.number,
              pending: { waitsFor, requestedBy: approval.requestedBy, beganAt: event.occurredAt },
            };
      return { phase: 'waiting', waitsFor, waitChangedAt: event.occurredAt, waitApproval };
    }
    case 'ComplaintWaitApproved':
    case 'ComplaintWaitRefused':
      return { waitApproval: { ...state.waitApproval, pending: null } };
    case 'ComplaintResumed': {
      const { asked, pending } = state.waitApproval;
      return {
        phase: 'open',
        waitsFor: null,
        waitChangedAt: event.occurredAt,
        waitedUntil: event.occurredAt,
        waitApproval: {
          asked,
          pending: pending === null ? null : { endedAt: event.occurredAt, ...pending },
        },
      };
    }
    case 'ComplaintResolved':
      return {
        phase: 'resolved',
        resolvedBy: event.data.resolvedBy,
        ...answered(state, event.occurredAt),
        spokenAt: null,
        extension: { ...extension, pending: null },
      };
    case 'ComplaintClosed':
      return { phase: 'closed', ...nothingOpen(state) };
    case 'ComplaintReopened':
      return {
        phase: 'open',
        endedAs: null,
        cycle: event.data.cycle,
        cycleStartedAt: event.occurredAt,
        toldAt: event.occurredAt,
        policy: event.data.policy,
        responded: false,
        respondedAt: null,
        waitApproval: { ...state.waitApproval, pending: null },
        followedUp: [],
        extension: { ...extension, granted: {} },
      };
    case 'ComplaintChased':
      return {
        chases: event.data.chases,
        ...(state.phase === 'resolved' ? {} : { spokenAt: state.spokenAt ?? event.occurredAt }),
      };
    case 'ComplaintReclassified': {
      const { kind, category, tier, specialCare, policy } = event.data;
      return {
        facts: { ...facts, kind, category, tier, specialCare },
        policy,
        extension: { ...extension, granted: {} },
      };
    }
    case 'ComplaintEscalated':
      return { escalationLevel: event.data.level };
    case 'ComplaintSeverityChanged':
      return { severity: event.data.severity };
    case 'SupervisionOrdered':
      return { supervision: { ordered: event.data.number, open: true } };
    case 'SupervisionAnswered':
      return { supervision: { ...supervision, open: false } };
    case 'ExtensionRequested': {
      const { number, clock, within, requestedBy } = event.data;
      return { extension: { ...extension, asked: number, pending: { clock, within, requestedBy } } };
    }
    case 'ExtensionGranted': {
      const { clock, within } = event.data;
      return {
        extension: { ...extension, pending: null, granted: { ...extension.granted, [clock]: within } },
      };
    }
    case 'ExtensionRefused':
      return { extension: { ...extension, pending: null } };
    case 'ComplaintLinked': {
      const { otherId, relation } = event.data;
      return { links: [...state.links, { otherId, relation }] };
    }
    case 'ComplaintMerged':
      return { ...ended('merged', state), appeal: { ...appeal, open: false } };
    case 'ComplaintWithdrawn':
      return { ...ended('withdrawn', state), appeal: { ...appeal, open: false } };
    case 'ComplaintAppealed':
      return { appeal: { made: event.data.number, open: true } };
    case 'AppealDecided':
      return { appeal: { ...appeal, open: false } };
    case 'ComplaintArchived':
      return { phase: 'ended', endedAs: 'archived' };
    case 'AnswerPromised':
      return {
        answer: {
          promised: event.data.number,
          by: fromIso(event.data.answerBy),
          promisedAt: event.occurredAt,
        },
      };
    case 'ComplaintFollowedUp':
      return { followedUp: [...state.followedUp, event.data.outcome] };
  }
}

/** An answer at that instant: to what the customer had said by then, and to what was promised by then. */
const answered = ({ answer, spokenAt }: CaseOnRecord, at: EpochMs): Partial<CaseOnRecord> => ({
  ...(spokenAt !== null && spokenAt > at ? {} : { spokenAt: null }),
  ...(answer.promisedAt !== null && answer.promisedAt > at ? {} : { answer: { ...answer, by: null } }),
});

const ended = (endedAs: EndedAs, state: CaseOnRecord): Partial<CaseOnRecord> => ({
  phase: 'ended',
  endedAs,
  ...nothingOpen(state),
});

/** Nothing that was ordered, asked or promised within the case goes on after its end. */
const nothingOpen = ({
  supervision,
  extension,
  answer,
  waitApproval,
}: CaseOnRecord): Partial<CaseOnRecord> => ({
  waitApproval: { ...waitApproval, pending: null },
  supervision: { ...supervision, open: false },
  extension: { ...extension, pending: null },
  answer: { ...answer, by: null },
});

/** What the policy looks at. */
export const subjectFacts = (state: CaseOnRecord): SubjectFacts => ({
  ...state.facts,
  priority: state.priority,
});

/** See `Standing`. */
export const standingOf = ({ phase, endedAs }: CaseOnRecord): Standing => endedAs ?? phase;
