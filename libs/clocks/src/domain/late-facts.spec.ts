import { toIso, type Decider, type DomainEvent } from '@redress/kernel';
import type { ClockName, Target } from '@redress/sla';
import {
  bookOf,
  judgeBySteps,
  policyByPriority,
  promise,
  recordedEvents,
  someLives,
  type LifeStep,
  type SteppedTarget,
} from '@redress/testing';
import fc from 'fast-check';
import { isClockEvent, type ClockEvent } from '../events';
import { explainClock } from '../explain-clock/explain-clock';
import { clockConsequence } from './clock-consequence';
import { nextDueAt, verdictOf, type ClockRun } from './clock-ledger';
import { dueFacts, type ClockSignal } from './keep-clocks';
import { withClocks, type Clocked, type ClockedCommand } from './with-clocks';

// One tick is a second; a life begins at 0.
const TICK = 1000;

const PROMISES: Readonly<Record<number, readonly Target[]>> = {
  1: [promise('first-response', 'PT10S', { marks: [50] }), promise('resolution', 'PT20S', { marks: [80] })],
  2: [promise('first-response', 'PT15S'), promise('resolution', 'PT30S', { pausedBy: ['customer'] })],
  3: [promise('resolution', 'PT40S', { pausedBy: ['customer', 'supplier'] })],
  4: [],
  5: [
    promise('first-response', 'PT25S', { pausedBy: ['customer'] }),
    promise('resolution', 'PT15S', { pausedBy: ['supplier'] }),
  ],
};
const POLICIES = bookOf(policyByPriority(PROMISES));
const POLICY = { name: 'test', version: 1, rule: 1 };

const subjectOf = (priority: number) => ({
  ...{ kind: 'complaint', category: 'any', priority },
  ...{ tier: 'standard', specialCare: false, channel: 'phone' },
});

const steppedTargets = (priority: number): readonly SteppedTarget[] =>
  (PROMISES[priority] ?? []).map(({ clock, within, marks, pausedBy }) => ({
    ...{ clock, marks, pausedBy },
    ticks: Number(/\d+/.exec(within)?.[0]),
  }));

/** A subject that has clocks and nothing else: its facts are what they mean to its clocks. */
type Told = DomainEvent<'Told', 1, { readonly signal: ClockSignal }>;
type Tell = ClockedCommand & { readonly at: number; readonly signal: ClockSignal };
const bare: Decider<null, Tell, Told> = {
  initial: null,
  decide: ({ at, signal }) => [{ type: 'Told', version: 1, occurredAt: at, data: { signal } }],
  evolve: () => null,
};
const subject = withClocks(bare, ({ data }) => [data.signal]);

/** Tells steps in any order, and looks whenever it is asked to. */
class Telling {
  state: Clocked<null> = subject.initial;
  readonly facts: ClockEvent[] = [];
  now = 0;
  #cycle = 0;
  #cycleStartedAt = 0;
  #stops: { readonly clock: ClockName; readonly at: number }[] = [];

  constructor(private readonly policies = POLICIES) {}

  look(at: number): this {
    this.now = Math.max(this.now, at);
    return this.#record(dueFacts(this.state.clocks, this.now * TICK, this.now * TICK));
  }

  tell(step: LifeStep): this {
    this.now = Math.max(this.now, step.at);
    const order = {
      at: step.at * TICK,
      now: this.now * TICK,
      policies: this.policies,
      signal: this.#means(step),
    };
    return this.#record(subject.decide(order, this.state));
  }

  get runs(): readonly ClockRun[] {
    return this.state.clocks.runs;
  }

  run(clock: string): ClockRun {
    const found = this.runs.find((one) => one.clock === clock);
    if (found === undefined) throw new Error('no such run');
    return found;
  }

  /** In short: `missed → met, missed → running`. */
  get corrections(): string {
    return this.facts
      .flatMap(({ type, data }) =>
        type === 'VerdictCorrected' ? [`${data.clock}: ${data.judged} → ${data.known}`] : [],
      )
      .join(', ');
  }

