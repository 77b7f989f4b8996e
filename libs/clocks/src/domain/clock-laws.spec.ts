import { fromIso, type Decider, type DomainEvent } from '@redress/kernel';
import type { ClockName, SubjectFacts, Target } from '@redress/sla';
import {
  bookOf,
  judgeBySteps,
  policyByPriority,
  promise,
  nameOfRun,
  recordedEvents,
  someLives,
  toldByFacts,
  type LifeStep,
  type SteppedRun,
  type SteppedTarget,
} from '@redress/testing';
import fc from 'fast-check';
import { isClockEvent, type ClockEvent } from '../events';
import { explainClock } from '../explain-clock/explain-clock';
import { nextDueAt } from './clock-ledger';
import type { ClockStreamEvent } from './escalations';
import { dueFacts, type ClockSignal } from './keep-clocks';
import { withClocks, type Clocked, type ClockedCommand } from './with-clocks';

// One tick is a second, and a life begins at 0. Targets by priority: clocks come, go, get longer and shorter, and are paused by
// one reason, by two, or by none.
const TICK = 1000;
const LONG_AFTER = 10_000 * TICK;

const PROMISES: Readonly<Record<number, readonly Target[]>> = {
  1: [
    promise('first-response', 'PT5S', { marks: [40, 80] }),
    promise('resolution', 'PT10S', { marks: [40, 80] }),
  ],
  2: [
    promise('first-response', 'PT10S', { marks: [80], nearMarks: ['PT8S', 'PT2S'] }),
    promise('resolution', 'PT20S', { marks: [80], nearMarks: ['PT3S'], pausedBy: ['customer'] }),
  ],
  3: [
    promise('resolution', 'PT30S', {
      marks: [40, 80],
      nearMarks: ['PT3S'],
      pausedBy: ['customer', 'supplier'],
    }),
  ],
  4: [],
  5: [
    promise('first-response', 'PT20S', { pausedBy: ['customer'] }),
    promise('resolution', 'PT15S', { marks: [20, 60, 80], pausedBy: ['supplier'] }),
  ],
};

const POLICIES = bookOf(policyByPriority(PROMISES));

const subjectOf = (priority: number): SubjectFacts => ({
  kind: 'complaint',
  category: 'any',
  priority,
  tier: 'standard',
  specialCare: false,
  channel: 'phone',
});

const steppedTargets = (priority: number): readonly SteppedTarget[] =>
  (PROMISES[priority] ?? []).map(({ clock, within, marks, nearMarks = [], pausedBy }) => ({
    clock,
    timeLeft: Object.fromEntries(nearMarks.map((mark) => [mark, Number(/\d+/.exec(mark)?.[0])])),
    ticks: Number(/\d+/.exec(within)?.[0]),
    marks,
    pausedBy,
  }));

const someLife = someLives({
  priorities: [1, 2, 3, 4, 5],
  reasons: ['customer', 'supplier'],
  clocks: ['first-response', 'resolution'],
});

const endOf = (life: readonly LifeStep[]): number => life.at(-1)?.at ?? 0;

/** A life in the words of the product. */
function signalsOf(life: readonly LifeStep[]): { readonly at: number; readonly signal: ClockSignal }[] {
  const policy = { name: 'test', version: 1, rule: 1 };
  let [cycle, cycleStartedAt] = [0, 0];
  let settled: ClockName[] = [];
  const signalOf = (step: LifeStep): ClockSignal => {
    switch (step.does) {
      case 'start':
        [cycle, cycleStartedAt, settled] = [cycle + 1, step.at * TICK, []];
        return { signal: 'start', cycle, policy, subject: subjectOf(step.priority) };
      case 'retarget':
        return {
          signal: 'retarget',
          cycle,
          cycleStartedAt,
          policy,
          subject: subjectOf(step.priority),
          settled,
        };
      case 'stop': {
        const clock = step.clock as ClockName;
        settled = [...settled, clock];
        return { signal: 'stop', clock };
      }
      case 'pause':
        return { signal: 'pause', reason: step.reason };
      case 'resume':
        return { signal: 'resume' };
      case 'start-clock': {
        const clock = step.clock as ClockName;
        return { signal: 'start-clock', clock, cycle, policy, subject: subjectOf(step.priority) };
      }
      case 'start-promised': {
        const { clock, ticks, timeLeft: _, ...target } = step.target;
        const calendar = { name: '24x7', version: 1 };
        return {
          signal: 'start-promised',
          cycle,
          policy,
          target: { ...target, clock: clock as ClockName, within: `PT${String(ticks)}S`, calendar },
        };
      }
      case 'extend':
        return { signal: 'extend', clock: step.clock as ClockName, within: `PT${String(step.ticks)}S` };
      case 'close':
        return {
          signal: 'close',
          reason: 'refused',
          ...(step.clocks === undefined ? {} : { clocks: step.clocks as readonly ClockName[] }),
        };
    }
  };
  return life.map((step) => ({ at: step.at, signal: signalOf(step) }));
}

