import { fromIso, toIso, type Decider, type DomainEvent } from '@redress/kernel';
import type { LadderStep, SubjectFacts, Target } from '@redress/sla';
import { bookOf, policyByPriority, promise, someLives, type LifeStep } from '@redress/testing';
import fc from 'fast-check';
import type { EscalationEvent } from '../escalation-events';
import { isEscalation } from '../events';
import { clockConsequence } from './clock-consequence';
import samples from './escalation-samples.json';
import { withEscalations, type ClockStreamEvent } from './escalations';
import { dueFacts, type ClockSignal } from './keep-clocks';
import { withClocks, type ClockedCommand } from './with-clocks';

const TICK = 1_000;
const LADDER: readonly LadderStep[] = [
  { at: 40, action: 'tell', to: 'agent' },
  { at: 80, action: 'tell', to: 'shift-leader' },
  { at: 80, action: 'tell', to: 'supervisor' },
  { at: 'due', action: 'reassign', to: 'duty-team' },
];
const PROMISES: Readonly<Record<number, readonly Target[]>> = {
  1: [promise('resolution', 'PT10S', { marks: [40, 80], pausedBy: ['customer'], ladder: LADDER })],
  2: [promise('resolution', 'PT20S', { marks: [20, 80], ladder: LADDER.slice(1) })],
  3: [promise('first-response', 'PT5S', { ladder: LADDER.slice(3) }), promise('resolution', 'PT30S')],
};

/** A subject that has clocks and nothing else. */
type Told = DomainEvent<'Told', 1, { readonly signal: ClockSignal }>;
type Tell = ClockedCommand & { readonly at: number; readonly signals: readonly ClockSignal[] };
const bare: Decider<null, Tell, Told> = {
  initial: null,
  decide: ({ at, signals }) =>
    signals.map((signal) => ({ type: 'Told', version: 1, occurredAt: at, data: { signal } })),
  evolve: () => null,
};
const subject = withClocks(bare, ({ data }) => [data.signal]);

const facts = (priority: number): SubjectFacts => ({
  ...{ kind: 'complaint', category: 'any', priority, tier: 'standard', specialCare: false, channel: 'phone' },
});
const POLICY = { name: 'test', version: 1, rule: 1 };
const start = (priority: number): ClockSignal => ({
  signal: 'start',
  cycle: 1,
  policy: POLICY,
  subject: facts(priority),
});
const retarget = (priority: number): ClockSignal => ({
  signal: 'retarget',
  cycle: 1,
  cycleStartedAt: 0,
  policy: POLICY,
  subject: facts(priority),
  settled: [],
});

/** A stream to which things are told and on which is looked, second by second. */
class Stream {
  readonly events: (Told | ClockStreamEvent)[] = [];
  #state = subject.initial;

  tell(second: number, ...signals: readonly ClockSignal[]): this {
    const at = second * TICK;
    const policies = bookOf(policyByPriority(PROMISES));
    return this.#add(subject.decide({ at, now: at, policies, signals }, this.#state));
  }

  look(second: number): this {
    const now = second * TICK;
    return this.#add(withEscalations(dueFacts(this.#state.clocks, now, now), this.#state.clocks));
  }

  get steps(): readonly EscalationEvent[] {
    return this.events.filter(isEscalation);
  }

  /** The steps in short: `80/2`, the superseded ones with what by. */
  get told(): readonly string[] {
    return this.steps.map(({ data }) => {
      const step = `${String(data.at)}/${String(data.step)}`;
      return 'supersededBy' in data ? `${step} ${data.supersededBy}` : step;
    });
  }

  #add(events: readonly (Told | ClockStreamEvent)[]): this {
    this.events.push(...events);
    this.#state = events.reduce(subject.evolve, this.#state);
    return this;
  }
}

