import { fromIso, toIso } from '@redress/kernel';
import type { SubjectFacts, Target } from '@redress/sla';
import { bookOf, policyByPriority, promise } from '@redress/testing';
import type { ClockEvent } from '../events';
import { evolveClocks, nextDueAt, NO_CLOCKS, type ClockLedger } from './clock-ledger';
import { dueFacts, keepClocks, type ClockSignal } from './keep-clocks';

const MINUTE = 60_000;
const T0 = Date.UTC(2026, 2, 2, 9);
/** Minutes after the start of the case. */
const at = (minutes: number): number => T0 + minutes * MINUTE;
const iso = (minutes: number): string => toIso(at(minutes));

const onCustomer = { pausedBy: ['customer'] };
const PROMISES: Readonly<Record<number, readonly Target[]>> = {
  1: [promise('first-response', 'PT10M'), promise('resolution', 'PT60M', { ...onCustomer, marks: [80] })],
  2: [
    promise('first-response', 'PT20M'),
    promise('resolution', 'PT100M', { ...onCustomer, marks: [50, 80] }),
  ],
  3: [promise('resolution', 'PT200M', { ...onCustomer, marks: [80] })],
  4: [promise('resolution', 'PT200M', { pausedBy: ['customer', 'supplier'] })],
};
const POLICIES = bookOf(policyByPriority(PROMISES));
const POLICY = { name: 'test', version: 1, rule: null };

const subject = (priority: number): SubjectFacts => ({
  kind: 'complaint',
  category: 'any',
  priority,
  tier: 'standard',
  specialCare: false,
  channel: 'phone',
});

type ClockName = 'first-response' | 'resolution';

/** A case told minute by minute, and what the clocks made of it. */
class Story {
  ledger: ClockLedger = NO_CLOCKS;
  readonly facts: ClockEvent[] = [];
  #cycle = 0;
  #cycleStartedAt = 0;
  #settled: ClockName[] = [];

