import { CLOCK_EVENT_TYPES } from '@redress/clocks';
import { fold, fromIso, toIso } from '@redress/kernel';
import { CALLBACK_EVENT_TYPES } from '../events';
import { callbackDecider, type CallbackStreamEvent } from './callback-decider';
import samples from './event-samples.json';
import { at, LIVES, written } from '../../../../test/support/callback-samples';

/**
 * Lives of callbacks as version 1 of their events wrote them, frozen: what stands in a log stays readable for ever. Never edit a sample. A
 * new version of an event gets samples of its own; the old ones stay and are read through the upcaster of their version.
 */
const frozen = (life: keyof typeof LIVES): CallbackStreamEvent[] =>
  samples[life].map(({ occurredAt, ...event }) => ({
    ...event,
    occurredAt: fromIso(occurredAt),
  })) as CallbackStreamEvent[];

const NAMES = Object.keys(LIVES) as (keyof typeof LIVES)[];
/** A callback's clock is set by a person, for one window: no pause, no rule and no extension touches it. */
const NOT_HERE = [
  ...['ClockRetargeted', 'ClockExtended', 'ClocksPaused', 'ClocksResumed', 'ClockNearDue'],
  ...['ClockRetargetedInVain', 'ClockPauseExpired', 'ClockStopCorrected', 'VerdictCorrected'],
];

describe('the frozen samples', () => {
  it('hold every type of event that the stream of a callback has', () => {
    const types = new Set(NAMES.flatMap(frozen).map(({ type }) => type));
    const all = [...CALLBACK_EVENT_TYPES, ...CLOCK_EVENT_TYPES.filter((type) => !NOT_HERE.includes(type))];
    expect([...types].sort()).toEqual(all.toSorted());
  });

  it('are read as what they meant', () => {
    const { subject, clocks } = fold(callbackDecider, frozen('completed'));
    expect(subject).toEqual({
      callbackId: '0b5e3c52-0000-5000-8000-000000000011',
      complaintId: '0b5e3c52-0000-5000-8000-000000000001',
      customerId: '0b5e3c52-0000-5000-8000-000000000002',
      purpose: 'follow-up',
      team: 'night-shift',
      owner: 'agent-2',
      claimed: true,
      windowNumber: 2,
      window: { from: '2026-03-03T10:00:00.000Z', to: '2026-03-03T12:00:00.000Z' },
      channel: 'phone',
      timeZone: 'Europe/London',
      cycle: 2,
      lastFactAt: at(1510),
      attempts: [
        { agent: 'agent-1', startedAt: at(70), outcome: 'asked-to-call-later' },
        { agent: 'agent-2', startedAt: at(1505), outcome: 'reached' },
      ],
      attemptsBeforeAsked: 1,
      reached: { at: at(1506), agent: 'agent-2' },
      missedEarlier: false,
      end: 'completed',
    });
    expect(clocks.runs).toMatchObject([
      { clock: 'callback', instance: 1, cycle: 2, end: { at: at(72), verdict: 'none' } },
      { clock: 'callback', instance: 2, cycle: 2, end: { at: at(1506), verdict: 'met' } },
    ]);
    expect(fold(callbackDecider, frozen('unreachable')).subject?.end).toBe('unreachable');
    const missed = fold(callbackDecider, frozen('cancelled'));
    expect(missed.subject).toMatchObject({ purpose: 'promise', end: 'cancelled', complaintId: null });
    expect(missed.clocks.runs).toMatchObject([{ marksReached: [80], end: { verdict: 'missed' } }]);
  });

  it.each(NAMES.flatMap((life) => frozen(life).map(({ type }, index) => [life, type, index] as const)))(
    'are all understood: %s, %s at %d',
    (life, _, index) => {
      const before = fold(callbackDecider, frozen(life).slice(0, index));
      const after = fold(callbackDecider, frozen(life).slice(0, index + 1));
      expect(after).not.toEqual(before);
    },
  );

  it.each(NAMES)('are what is written today: %s', (life) => {
    const today = written(life).map(({ occurredAt, ...event }) => ({
      ...event,
      occurredAt: toIso(occurredAt),
    }));
    expect(today).toEqual(samples[life]);
  });
});