/** A subject that has clocks and nothing else: its facts are what they mean to its clocks. */
type Told = DomainEvent<'Told', 1, { readonly signal: ClockSignal }>;
type Tell = ClockedCommand & { readonly at: number; readonly signal: ClockSignal };
const bare: Decider<null, Tell, Told> = {
  initial: null,
  decide: ({ at, signal }) => [{ type: 'Told', version: 1, occurredAt: at, data: { signal } }],
  evolve: () => null,
};
const subject = withClocks(bare, ({ data }) => [data.signal]);

interface Lived {
  readonly clocks: Clocked<null>['clocks'];
  readonly facts: readonly ClockEvent[];
}

/**
 * Lives a life through the product. `looks`: at these instants the timekeeper looks, after what else happens at them; `lag`: by how
 * much later than it happened each step is recorded.
 */
function live(
  life: readonly LifeStep[],
  { looks = [], lag = 0 }: { looks?: readonly number[]; lag?: number } = {},
): Lived {
  let state = subject.initial;
  const facts: ClockEvent[] = [];
  const record = (events: readonly (Told | ClockStreamEvent)[]): void => {
    state = events.reduce(subject.evolve, state);
    facts.push(...events.filter((event) => isClockEvent(event)));
  };
  const pending = looks.toSorted((a, b) => a - b);
  const lookUntil = (before: number): void => {
    while ((pending[0] ?? Infinity) < before) {
      const now = (pending.shift() ?? 0) * TICK;
      record(dueFacts(state.clocks, now, now));
    }
  };
  for (const { at, signal } of signalsOf(life)) {
    lookUntil(at);
    record(subject.decide({ at: at * TICK, now: (at + lag) * TICK, policies: POLICIES, signal }, state));
  }
  lookUntil(Infinity);
  return { clocks: state.clocks, facts };
}

/** The verdicts that counting gives. */
const judged = (life: readonly LifeStep[], asOf: number): SteppedRun[] =>
  judgeBySteps(life, steppedTargets, asOf);

/** All that does not depend on when somebody looked: everything but `detectedAt` and the place in the stream. */
const timeless = (facts: readonly ClockEvent[]): string[] =>
  facts
    .map((fact) => JSON.stringify(fact, (key, value: unknown) => (key === 'detectedAt' ? undefined : value)))
    .sort();

const instants = fc.array(fc.nat(120), { maxLength: 10 });

/** The events with which an interval begins around the clock. */
const STARTS: Readonly<Record<string, string>> = {
  start: 'ClockStarted',
  pause: 'ClocksPaused',
  resume: 'ClocksResumed',
};

