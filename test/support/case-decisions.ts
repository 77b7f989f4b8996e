import { isClockEvent } from '@redress/clocks';
import type { Actor, EpochMs } from '@redress/kernel';
import {
  bookOf,
  CASE_FACTS,
  CASE_POLICY,
  complaintFactsFrom,
  deciderSpec,
  policyByPriority,
  promise,
} from '@redress/testing';
import { caseDecider, type CaseEvent } from '../../libs/complaints/src/domain/case-decider';
import type { CaseCommand, CaseCommandContext, CaseOrder } from '../../libs/complaints/src/domain/commands';

/** What the specs of the decisions on a case have in common: a case registered at minute 0, with team front-desk, and who tells it what. */

const T0 = Date.UTC(2026, 2, 2, 9);
export const at = (minutes: number): EpochMs => T0 + minutes * 60_000;
export const fact = complaintFactsFrom(T0);
/** The minute at which all commands arrive, unless they say otherwise. */
export const NOW = 60;

export const AGENT: Actor = { id: 'agent-1', kind: 'staff', role: 'agent' };
export const LEADER: Actor = { id: 'leader-1', kind: 'staff', role: 'shift-leader' };
export const SUPERVISOR: Actor = { id: 'boss-1', kind: 'staff', role: 'supervisor' };
export const IMPORT: Actor = { id: 'import', kind: 'integration', role: 'integration' };

export const WHY = { reason: 'because', noteRef: 'note-1' };
export const POOL = { team: 'front-desk', agent: null, priority: 3 };
export const HELD = { team: 'front-desk', agent: 'agent-1', priority: 3 };

export const registered = fact('ComplaintRegistered', 0, { ...CASE_FACTS, policy: CASE_POLICY });
export const claimed = fact('ComplaintClaimed', 1, { agent: 'agent-1', team: 'front-desk' });
export const responded = fact('ComplaintResponded', 2, { ...POOL, first: true, cycle: 1 });
export const waiting = fact('ComplaintWaitStarted', 3, { ...POOL, waitsFor: 'customer' });
/** Ends the waiting at the time of the commands. */
export const resumedNow = fact('ComplaintResumed', NOW, { ...POOL, waitedFor: 'customer' });
export const resolved = fact('ComplaintResolved', 4, { ...POOL, resolvedBy: 'agent-1', cycle: 1 });
export const closed = fact('ComplaintClosed', 5, { ...POOL, cycle: 1 });
export const reopened = fact('ComplaintReopened', 6, { ...POOL, cycle: 2, policy: CASE_POLICY });
export const refused = fact('ComplaintRefused', 4, { reason: 'not-ours' });
export const archived = fact('ComplaintArchived', 6, POOL);

/** A command by agent-1 under a policy without targets, unless it is said otherwise. */
export const command = (order: CaseOrder, context: Partial<CaseCommandContext> = {}): CaseCommand => ({
  ...order,
  now: at(NOW),
  policies: bookOf(policyByPriority({ 1: [], 2: [], 3: [] })),
  actor: AGENT,
  why: {},
  ...context,
});

/** The case without its clocks. */
export const cases = deciderSpec<ReturnType<typeof caseDecider.evolve>, CaseCommand, CaseEvent>({
  ...caseDecider,
  decide: (order, state) => caseDecider.decide(order, state).filter((event) => !isClockEvent(event)),
});

/** Targets for all that a policy sets one for: half of them under priority 1. */
const TARGETS = bookOf(
  policyByPriority({
    1: [
      promise('first-response', 'PT30M'),
      promise('resolution', 'PT2H', { pausedBy: ['customer'] }),
      promise('follow-up', 'PT36H'),
    ],
    2: [],
    3: [
      promise('first-response', 'PT1H'),
      promise('resolution', 'PT4H', { pausedBy: ['customer'] }),
      promise('follow-up', 'PT72H'),
      promise('supervision', 'PT8H'),
      promise('extension', 'PT30M'),
    ],
  }),
);

/** Minute, order, and who gives it if not agent-1. */
export type Step = readonly [minute: number, order: CaseOrder, by?: Actor];

/** Tells a case with clocks step after step, from its registration on. */
export function told(...steps: readonly Step[]) {
  let state = caseDecider.initial;
  const tell = ([minutes, order, actor = AGENT]: Step): readonly CaseEvent[] => {
    const events = caseDecider.decide(command(order, { now: at(minutes), actor, policies: TARGETS }), state);
    state = events.reduce(caseDecider.evolve, state);
    return events;
  };
  for (const step of [[0, { type: 'RegisterComplaint', ...CASE_FACTS }] as const, ...steps]) tell(step);
  return {
    /** What a further step means to the clocks: `ClockStopped answer met`, `ClockStarted follow-up PT72H`. */
    clocksAfter: (...step: Step): string[] => tell(step).filter(isClockEvent).map(inWords),
    /** The code by which a further step is refused. */
    refusalOf: (...step: Step): string => {
      try {
        return `it was not refused, but led to ${String(tell(step).length)} events`;
      } catch (error) {
        return error instanceof Error && 'code' in error ? String(error.code) : String(error);
      }
    },
    /** The types of the events of a further step, without those of clocks. */
    factsAfter: (...step: Step): string[] =>
      tell(step)
        .filter((event) => !isClockEvent(event))
        .map(({ type }) => type),
  };
}

function inWords({ type, data }: CaseEvent): string {
  const { clock, verdict, reason, target } = data as {
    readonly clock?: string;
    readonly verdict?: string;
    readonly reason?: string;
    readonly target?: { readonly within: string };
  };
  return [type, clock, verdict ?? reason ?? target?.within].filter((word) => word !== undefined).join(' ');
}
