import { toIso } from '@redress/kernel';
import { promise } from '@redress/testing';
import type { ClockEvent } from '../events';
import { clockConsequence } from './clock-consequence';
import { dueAtOf, evolveClocks, nextDueAt, NO_CLOCKS, type ClockLedger } from './clock-ledger';

const T0 = Date.UTC(2026, 2, 2, 9);
const MINUTE = 60_000;
const RESOLUTION = { clock: 'resolution', instance: 1, cycle: 1 } as const;
const TARGET = promise('resolution', 'PT60M', { pausedBy: ['customer', 'supplier'], marks: [50, 80] });

const started: ClockEvent = {
  type: 'ClockStarted',
  version: 1,
  occurredAt: T0,
  data: {
    ...RESOLUTION,
    startedAt: toIso(T0),
    target: TARGET,
    policy: { name: 'test', version: 1, rule: 1 },
    dueAt: toIso(T0 + 60 * MINUTE),
  },
};

const waiting = (type: 'ClocksPaused' | 'ClocksResumed', minutes: number, reason: string): ClockEvent => ({
  type,
  version: 1,
  occurredAt: T0 + minutes * MINUTE,
  data: { reason, clocks: [] },
});

const ledgerOf = (...facts: readonly ClockEvent[]): ClockLedger => facts.reduce(evolveClocks, NO_CLOCKS);

describe('the ledger of clocks', () => {
  it('knows the next instant at which something falls due', () => {
    expect(nextDueAt(NO_CLOCKS)).toBeUndefined();
    expect(nextDueAt(ledgerOf(started))).toBe(T0 + 30 * MINUTE);
    const resumed = ledgerOf(
      started,
      waiting('ClocksPaused', 10, 'customer'),
      waiting('ClocksResumed', 15, 'customer'),
    );
    expect(nextDueAt(resumed)).toBe(T0 + 35 * MINUTE);
  });

  it('awaits nothing of a clock that stands still', () => {
    expect(nextDueAt(ledgerOf(started, waiting('ClocksPaused', 10, 'customer')))).toBeUndefined();
    expect(nextDueAt(ledgerOf(started, waiting('ClocksPaused', 30, 'customer')))).toBe(T0 + 30 * MINUTE);
  });

  it('ends only the pause that a resumption names', () => {
    const two = [started, waiting('ClocksPaused', 10, 'supplier'), waiting('ClocksPaused', 20, 'customer')];
    const nextAfter = (...reasons: readonly string[]) =>
      nextDueAt(ledgerOf(...two, ...reasons.map((reason) => waiting('ClocksResumed', 25, reason))));
    expect(nextAfter('customer')).toBeUndefined();
    expect(nextAfter('supplier')).toBeUndefined();
    expect(nextAfter('customer', 'supplier')).toBe(T0 + 45 * MINUTE);
  });

  it('does not end a pause a second time', () => {
    const facts = [
      started,
      waiting('ClocksPaused', 10, 'customer'),
      waiting('ClocksResumed', 15, 'customer'),
    ];
    const again = [waiting('ClocksPaused', 20, 'customer'), waiting('ClocksResumed', 24, 'customer')];
    expect(ledgerOf(...facts, ...again).pauses).toEqual([
      { reason: 'customer', from: T0 + 10 * MINUTE, to: T0 + 15 * MINUTE },
      { reason: 'customer', from: T0 + 20 * MINUTE, to: T0 + 24 * MINUTE },
    ]);
  });

  it('knows the instant of the latest fact, in whatever order they came', () => {
    const breached: ClockEvent = {
      type: 'ClockBreached',
      version: 1,
      occurredAt: T0 - MINUTE,
      data: { ...RESOLUTION, dueAt: toIso(T0 - MINUTE), detectedAt: toIso(T0) },
    };
    expect(ledgerOf(started, breached).latestFactAt).toBe(T0);
    expect(ledgerOf(started, waiting('ClocksPaused', 10, 'any')).latestFactAt).toBe(T0 + 10 * MINUTE);
  });

  it('leaves a breach where it was recorded, whatever would be due today', () => {
    const dueAt = toIso(T0 + 45 * MINUTE);
    const breached: ClockEvent = {
      type: 'ClockBreached',
      version: 1,
      occurredAt: T0 + 45 * MINUTE,
      data: { ...RESOLUTION, dueAt, detectedAt: dueAt },
    };
    const ledger = ledgerOf(started, breached);
    expect(ledger.runs.map((run) => dueAtOf(ledger, run))).toEqual([T0 + 45 * MINUTE]);
    expect(nextDueAt(ledger)).toBeUndefined();
  });

  it('takes no target whose calendar nobody knows', () => {
    const lunar = { ...TARGET, calendar: { name: 'lunar', version: 1 } };
    const onMoon = { ...started, data: { ...started.data, target: lunar } } as ClockEvent;
    expect(() => nextDueAt(ledgerOf(onMoon))).toThrow('there is no calendar lunar in version 1');
  });
});

describe('the identity of a fact', () => {
  const due = { ...RESOLUTION, dueAt: toIso(T0), detectedAt: toIso(T0) };

  it.each([
    ['ClockMarkReached', { ...due, mark: 80 }, ['ClockMarkReached', 'resolution', 1, 80]],
    ['ClockBreached', due, ['ClockBreached', 'resolution', 1]],
  ])('that several may notice, %s, is what it says', (type, data, identity) => {
    expect(clockConsequence({ type, version: 1, occurredAt: T0, data })).toMatchObject({ identity });
  });

  it('that one command alone brings is left to that command', () => {
    expect(clockConsequence(started)).toEqual({});
    expect(clockConsequence(waiting('ClocksPaused', 1, 'customer'))).toEqual({});
  });

  it('that is none of the clocks is no consequence', () => {
    expect(
      clockConsequence({ type: 'ComplaintAccepted', version: 1, occurredAt: T0, data: {} }),
    ).toBeUndefined();
  });
});
