import { fromIso, type EpochMs } from '@redress/kernel';
import { COMPLAINT_EVENT_TYPES, type ComplaintEvent, type ComplaintResponded } from '../events';
import { cycleAt, type CaseOnRecord, type CaseState } from './case-on-record';
import type { EndedAs } from './phases';

export * from './case-on-record';

const TYPES: ReadonlySet<string> = new Set(COMPLAINT_EVENT_TYPES);

/** Folds one event of the case into its state. Resolutions share the stream: of theirs, only the instant counts. */
export function evolve(state: CaseState, event: ComplaintEvent): CaseState {
  if (event.type === 'ComplaintRegistered') {
    const { complaintId, kind, category, channel, tier, specialCare, team, priority, policy } = event.data;
    const acknowledgedAt = event.data.splitFrom?.acknowledgedAt;
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
      acceptedAt: null,
      acknowledgedAt: acknowledgedAt === undefined ? null : fromIso(acknowledgedAt),
      claimed: false,
      responded: false,
      respondedAt: null,
      cycle: 1,
      cycleStartedAt: event.occurredAt,
      earlierCycles: [],
      toldAt: event.occurredAt,
      spokenAt: null,
      spokenNotBefore: event.occurredAt,
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
      occurred: [{ name: event.type, at: event.occurredAt, cycle: 1 }],
    };
  }
  if (state === undefined) return undefined;
  const { type: name, occurredAt: at } = event;
  const changes = TYPES.has(name) ? changeBy(event, state) : {};
  const { number: cycle } = cycleAt(
    {
      cycle: changes.cycle ?? state.cycle,
      cycleStartedAt: changes.cycleStartedAt ?? state.cycleStartedAt,
      earlierCycles: changes.earlierCycles ?? state.earlierCycles,
      respondedAt: null,
    },
    at,
  );
  const lastFactAt = Math.max(state.lastFactAt, at);
  // Copied once: a log of a million facts is told by this.
  return { ...state, lastFactAt, ...changes, occurred: [...state.occurred, { name, at, cycle }] };
}

function changeBy(
  event: Exclude<ComplaintEvent, { type: 'ComplaintRegistered' }>,
  state: CaseOnRecord,
): Partial<CaseOnRecord> {
  const { facts, supervision, extension, appeal } = state;
  switch (event.type) {
    case 'ComplaintAccepted':
      return { acceptedAt: Math.min(state.acceptedAt ?? event.occurredAt, event.occurredAt) };
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
      return { priority, policy, extension: { ...extension, granted: {} }, ...speaking(state, event) };
    }
    case 'ComplaintPolicyChanged':
      return { policy: event.data.policy, ...speaking(state, event) };
    case 'ComplaintAcknowledged':
      return { acknowledgedAt: Math.min(state.acknowledgedAt ?? event.occurredAt, event.occurredAt) };
    case 'ComplaintResponded':
      return {
        ...respondedIn(state, event),
        toldAt: Math.max(state.toldAt, event.occurredAt),
        ...answered(state, event.occurredAt),
        ...(extension.pending?.clock === 'first-response' && event.data.cycleOver !== true
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
        earlierCycles: [
          ...state.earlierCycles,
          { startedAt: state.cycleStartedAt, respondedAt: state.respondedAt },
        ],
        spokenNotBefore: event.occurredAt,
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
        ...speaking(state, event),
        ...(state.phase === 'resolved' ? {} : { spokenAt: state.spokenAt ?? event.occurredAt }),
      };
    case 'ComplaintReclassified': {
      const { kind, category, tier, specialCare, policy } = event.data;
      return {
        facts: { ...facts, kind, category, tier, specialCare },
        policy,
        extension: { ...extension, granted: {} },
        ...speaking(state, event),
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
    case 'ComplaintSplit':
      return {};
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

const speaking = ({ spokenNotBefore }: CaseOnRecord, { occurredAt }: ComplaintEvent) => ({
  spokenNotBefore: Math.max(spokenNotBefore, occurredAt),
});

/** The answer, in the cycle to which it belongs. */
function respondedIn(
  { cycle, respondedAt, earlierCycles }: CaseOnRecord,
  { data, occurredAt }: ComplaintResponded,
): Partial<CaseOnRecord> {
  if (data.cycle === cycle)
    return { responded: true, respondedAt: Math.min(respondedAt ?? occurredAt, occurredAt) };
  return {
    earlierCycles: earlierCycles.map((one, index) =>
      index + 1 === data.cycle
        ? { ...one, respondedAt: Math.min(one.respondedAt ?? occurredAt, occurredAt) }
        : one,
    ),
  };
}

/** An answer at that instant: to what the customer had said by then, and to what was promised by then. */
const answered = (
  { answer, spokenAt, spokenNotBefore }: CaseOnRecord,
  at: EpochMs,
): Partial<CaseOnRecord> => ({
  spokenNotBefore: Math.max(spokenNotBefore, at),
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