describe('the escalation ladder', () => {
  it('is climbed step by step, each right after its mark', () => {
    const stream = new Stream().tell(0, start(1)).look(5).look(9).look(11);
    expect(stream.events.map(({ type }) => type).slice(2)).toEqual([
      ...['ClockMarkReached', 'EscalationRaised'],
      ...['ClockMarkReached', 'EscalationRaised', 'EscalationRaised'],
      ...['ClockBreached', 'EscalationRaised'],
    ]);
    expect(stream.steps[1]).toEqual({
      type: 'EscalationRaised',
      version: 1,
      occurredAt: 8 * TICK,
      data: {
        ...{
          clock: 'resolution',
          instance: 1,
          cycle: 1,
          at: 80,
          step: 2,
          action: 'tell',
          to: 'shift-leader',
        },
        ...{ dueAt: toIso(8 * TICK), clockDueAt: toIso(10 * TICK), detectedAt: toIso(9 * TICK) },
      },
    });
  });

  it('tells after a stop only what still helps, in due order', () => {
    expect(new Stream().tell(0, start(1)).look(9).told).toEqual(['40/1 later-mark', '80/2', '80/3']);
    expect(new Stream().tell(0, start(1)).look(7_200).told).toEqual([
      ...['40/1 breach', '80/2 breach', '80/3 breach', 'due/4'],
    ]);
  });

  it('tells nobody of what was answered when it is noticed', () => {
    const stopped = new Stream().tell(0, start(1)).tell(11, { signal: 'stop', clock: 'resolution' });
    expect(stopped.told).toEqual(['40/1 end', '80/2 end', '80/3 end', 'due/4 end']);
    const closed = new Stream().tell(0, start(1)).look(5).tell(9, { signal: 'close', reason: 'refused' });
    expect(closed.told).toEqual(['40/1', '80/2 end', '80/3 end']);
  });

  it('goes on for a clock that waits or gets another target', () => {
    const paused = new Stream().tell(0, start(1)).tell(9, { signal: 'pause', reason: 'customer' });
    expect(paused.told).toEqual(['40/1 later-mark', '80/2', '80/3']);
    // Its breach under the new target is noticed in the same append.
    const shorter = new Stream().tell(0, start(2)).tell(15, retarget(1));
    expect(shorter.told).toEqual(['40/1 breach', '80/2 breach', '80/3 breach', 'due/4']);
  });

  it('is that of the target in force', () => {
    // Rule 2 brings back a mark that lies behind those on record.
    expect(new Stream().tell(0, start(1)).look(9).tell(9, retarget(2)).look(21).told).toEqual([
      ...['40/1 later-mark', '80/2', '80/3', 'due/3'],
    ]);
    expect(new Stream().tell(0, start(3)).look(40).told).toEqual(['due/1']);
  });

  it('begins anew with another run of the clock', () => {
    const again = new Stream().tell(0, start(1)).look(11).tell(20, start(1)).look(31);
    expect(again.steps.map(({ data }) => `${String(data.instance)}:${String(data.at)}`)).toEqual([
      ...['1:40', '1:80', '1:80', '1:due', '2:40', '2:80', '2:80', '2:due'],
    ]);
  });

  it('is weighed anew where more follows in the same append', () => {
    const ledger = new Stream().tell(0, start(1));
    const clocks = ledger.events.reduce(subject.evolve, subject.initial).clocks;
    const noticed = ledger.look(9).events.slice(2) as ClockStreamEvent[];
    const closed: ClockStreamEvent = {
      type: 'ClockClosed',
      version: 1,
      occurredAt: 9 * TICK,
      data: { clock: 'resolution', instance: 1, cycle: 1, closedAt: toIso(9 * TICK), reason: 'merged' },
    };
    const weighed = withEscalations<ClockStreamEvent>([...noticed, closed], clocks);
    expect(weighed.filter(isEscalation).map(({ type }) => type)).toEqual([
      ...['EscalationSuperseded', 'EscalationSuperseded', 'EscalationSuperseded'],
    ]);
  });

  // Frozen: what stands in a log stays readable for ever. Never edit a sample.
  it('is read as it was stored, and tells the clocks nothing', () => {
    const stored = samples.map((sample) => ({ ...sample, occurredAt: fromIso(sample.occurredAt) }));
    const state = new Stream().tell(0, start(1)).events.reduce(subject.evolve, subject.initial);
    expect((stored as EscalationEvent[]).reduce(subject.evolve, state)).toBe(state);
    expect((stored as EscalationEvent[]).map((step) => clockConsequence(step)?.identity)).toEqual([
      ['Escalation', 'resolution', 1, 50, 1],
      ['Escalation', 'x-crew-sent', 2, 'PT30M', 2],
      ['Escalation', 'resolution', 1, 'due', 4],
    ]);
  });

  it('is known on its stream by clock, instance, mark and step, however it ended', () => {
    const [raised] = new Stream().tell(0, start(1)).look(5).steps;
    const [superseded] = new Stream().tell(0, start(1)).look(11).steps;
    expect([raised, superseded].map((step) => step && clockConsequence(step)?.identity)).toEqual([
      ['Escalation', 'resolution', 1, 40, 1],
      ['Escalation', 'resolution', 1, 40, 1],
    ]);
  });
});

/** What is told in a life, in the words of the product. */
function signalOf(step: LifeStep): ClockSignal | undefined {
  switch (step.does) {
    case 'start':
      return start(step.priority);
    case 'retarget':
      return retarget(step.priority);
    case 'pause':
      return { signal: 'pause', reason: step.reason };
    case 'resume':
      return { signal: 'resume' };
    case 'stop':
      return { signal: 'stop', clock: 'resolution' };
    case 'close':
      return { signal: 'close', reason: 'refused' };
    case 'start-clock':
    case 'start-promised':
    case 'extend':
      return undefined;
  }
}

describe('whoever looks, and whenever', () => {
  const life = someLives({ priorities: [1, 2, 3], reasons: ['customer'], clocks: ['resolution'] });

  it('every step of every mark on record is on record once, and no other', () => {
    fc.assert(
      fc.property(life, fc.array(fc.nat(90), { maxLength: 25 }), (steps, looks) => {
        const stream = new Stream();
        const moments = [
          ...steps.map((step) => ({ at: step.at, order: 0, signal: signalOf(step) })),
          ...[...looks, 200].map((at) => ({ at, order: 1, signal: undefined })),
        ].sort((a, b) => a.at - b.at || a.order - b.order);
        for (const { at, signal } of moments) {
          if (signal === undefined) stream.look(at);
          else stream.tell(at, signal);
        }
        expect(stepsByCounting(stream.events)).toEqual(
          stream.steps.map(({ data }) => [data.clock, data.instance, data.at, data.step].join(' ')),
        );
        const keys = stream.steps.map((step) => clockConsequence(step)?.identity?.join(' '));
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});

/** The steps that must be there: for each mark and breach those of the target that its run had last been given. */
function stepsByCounting(events: readonly (Told | ClockStreamEvent)[]): readonly string[] {
  const targets = new Map<string, Target>();
  return events.flatMap((event) => {
    if (event.type === 'Told' || isEscalation(event) || !('instance' in event.data)) return [];
    const run = `${event.data.clock} ${String(event.data.instance)}`;
    if ('target' in event.data && event.data.target !== null) targets.set(run, event.data.target);
    const at =
      event.type === 'ClockMarkReached' ? event.data.mark : event.type === 'ClockBreached' ? 'due' : null;
    return (targets.get(run)?.ladder ?? []).flatMap((step, place) =>
      step.at === at ? [`${run} ${String(at)} ${String(place + 1)}`] : [],
    );
  });
}
