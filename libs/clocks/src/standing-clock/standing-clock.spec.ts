import type { Decider, DomainEvent } from '@redress/kernel';
import { addCalendar, type SubjectFacts, type Target } from '@redress/sla';
import {
  bookOf,
  policyByPriority,
  promise,
  recordedEvents,
  someLives,
  type LifeStep,
} from '@redress/testing';
import fc from 'fast-check';
import { dueFacts, type ClockSignal } from '../domain/keep-clocks';
import { withClocks, type ClockedCommand } from '../domain/with-clocks';
import { isClockEvent, type ClockEvent } from '../events';
import { recordedClocks } from '../recorded-clocks';
import { changedByClockFact, type StandingClock } from './standing-clock';

/** All happens at full ticks, and nothing falls due at one: what comes first there is no matter of these specs. */
const TICK = 10_000;
const ALWAYS = ['00:00-24:00'];

/** A calendar that ends sixty ticks after these lives begin. */
const CALENDAR = addCalendar({
  name: 'ends-soon',
  version: 1,
  zone: { name: 'UTC', offsetSeconds: 0, changes: [] },
  horizon: { firstDay: '2026-03-01', lastDay: '2026-03-31' },
  weekly: {
    ...{ monday: ALWAYS, tuesday: ALWAYS, wednesday: ALWAYS, thursday: ALWAYS },
    ...{ friday: ALWAYS, saturday: ALWAYS, sunday: ALWAYS },
  },
  days: [],
});
const T0 = CALENDAR.horizon.to - 60 * TICK;
const at = (tick: number): number => T0 + tick * TICK;

const promised = (within: string, longest?: string): Target =>
  promise('resolution', within, {
    calendar: { name: CALENDAR.name, version: CALENDAR.version },
    pausedBy: ['supplier'],
    ...(longest === undefined ? {} : { pauseLimits: [{ reason: 'supplier', longest }] }),
  });
const POLICIES = bookOf(
  policyByPriority({
    1: [promised('PT203S')],
    2: [promised('PT203S', 'PT155S')],
    3: [promised('PT503S', 'PT155S')],
    4: [promised('PT903S', 'PT55S'), promise('first-response', 'PT253S', { pausedBy: ['supplier'] })],
  }),
);
const POLICY = { name: 'test', version: 1, rule: 1 };
const facts = (priority: number): SubjectFacts => ({
  ...{ kind: 'complaint', category: 'any', priority, tier: 'standard', specialCare: false, channel: 'phone' },
});

/** A subject that has clocks and nothing else. */
type Told = DomainEvent<'Told', 1, { readonly signal: ClockSignal }>;
type Tell = ClockedCommand & { readonly at: number; readonly signal: ClockSignal };
const bare: Decider<null, Tell, Told> = {
  initial: null,
  decide: ({ at: occurredAt, signal }) => [{ type: 'Told', version: 1, occurredAt, data: { signal } }],
  evolve: () => null,
};
const subject = withClocks(bare, ({ data }) => [data.signal]);

/** Clock facts, and the rows that they make. */
class Stream {
  readonly facts: ClockEvent[] = [];
  #state = subject.initial;
  #rows: readonly StandingClock[] = [];

  tell(tick: number, signal: ClockSignal, toldAt = tick): this {
    const order = { at: at(tick), now: at(toldAt), policies: POLICIES, signal };
    return this.#add(subject.decide(order, this.#state));
  }

  look(tick: number): this {
    return this.#add(dueFacts(this.#state.clocks, at(tick), at(tick)));
  }

  get states() {
    return this.#rows.map(({ clock, instance, state, due_at }) => [clock, instance, state, due_at]);
  }

  /** The same by the algebra. */
  get judged() {
    const history = recordedEvents(
      ...this.facts.map((fact) => ({ ...fact, stream: 'subject-1', partitionKey: '1' })),
    );
    return recordedClocks(history).map(({ clock, instance, state, dueAt }) => [
      clock,
      instance,
      state,
      dueAt,
    ]);
  }