  start(minute: number, priority: number): this {
    [this.#cycle, this.#cycleStartedAt, this.#settled] = [this.#cycle + 1, at(minute), []];
    const [cycle, policy] = [this.#cycle, POLICY];
    return this.tell(minute, { signal: 'start', cycle, policy, subject: subject(priority) });
  }

  retarget(minute: number, priority: number): this {
    const [cycle, cycleStartedAt, settled] = [this.#cycle, this.#cycleStartedAt, this.#settled];
    const about = { cycle, cycleStartedAt, settled, policy: POLICY, subject: subject(priority) };
    return this.tell(minute, { signal: 'retarget', ...about });
  }

  stop(minute: number, clock: ClockName = 'resolution'): this {
    this.#settled = [...this.#settled, clock];
    return this.tell(minute, { signal: 'stop', clock });
  }

  pause = (minute: number, reason = 'customer'): this => this.tell(minute, { signal: 'pause', reason });
  resume = (minute: number): this => this.tell(minute, { signal: 'resume' });
  refuse = (minute: number): this => this.tell(minute, { signal: 'close', reason: 'refused' });

  tell(minute: number, signal: ClockSignal): this {
    const when = { at: at(minute), now: at(minute), policies: POLICIES };
    const { before, after } = keepClocks(this.ledger, [signal], when);
    return this.record(...before, ...after);
  }

  look = (minute: number): this => this.record(...dueFacts(this.ledger, at(minute), at(minute)));

  record(...facts: readonly ClockEvent[]): this {
    this.facts.push(...facts);
    this.ledger = facts.reduce(evolveClocks, this.ledger);
    return this;
  }

  /** In short, in minutes since the start: `80% at 80 · missed at 100 · stopped missed at 120, due 100`. */
  verdicts(clock: ClockName = 'resolution'): string {
    const minute = (iso: string | null) => (iso === null ? 'never' : String((fromIso(iso) - T0) / MINUTE));
    const lines = this.facts.flatMap(({ type, data }) => {
      if ('clock' in data && data.clock !== clock) return [];
      switch (type) {
        case 'ClockMarkReached':
          return [`${String(data.mark)}% at ${minute(data.dueAt)}`];
        case 'ClockNearDue':
          return [`${data.before} left at ${minute(data.dueAt)}`];
        case 'ClockBreached':
          return [`missed at ${minute(data.dueAt)}`];
        case 'ClockStopped':
          return [`stopped ${data.verdict} at ${minute(data.stoppedAt)}, due ${minute(data.dueAt)}`];
        case 'ClockClosed':
          return [`closed at ${minute(data.closedAt)}: ${data.reason}`];
        case 'ClockStarted':
        case 'ClockRetargeted':
        case 'ClockExtended':
        case 'ClocksPaused':
        case 'ClocksResumed':
        case 'ClockRetargetedInVain':
          return [];
        case 'ClockPauseExpired':
          return [`${data.reason} counts until ${minute(data.dueAt)}`];
        case 'ClockStopCorrected':
          return [`had stopped at ${minute(data.stoppedAt)}`];
        case 'VerdictCorrected':
          return [`${data.judged} is ${data.known}`];
      }
    });
    return lines.join(' · ');
  }
}

/** A case that was answered at once, so that its resolution is all that counts. */
const story = (priority = 2): Story => new Story().start(0, priority).stop(0, 'first-response');

describe('at one and the same instant', () => {
  it('a stop comes before the timer: stopped when due is met', () => {
    const stopped = story().stop(100).look(101);
    expect(stopped.verdicts()).toBe('50% at 50 · 80% at 80 · stopped met at 100, due 100');
  });

  it('a stop comes before the timer, so that a mark is reached strictly before it or not at all', () => {
    expect(story().stop(80).look(200).verdicts()).toBe('50% at 50 · stopped met at 80, due 100');
  });

  it('a look sees nothing yet: what is due now is late only when now has passed', () => {
    expect(story().look(100).verdicts()).toBe('50% at 50 · 80% at 80');
    expect(story().look(100).look(101).verdicts()).toBe('50% at 50 · 80% at 80 · missed at 100');
  });

  it('a new target comes before the timer, and what it undoes never was', () => {
    expect(story().retarget(100, 3).look(200).verdicts()).toBe('50% at 50 · 80% at 80');
    expect(story().retarget(100, 3).look(201).verdicts()).toContain('missed at 200');
    expect(story().retarget(50, 3).stop(60).verdicts()).toBe('stopped met at 60, due 200');
  });

  it('a clock that has run for its target when a pause begins is due at that instant', () => {
    const paused = story().pause(100);
    expect(paused.verdicts()).toBe('50% at 50 · 80% at 80');
    expect(paused.facts.at(-1)?.data).toMatchObject({ clocks: [{ dueAt: iso(100) }] });
    expect(story().pause(100).look(101).verdicts()).toContain('missed at 100');
    expect(story().pause(100).resume(500).verdicts()).toContain('missed at 100');
    expect(story().pause(100).stop(100).verdicts()).toContain('stopped met at 100, due 100');
    const longer = story().pause(100).retarget(100, 3).resume(110).stop(120);
    expect(longer.verdicts()).toContain('stopped met at 120, due 210');
  });

  it('a clock that lacks a moment when a pause begins is due that moment after it', () => {
    expect(story().pause(99).resume(500).look(502).verdicts()).toContain('missed at 501');
  });

  it('a pause of no length takes nothing', () => {
    expect(story().pause(40).resume(40).look(101).verdicts()).toContain('missed at 100');
  });
});

describe('a pause', () => {
  it('is over before the verdict is taken: paused straight to stopped honours it (law 3)', () => {
    expect(story().pause(10).resume(500).stop(500).verdicts()).toBe('stopped met at 500, due 590');
  });

  it('that is still open at the stop keeps the clock from its due as well', () => {
    const stopped = story().pause(10).stop(500);
    expect(stopped.verdicts()).toBe('stopped met at 500, due never');
    expect(stopped.facts.at(-1)?.data).toMatchObject({ elapsedMs: 10 * MINUTE });
  });

  it('stops only the clocks whose target names its reason, and says when they are due', () => {
    const paused = new Story().start(0, 2).pause(10);
    const resolution = { clock: 'resolution', instance: 1, cycle: 1 };
    expect(paused.facts.at(-1)).toEqual({
      type: 'ClocksPaused',
      version: 1,
      occurredAt: at(10),
      data: { reason: 'customer', clocks: [{ ...resolution, dueAt: null }] },
    });
    const resumed = { reason: 'customer', clocks: [{ ...resolution, dueAt: iso(105) }] };
    expect(paused.resume(15).facts.at(-1)?.data).toEqual(resumed);
    expect(story().pause(10, 'supplier').facts.at(-1)?.data).toEqual({ reason: 'supplier', clocks: [] });
  });

  it('that the old target did not know counts for the new one, which has every pause (law 5)', () => {
    const supplied = (first: number, then: number) =>
      story(first).pause(10, 'supplier').resume(60).retarget(70, then).look(251);
    expect(supplied(3, 4).verdicts()).toBe('missed at 250');
    expect(supplied(4, 3).verdicts()).toBe('80% at 160 · missed at 200');
  });

  it('concerns no clock that was missed', () => {
    const [paused, resumed] = story(1).pause(70).resume(75).facts.slice(-2);
    expect(paused?.data).toEqual({ reason: 'customer', clocks: [] });
    expect(resumed?.data).toEqual({ reason: 'customer', clocks: [] });
  });

  it('ends once: to resume what runs adds nothing', () => {
    const resumed = story().pause(10).resume(15);
    const facts = [...resumed.facts];
    expect(resumed.resume(20).facts).toEqual(facts);
  });

  it('may stand beside another; a resumption ends both', () => {
    expect(nextDueAt(story(4).pause(10, 'supplier').pause(20).resume(30).ledger)).toBe(at(220));
  });
});

describe('a new target', () => {
  it('counts from the original start, with the time already used', () => {
    expect(story(3).retarget(90, 2).look(101).verdicts()).toBe('50% at 50 · 80% at 80 · missed at 100');
  });

  it('that is shorter may put due into the past: missed at once, with that past due', () => {
    const shortened = story(3).retarget(150, 2);
    expect(shortened.verdicts()).toBe('50% at 50 · 80% at 80 · missed at 100');
    expect(shortened.facts.at(-1)).toMatchObject({ occurredAt: at(100), data: { detectedAt: iso(150) } });
    const types = shortened.facts.map(({ type }) => type).slice(-4);
    expect(types).toEqual(['ClockRetargeted', 'ClockMarkReached', 'ClockMarkReached', 'ClockBreached']);
  });

  it('that is longer does not undo a mark, and does not reach it again', () => {
    expect(story(1).look(49).retarget(50, 3).look(201).verdicts()).toBe('80% at 48 · missed at 200');
  });

  it('first meets what fell due under the old one', () => {
    const missed = story(1).retarget(70, 3);
    expect(missed.verdicts()).toBe('80% at 48 · missed at 60');
    expect(missed.facts.map(({ type }) => type)).not.toContain('ClockRetargeted');
  });

  it('changes nothing about a clock that was missed: it stays so, with the due of that moment (law 6)', () => {
    const missed = story(1).look(70).retarget(71, 3).stop(80);
    expect(missed.verdicts()).toBe('80% at 48 · missed at 60 · stopped missed at 80, due 60');
  });

  it('where there is none for a clock closes it; where there is one again, a new instance runs from the start', () => {
    const changed = new Story().start(0, 2).retarget(5, 4).retarget(7, 1).look(11);
    expect(changed.verdicts('first-response')).toBe('closed at 5: no-target · missed at 10');
    const runs = changed.ledger.runs.filter(({ clock }) => clock === 'first-response');
    expect(runs).toMatchObject([
      { instance: 1, cycle: 1, startedAt: T0 },
      { instance: 2, cycle: 1, startedAt: T0 },
    ]);
  });

  it('wakes no clock whose stop has happened, with or without a target for it', () => {
    const timed = new Story().start(0, 2).stop(3, 'first-response').retarget(5, 1).look(20);
    expect(timed.verdicts('first-response')).toBe('stopped met at 3, due 20');
    const untimed = new Story().start(0, 4).stop(3, 'first-response').retarget(5, 1).look(20);
    expect(untimed.verdicts('first-response')).toBe('');
  });
});

describe('a new cycle', () => {
  it('has new clocks, and the old verdicts stay (law 6)', () => {
    const reopened = story(1).stop(70).start(100, 1).stop(140);
    expect(reopened.verdicts()).toBe(
      '80% at 48 · missed at 60 · stopped missed at 70, due 60 · stopped met at 140, due 160',
    );
    const runs = reopened.ledger.runs.filter(({ clock }) => clock === 'resolution');
    expect(runs).toMatchObject([
      { instance: 1, cycle: 1 },
      { instance: 2, cycle: 2 },
    ]);
  });

  it('leaves a clock of an earlier cycle going that nothing has stopped: one stop then stops both', () => {
    const unanswered = new Story().start(0, 2).stop(5).start(10, 2).stop(15, 'first-response');
    expect(unanswered.verdicts('first-response')).toBe(
      'stopped met at 15, due 20 · stopped met at 15, due 30',
    );
  });
});

describe('what is on record', () => {
  it('does not come twice, however often somebody looks (law 10)', () => {
    expect(story(1).look(50).look(50).look(70).look(70).look(90).verdicts()).toBe('80% at 48 · missed at 60');
  });

  it('ends with the clocks of a refused case; a missed one stays missed', () => {
    const refused = new Story().start(0, 2).refuse(30).look(500);
    expect(refused.verdicts('first-response')).toBe('missed at 20 · closed at 30: refused');
    expect(refused.verdicts()).toBe('closed at 30: refused');
    expect(refused.ledger.runs.map(({ end }) => end?.verdict)).toEqual(['missed', 'none']);
    expect(nextDueAt(refused.ledger)).toBeUndefined();
  });

  it('was noticed when it was recorded, never before the fact that brought it to light', () => {
    const noticed = (minute: number) =>
      keepClocks(story(1).ledger, [{ signal: 'stop', clock: 'resolution' }], {
        at: at(70),
        now: at(minute),
        policies: POLICIES,
      }).before.map(({ data }) => ('detectedAt' in data ? data.detectedAt : undefined));
    expect(noticed(75)).toEqual([iso(75), iso(75)]);
    expect(noticed(50)).toEqual([iso(70), iso(70)]);
  });

  it('is nothing where a fact means nothing to the clocks, even if something is due', () => {
    const late = { at: at(500), now: at(500), policies: POLICIES };
    expect(keepClocks(story(1).ledger, [], late)).toMatchObject({ before: [], after: [] });
  });
});