describe('the laws of the clocks', () => {
  it('judge as counting ticks does (laws 1, 3, 4, 5, 6, 10)', () => {
    fc.assert(
      fc.property(someLife, fc.nat(40), (life, later) => {
        const asOf = endOf(life) + later;
        expect(toldByFacts(live(life, { looks: [asOf] }).facts, TICK)).toEqual(judged(life, asOf));
      }),
      { numRuns: 2_000 },
    );
  });

  it('give the same facts whenever somebody looks; only detectedAt tells when it was (law 4)', () => {
    fc.assert(
      fc.property(someLife, instants, fc.nat(40), (life, looks, later) => {
        const last = Math.max(endOf(life), ...looks) + later;
        const [watched, unwatched] = [live(life, { looks: [...looks, last] }), live(life, { looks: [last] })];
        expect(timeless(watched.facts)).toEqual(timeless(unwatched.facts));
      }),
      { numRuns: 1_000 },
    );
  });

  it('give the same facts however late they are recorded (law 4)', () => {
    fc.assert(
      fc.property(someLife, fc.nat(100), (life, lag) => {
        expect(timeless(live(life, { lag }).facts)).toEqual(timeless(live(life).facts));
      }),
    );
  });

  it('record what fell due in due order, noticed after it was due and before what came after it', () => {
    fc.assert(
      fc.property(someLife, instants, (life, looks) => {
        let [noticedBefore, dueBefore] = [-Infinity, -Infinity];
        for (const { type, data } of live(life, { looks }).facts) {
          if (type !== 'ClockBreached' && type !== 'ClockMarkReached' && type !== 'ClockNearDue') {
            // What follows it at the same instant may put other marks into the past.
            [noticedBefore, dueBefore] = [-Infinity, -Infinity];
            continue;
          }
          const [dueAt, detectedAt] = [fromIso(data.dueAt), fromIso(data.detectedAt)];
          expect(dueAt).toBeLessThan(detectedAt);
          expect(dueAt).toBeGreaterThanOrEqual(dueBefore);
          expect(detectedAt).toBeGreaterThanOrEqual(noticedBefore);
          [noticedBefore, dueBefore] = [detectedAt, dueAt];
        }
      }),
    );
  });

  it('never edit a verdict: whatever comes later, what has been judged stays (law 6)', () => {
    fc.assert(
      fc.property(someLife, fc.nat(12), (life, cut) => {
        const early = toldByFacts(live(life.slice(0, cut + 1)).facts, TICK);
        const late = toldByFacts(live(life).facts, TICK);
        for (const before of early) {
          const after = late.find(
            ({ clock, instance }) => clock === before.clock && instance === before.instance,
          );
          expect(after?.marks).toMatchObject(before.marks);
          if (before.missedAt !== undefined) expect(after?.missedAt).toBe(before.missedAt);
          if (before.end !== undefined) expect(after?.end).toEqual(before.end);
        }
      }),
    );
  });

  it('say truly what is due next: without a further fact, a look long after finds just that', () => {
    fc.assert(
      fc.property(someLife, (life) => {
        const { clocks, facts } = live(life);
        const foretold = new Map<string, string | null>();
        for (const { type, data } of facts) {
          const started = type === 'ClockStarted' || type === 'ClockRetargeted' ? [data] : [];
          const moved = type === 'ClocksPaused' || type === 'ClocksResumed' ? data.clocks : [];
          for (const due of [...started, ...moved]) foretold.set(nameOfRun(due), due.dueAt);
        }
        const found = dueFacts(clocks, LONG_AFTER, LONG_AFTER);
        const breaches = found.flatMap(({ type, data }) => (type === 'ClockBreached' ? [data] : []));
        for (const run of clocks.runs.filter(({ end, breachedAt }) => (end ?? breachedAt) === undefined)) {
          const breach = breaches.find((one) => nameOfRun(one) === nameOfRun(run));
          expect(breach?.dueAt ?? null).toBe(foretold.get(nameOfRun(run)));
        }
        expect(nextDueAt(clocks)).toBe(found[0]?.occurredAt);
      }),
    );
  });

  it('explain where the time went: to the tick that counting gives, by events that exist (law 11)', () => {
    fc.assert(
      fc.property(someLife, fc.nat(40), (life, later) => {
        const asOf = endOf(life) + later;
        const history = recordedEvents(...live(life, { looks: [asOf] }).facts);
        for (const run of judged(life, asOf)) {
          const told = explainClock(history, run, asOf * TICK);
          const until = run.end?.at ?? asOf;
          const edges = (told?.intervals ?? []).flatMap(({ from, to }) => [from, to]);
          const ends = [run.startedAt * TICK, ...edges, until * TICK];
          for (let place = 0; place < ends.length; place += 2) expect(ends[place]).toBe(ends[place + 1]);
          expect((told?.runningMs ?? 0) + (told?.pausedMs ?? 0)).toBe((until - run.startedAt) * TICK);
          if (run.end?.ran !== undefined) expect(told?.runningMs).toBe(run.end.ran * TICK);
          for (const { begins, ends } of told?.intervals ?? []) {
            expect(begins.event).toMatchObject({ type: STARTS[begins.by] });
            if (ends.by !== 'end') expect(history).toContain(ends.event);
            else expect(ends.event === null).toBe(run.end === undefined);
          }
        }
      }),
    );
  });
});