  #record(events: readonly DomainEvent[]): this {
    this.state = events.reduce((state, event) => subject.evolve(state, event as ClockEvent), this.state);
    this.facts.push(...(events.filter((event) => isClockEvent(event)) as readonly ClockEvent[]));
    return this;
  }

  #means(step: LifeStep): ClockSignal {
    switch (step.does) {
      case 'start':
        [this.#cycle, this.#cycleStartedAt] = [this.#cycle + 1, step.at];
        return { signal: 'start', cycle: this.#cycle, policy: POLICY, subject: subjectOf(step.priority) };
      case 'retarget': {
        const [cycle, since] = [this.#cycle, this.#cycleStartedAt];
        const settled = this.#stops.filter(({ at }) => at >= since).map(({ clock }) => clock);
        const about = { cycle, cycleStartedAt: since * TICK, settled, policy: POLICY };
        return { signal: 'retarget', ...about, subject: subjectOf(step.priority) };
      }
      case 'stop':
        this.#stops.push({ clock: step.clock as ClockName, at: step.at });
        return { signal: 'stop', clock: step.clock as ClockName };
      case 'extend':
        return { signal: 'extend', clock: step.clock as ClockName, within: `PT${String(step.ticks)}S` };
      case 'pause':
        return { signal: 'pause', reason: step.reason };
      case 'resume':
        return { signal: 'resume' };
      case 'close':
        return { signal: 'close', reason: 'refused' };
      case 'start-clock':
      case 'start-promised':
        throw new Error('not told here');
    }
  }
}

/** Told late are what the outside world does: answers, waiting and its end. Waits come in their order. */
function shuffled(life: readonly LifeStep[], delays: readonly number[]): readonly LifeStep[] {
  let waiting = 0;
  return life
    .map((step, index) => {
      const isDelayed = step.does === 'stop' || step.does === 'pause' || step.does === 'resume';
      const place = index + (isDelayed ? (delays[index % delays.length] ?? 0) : 0);
      if (step.does !== 'pause' && step.does !== 'resume') return { step, place };
      waiting = Math.max(waiting, place);
      return { step, place: waiting };
    })
    .sort((a, b) => a.place - b.place)
    .map(({ step }) => step);
}

const someLife = fc
  .tuple(
    someLives({
      priorities: [1, 2, 3, 4, 5],
      reasons: ['customer', 'supplier'],
      clocks: ['first-response', 'resolution'],
    }),
    fc.array(
      fc.record({
        after: fc.integer({ min: 1, max: 12 }),
        clock: fc.constantFrom('first-response', 'resolution'),
        ticks: fc.integer({ min: 5, max: 60 }),
      }),
      { maxLength: 2 },
    ),
  )
  .map(([life, extensions]): LifeStep[] => {
    const steps = [...life];
    for (const { after, clock, ticks } of extensions) {
      const before = steps[after - 1];
      if (before !== undefined && before.does !== 'close')
        steps.splice(after, 0, { at: before.at, does: 'extend', clock, ticks });
    }
    // No two at one instant: in which order these are meant cannot be told late.
    return steps.map((step, index) => ({ ...step, at: step.at + index }));
  });

/** Verdicts in words that need no instance: a run that with everything known would not have been has none. */
const words = (
  runs: readonly { clock: string; cycle: number; verdict: string; missedAt: number | undefined }[],
) =>
  runs
    .filter(({ verdict }) => verdict !== 'closed')
    .map(({ clock, cycle, verdict, missedAt }) =>
      [clock, cycle, verdict, ...(verdict === 'missed' ? [missedAt] : [])].join(' '),
    )
    .sort();

const known = (runs: readonly ClockRun[]) =>
  words(
    runs.map((run) => ({
      ...{ clock: run.clock, cycle: run.cycle, verdict: verdictOf(run) },
      missedAt: (run.known?.dueAt ?? run.breachedAt ?? NaN) / TICK,
    })),
  );

const counted = (life: readonly LifeStep[], asOf: number) =>
  words(
    judgeBySteps(life, steppedTargets, asOf).map(({ clock, cycle, missedAt, end }) => ({
      ...{ clock, cycle, missedAt },
      verdict: missedAt !== undefined ? 'missed' : (end?.as ?? 'running'),
    })),
  );

describe('facts that are told late (law 6)', () => {
  it('end in the same verdicts as known now in any order, whenever somebody looked, as counting ticks does', () => {
    let corrected = 0;
    fc.assert(
      fc.property(
        someLife,
        fc.array(fc.nat(6), { minLength: 1, maxLength: 12 }),
        fc.array(fc.option(fc.nat(30), { nil: undefined }), { minLength: 1, maxLength: 12 }),
        fc.nat(40),
        (life, delays, looks, later) => {
          const told = new Telling();
          for (const [index, step] of shuffled(life, delays).entries()) {
            const look = looks[index % looks.length];
            if (look !== undefined && index > 0) told.look(told.now + look);
            told.tell(step);
          }
          const asOf = Math.max(told.now, life.at(-1)?.at ?? 0) + later;
          told.look(asOf);
          if (told.corrections !== '') corrected += 1;
          expect(known(told.runs)).toEqual(counted(life, asOf));
        },
      ),
      { numRuns: 3_000 },
    );
    expect(corrected).toBeGreaterThan(300);
  });

  it('never edit what was judged: a breach and a verdict that are on record stay', () => {
    fc.assert(
      fc.property(someLife, fc.array(fc.nat(6), { minLength: 1, maxLength: 12 }), (life, delays) => {
        const told = new Telling();
        const judged = new Map<string, unknown>();
        for (const step of shuffled(life, delays)) {
          told.look(told.now + 5).tell(step);
          for (const { clock, instance, breachedAt, end } of told.runs) {
            const name = `${clock} ${String(instance)}`;
            const before = judged.get(name) as Pick<ClockRun, 'breachedAt' | 'end'> | undefined;
            if (before?.breachedAt !== undefined) expect(breachedAt).toBe(before.breachedAt);
            if (before?.end !== undefined) expect(end).toEqual(before.end);
            judged.set(name, { breachedAt, end });
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  const told = (priority = 1) => new Telling().tell({ at: 0, does: 'start', priority });
  const stop = (at: number, clock = 'first-response'): LifeStep => ({ at, does: 'stop', clock });
  const pause = (at: number, reason = 'customer'): LifeStep => ({ at, does: 'pause', reason });
  const resume = (at: number): LifeStep => ({ at, does: 'resume' });
  const retarget = (at: number, priority: number): LifeStep => ({ at, does: 'retarget', priority });

  it('an answer in time that is told after its breach: judged missed, known met', () => {
    const answered = told().look(12).tell(stop(9));
    expect(answered.facts.slice(-2)).toEqual([
      {
        type: 'ClockStopped',
        version: 1,
        occurredAt: 9 * TICK,
        data: {
          ...{ clock: 'first-response', instance: 1, cycle: 1, stoppedAt: toIso(9 * TICK) },
          ...{ verdict: 'missed', dueAt: toIso(10 * TICK), elapsedMs: 9 * TICK },
        },
      },
      {
        type: 'VerdictCorrected',
        version: 1,
        occurredAt: 9 * TICK,
        data: {
          ...{ clock: 'first-response', instance: 1, cycle: 1, number: 1, judged: 'missed', known: 'met' },
          ...{ dueAt: toIso(10 * TICK), endedAt: toIso(9 * TICK), because: ['Told'] },
          detectedAt: toIso(12 * TICK),
        },
      },
    ]);
  });

  it('one at the due instant itself is in time', () => {
    expect(told().look(12).tell(stop(10)).corrections).toBe('first-response: missed → met');
    expect(told().look(12).tell(stop(11)).corrections).toBe('');
  });

  it('an earlier answer to a clock that a later one has stopped: kept, and a verdict only where it changes', () => {
    const met = told().tell(stop(8)).tell(stop(5));
    expect(met.facts.at(-1)).toMatchObject({ type: 'ClockStopCorrected', occurredAt: 5 * TICK });
    const missed = told().tell(stop(14)).tell(stop(12));
    expect(missed.corrections).toBe('');
    expect(missed.tell(stop(9)).corrections).toBe('first-response: missed → met');
    expect(missed.tell(stop(7)).corrections).toBe('first-response: missed → met');
  });

  it('waiting that would have held the clock before its breach: running again, and missed in the end, each once', () => {
    const waited = told(2).look(35).tell(pause(20));
    expect(waited.corrections).toBe('resolution: missed → running');
    expect(nextDueAt(waited.state.clocks)).toBeUndefined();
    waited.tell(resume(40));
    expect(nextDueAt(waited.state.clocks)).toBe(50 * TICK);
    waited.look(50).look(51).look(60);
    expect(waited.corrections).toBe('resolution: missed → running, resolution: missed → missed');
    expect(waited.facts.at(-1)).toMatchObject({ occurredAt: 50 * TICK, data: { because: [], number: 2 } });
    const again = told(2).look(35).tell(pause(20)).tell(resume(40)).tell(stop(45, 'resolution'));
    expect(again.corrections).toBe('resolution: missed → running, resolution: missed → met');
  });

  it('the end of waiting, told late, makes a met clock a missed one', () => {
    const stopped = told(2).tell(pause(10)).tell(stop(50, 'resolution')).tell(resume(12));
    expect(stopped.corrections).toBe('resolution: met → missed');
    expect(stopped.facts.at(-1)?.data).toMatchObject({ dueAt: toIso(32 * TICK), endedAt: toIso(50 * TICK) });
    expect(stopped.run('resolution').end?.verdict).toBe('met');
  });

  it('the end of waiting, told late, of a clock that nobody has judged yet: missed, with the due instant of then', () => {
    const resumed = told(2).tell(pause(10)).tell(retarget(40, 3)).tell(resume(12));
    expect(resumed.corrections).toBe('');
    expect(resumed.facts.at(-1)).toMatchObject({ type: 'ClockBreached', occurredAt: 32 * TICK });
  });

  it('a target that changed before a breach was noticed', () => {
    const longer = told().look(25).tell(retarget(15, 3));
    expect(longer.corrections).toBe('resolution: missed → running');
    expect(longer.look(41).run('resolution').known).toMatchObject({ verdict: 'missed', dueAt: 40 * TICK });
    expect(told(5).look(30).tell(retarget(10, 4)).corrections).toContain('resolution: missed → closed');
  });

  it('a miss that comes to light under an earlier target: what came later came in vain', () => {
    const wavering = told(2).look(35).tell(pause(20)).tell(retarget(40, 3)).tell(resume(22));
    expect(wavering.corrections).toBe('resolution: missed → running, resolution: missed → missed');
    expect(wavering.run('resolution')).toMatchObject({
      target: { within: 'PT30S' },
      known: { dueAt: 32 * TICK },
    });
  });

  it('an answer before a rule set a target for it: that clock would not have run', () => {
    const answered = told(4).tell(retarget(20, 1)).tell(stop(8));
    expect(answered.run('first-response').breachedAt).toBe(10 * TICK);
    expect(answered.facts.slice(-3)).toMatchObject([
      { type: 'ClockStopCorrected', occurredAt: 8 * TICK },
      { type: 'ClockClosed', data: { reason: 'no-target' } },
      { type: 'VerdictCorrected', data: { judged: 'missed', known: 'closed' } },
    ]);
  });

  it('a verdict that was corrected is corrected again, and each correction is on record once', () => {
    const wavering = told(2).look(35).tell(pause(20)).tell(resume(22)).look(40).tell(stop(31, 'resolution'));
    const corrections = wavering.facts.filter(({ type }) => type === 'VerdictCorrected');
    expect(corrections.map(({ data }) => ('number' in data ? data.number : 0))).toEqual([1, 2, 3]);
    const identities = corrections.map((fact) => JSON.stringify(clockConsequence(fact)?.identity));
    expect(new Set(identities).size).toBe(3);
    expect(wavering.corrections).toBe(
      'resolution: missed → running, resolution: missed → missed, resolution: missed → met',
    );
  });

  it('is explained by the facts that were told, and what was judged beside it', () => {
    const history = recordedEvents(...told().look(12).tell(stop(9)).facts);
    const explained = explainClock(history, { clock: 'first-response' }, 20 * TICK);
    expect(explained).toMatchObject({ verdict: 'missed', corrected: { known: 'met', dueAt: 10 * TICK } });
    expect(explained?.corrected?.event).toMatchObject({ type: 'VerdictCorrected' });
  });
});

describe('a pause that may last for so long only', () => {
  const LIMITED = bookOf(
    policyByPriority({
      1: [
        promise('resolution', 'PT20S', {
          ...{ marks: [50, 80], pausedBy: ['customer', 'supplier'] },
          pauseLimits: [{ reason: 'supplier', longest: 'PT7S' }],
        }),
      ],
      2: [
        promise('resolution', 'PT30S', {
          pausedBy: ['customer', 'supplier'],
          pauseLimits: [
            { reason: 'supplier', longest: 'PT12S' },
            { reason: 'customer', longest: 'PT3S' },
          ],
        }),
      ],
    }),
  );
  const limitedLife = someLives({
    priorities: [1, 2],
    reasons: ['customer', 'supplier'],
    clocks: ['first-response', 'resolution'],
  });
  const timeless = (facts: readonly ClockEvent[]): string[] =>
    facts
      .map((fact) =>
        JSON.stringify(fact, (key, value: unknown) => (key === 'detectedAt' ? undefined : value)),
      )
      .sort();
  const lived = (life: readonly LifeStep[], looks: readonly number[]): Telling => {
    const telling = new Telling(LIMITED);
    const pending = looks.toSorted((a, b) => a - b);
    const lookUntil = (before: number): void => {
      while ((pending[0] ?? Infinity) < before) telling.look(pending.shift() ?? 0);
    };
    for (const step of life) {
      lookUntil(step.at);
      telling.tell(step);
    }
    lookUntil(Infinity);
    return telling;
  };

  it('gives the same facts whenever somebody looks; each end of what it may count is on record once', () => {
    let expired = 0;
    fc.assert(
      fc.property(limitedLife, fc.array(fc.nat(120), { maxLength: 8 }), fc.nat(40), (life, looks, later) => {
        const last = Math.max(life.at(-1)?.at ?? 0, ...looks) + later;
        const [watched, unwatched] = [lived(life, [...looks, last]), lived(life, [last])];
        expect(timeless(watched.facts)).toEqual(timeless(unwatched.facts));
        expect(watched.corrections).toBe('');
        const ends = watched.facts.filter(({ type }) => type === 'ClockPauseExpired');
        expired += ends.length;
        expect(new Set(ends.map((fact) => JSON.stringify(clockConsequence(fact)?.identity))).size).toBe(
          ends.length,
        );
      }),
      { numRuns: 500 },
    );
    expect(expired).toBeGreaterThan(50);
  });

  it('is told in due order, wakes the timekeeper, and is an edge of the explanation', () => {
    const waiting = new Telling(LIMITED)
      .tell({ at: 0, does: 'start', priority: 1 })
      .tell({ at: 5, does: 'pause', reason: 'supplier' });
    expect(waiting.facts.at(-1)?.data).toMatchObject({
      clocks: [{ dueAt: toIso(27 * TICK), paused: true }],
    });
    expect(nextDueAt(waiting.state.clocks)).toBe(12 * TICK);
    waiting.look(30);
    expect(waiting.facts.slice(-4).map(({ type, occurredAt }) => [type, occurredAt / TICK])).toEqual([
      ['ClockPauseExpired', 12],
      ['ClockMarkReached', 17],
      ['ClockMarkReached', 23],
      ['ClockBreached', 27],
    ]);
    const explained = explainClock(recordedEvents(...waiting.facts), { clock: 'resolution' }, 30 * TICK);
    expect(
      explained?.intervals.map(({ state, to, ends }) => [state, to / TICK, ends.by, ends.event?.type]),
    ).toEqual([
      ['running', 5, 'pause', 'ClocksPaused'],
      ['paused', 12, 'limit', 'ClockPauseExpired'],
      ['running', 30, 'end', undefined],
    ]);
  });
});