  #add(events: readonly DomainEvent[]): this {
    for (const event of events) {
      this.#state = subject.evolve(this.#state, event as Told);
      if (!isClockEvent(event)) continue;
      const fact = event as ClockEvent;
      this.facts.push(fact);
      const changed = changedByClockFact(this.#rows, fact, {});
      const isNew = (one: StandingClock) => !this.#rows.some((row) => isSame(row, one));
      const kept = this.#rows.map((row) => changed.find((one) => isSame(one, row)) ?? row);
      this.#rows = [...kept, ...changed.filter(isNew)];
    }
    return this;
  }
}

const isSame = (one: StandingClock, other: StandingClock): boolean =>
  one.clock === other.clock && one.instance === other.instance;

const start = (priority: number, cycle = 1): ClockSignal => ({
  ...{ signal: 'start', cycle, policy: POLICY, subject: facts(priority) },
});
const WAITS: ClockSignal = { signal: 'pause', reason: 'supplier' };
const RESUMES: ClockSignal = { signal: 'resume' };

describe('a clock as it stands by its facts', () => {
  it('runs again where a pause has counted for as long as it may, also beyond its calendar', () => {
    const stream = new Stream().tell(0, start(3)).tell(5, WAITS);
    expect(stream.states).toEqual([['resolution', 1, 'paused', null]]);
    stream.look(21);
    expect(stream.facts.at(-1)).toMatchObject({ type: 'ClockPauseExpired', data: { clockDueAt: null } });
    expect(stream.states).toEqual([['resolution', 1, 'beyond-calendar', null]]);
    expect(stream.judged).toEqual(stream.states);
  });

  it('says how it stands where what was missed is known to be none', () => {
    const missed = () => new Stream().tell(0, start(1)).look(21);
    const standsStill = missed().tell(10, WAITS, 25);
    expect(standsStill.states).toEqual([['resolution', 1, 'paused', null]]);
    const beyond = new Stream().tell(0, start(3)).look(51).tell(30, WAITS, 55);
    expect(beyond.facts.at(-1)).toMatchObject({ type: 'VerdictCorrected', data: { known: 'running' } });
    expect(beyond.states).toEqual([['resolution', 1, 'beyond-calendar', null]]);
    beyond.look(56);
    const limited = new Stream().tell(0, start(2)).look(21).tell(15, WAITS, 25);
    expect(limited.states).toEqual([['resolution', 1, 'paused', at(35.8)]]);
    for (const stream of [standsStill, beyond, limited]) expect(stream.judged).toEqual(stream.states);
  });

  it('stands as the algebra says, whatever it lives through', () => {
    const lives = someLives({
      priorities: [1, 2, 3, 4],
      reasons: ['supplier'],
      clocks: ['resolution', 'first-response'],
    });
    fc.assert(
      fc.property(lives, fc.array(fc.nat(70), { maxLength: 6 }), (life, looks) => {
        const stream = new Stream();
        let cycle = 0;
        const steps: readonly (LifeStep | { readonly at: number; readonly does: 'look' })[] = [
          ...life,
          ...looks.map((tick) => ({ at: tick, does: 'look' as const })),
        ].toSorted((one, other) => one.at - other.at);
        for (const step of steps) {
          if (step.does === 'look') stream.look(step.at);
          else if (step.does === 'start') stream.tell(step.at, start(step.priority, ++cycle));
          else if (step.does === 'pause') stream.tell(step.at, WAITS);
          else if (step.does === 'resume') stream.tell(step.at, RESUMES);
          else if (step.does === 'close') stream.tell(step.at, { signal: 'close', reason: 'refused' });
          expect(stream.states).toEqual(stream.judged);
        }
      }),
      { numRuns: 100 },
    );
  });
});
