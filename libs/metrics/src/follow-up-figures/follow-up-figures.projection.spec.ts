import { toIso } from '@redress/kernel';
import { projectionSpec, recordedEvents, type EventSketch } from '@redress/testing';
import { followUpFigures } from './follow-up-figures.projection';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 1, 9);
const at = (hour: number): string => toIso(START + hour * HOUR);

type Line = readonly [hour: number, type: string, data: object];

const onStream = (stream: string, partitionKey: string, lines: readonly Line[]): EventSketch[] =>
  lines.map(([hour, type, data]) => ({
    stream,
    partitionKey,
    type,
    data,
    occurredAt: START + hour * HOUR,
  }));
const onCase = (...lines: readonly Line[]) => onStream('complaint-a', 'a', lines);
const onCall = (...lines: readonly Line[]) => onStream('callback-7', 'a', lines);

const given = (...lives: readonly (readonly EventSketch[])[]) =>
  projectionSpec(followUpFigures).given(recordedEvents(...lives.flat()));

const policy = { name: 'p', version: 1, rule: 1 };
const registered: Line = [
  0,
  'ComplaintRegistered',
  {
    complaintId: 'a',
    kind: 'complaint',
    category: 'billing',
    channel: 'phone',
    priority: 3,
    tier: 'key',
    specialCare: false,
    customerId: 'c1',
    team: 'north',
    policy,
  },
];
const place = { team: 'north', agent: 'anna', priority: 3 };
const resolved = (hour: number, cycle: number, resolvedBy: string): Line => [
  hour,
  'ComplaintResolved',
  { ...place, resolvedBy, cycle },
];
const reopened = (hour: number, cycle: number): Line => [
  hour,
  'ComplaintReopened',
  { ...place, cycle, policy },
];
const followedUp = (hour: number, cycle: number, outcome: string, more: object = {}): Line => [
  hour,
  'ComplaintFollowedUp',
  { ...place, outcome, cycle, askedAt: at(hour), ...more },
];
const clock = (name: string, cycle: number) => ({ clock: name, instance: cycle, cycle });
const stopped = (hour: number, cycle: number, verdict: string, name = 'follow-up'): Line => [
  hour,
  'ClockStopped',
  { ...clock(name, cycle), verdict, stoppedAt: at(hour), dueAt: at(hour), elapsedMs: 0 },
];
const breached = (hour: number, cycle: number): Line => [
  hour,
  'ClockBreached',
  { ...clock('follow-up', cycle), dueAt: at(hour), detectedAt: at(hour) },
];
const call = (hour: number, type: string, more: object = {}): Line => [
  hour,
  type,
  {
    callbackId: '7',
    complaintId: 'a',
    purpose: 'follow-up',
    team: 'north',
    owner: 'ben',
    agent: 'ben',
    ...more,
  },
];
const completed = (hour: number, answers: object, more: object = {}): Line =>
  call(hour, 'CallbackCompleted', { reachedAt: at(hour), cycle: 1, answers, ...more });

describe('the rows of follow-ups', () => {
  it('are one for each resolution, filed under who resolved it', () => {
    given(
      onCase(
        registered,
        resolved(2, 1, 'ben'),
        followedUp(4, 1, 'dissatisfied'),
        stopped(4, 1, 'met'),
        reopened(4, 2),
        resolved(8, 2, 'cleo'),
      ),
    ).then('figure_follow_ups', [
      {
        cycle: 1,
        agent: 'ben',
        team: 'north',
        tier: 'key',
        happened_at: START + 2 * HOUR,
        outcome: 'dissatisfied',
        verdict: 'met',
        attempts: 0,
      },
      { cycle: 2, agent: 'cleo', happened_at: START + 8 * HOUR, outcome: null, verdict: null },
    ]);
  });

  it('have the last outcome, the attempts of calls to ask, and what the clock said', () => {
    given(
      onCase(registered, resolved(2, 1, 'ben')),
      onCall(call(3, 'CallbackAttempted'), call(4, 'CallbackAttempted', { purpose: 'promise' })),
      onCase(followedUp(5, 1, 'unreachable')),
      onCall(call(6, 'CallbackAttempted')),
      onCase(breached(80, 1), followedUp(81, 1, 'satisfied'), stopped(81, 1, 'missed')),
    ).then('figure_follow_ups', [{ outcome: 'satisfied', verdict: 'missed', attempts: 2 }]);
  });

  it('say that it is late while nobody has asked, and take no notice of other clocks', () => {
    given(
      onCase(registered, resolved(2, 1, 'ben'), stopped(2, 1, 'met', 'resolution'), breached(80, 1)),
      onCall([
        9,
        'ClockStopped',
        { ...clock('callback', 1), verdict: 'met', stoppedAt: at(9), dueAt: at(9) },
      ]),
    ).then('figure_follow_ups', [{ verdict: 'missed', outcome: null }]);
  });

  it('do not guess at a resolution that they never saw', () => {
    expect(() => given(onCase(registered, followedUp(4, 1, 'satisfied')))).toThrow(
      'cycle 1 was never resolved',
    );
    expect(() => given(onCase(resolved(2, 1, 'ben')))).toThrow('the case was never registered');
  });
});

describe('the rows of answers', () => {
  const servqual = [{ item: 'on-time', dimension: 'reliability', expected: 6, perceived: 4 }];

  it('are what was said in a call, as given, filed under who resolved the case last', () => {
    given(
      onCase(registered, resolved(1, 1, 'ben'), reopened(2, 2), resolved(3, 2, 'cleo')),
      onCall(completed(5, { satisfied: true, csat: 4, servqual }, { cycle: 2 })),
      onCase(followedUp(5, 2, 'satisfied', { callbackId: '7', csat: 4 })),
    ).then('figure_answers', [
      {
        purpose: 'follow-up',
        agent: 'cleo',
        team: 'north',
        kind: 'complaint',
        tier: 'key',
        cycle: 2,
        happened_at: START + 5 * HOUR,
        satisfied: true,
        csat: 4,
        servqual,
      },
    ]);
  });

  it('are what was said otherwise, for who could be reached', () => {
    given(
      onCase(
        registered,
        resolved(1, 1, 'ben'),
        followedUp(2, 1, 'unreachable'),
        followedUp(3, 1, 'dissatisfied', { csat: 1, askedAt: at(2.5) }),
      ),
    ).then('figure_answers', [
      {
        purpose: 'follow-up',
        agent: 'ben',
        satisfied: false,
        csat: 1,
        cycle: 1,
        servqual: [],
        happened_at: START + 2.5 * HOUR,
      },
    ]);
  });

  it('have none of a call in which nothing was answered', () => {
    given(onCase(registered, resolved(1, 1, 'ben')), onCall(completed(5, {}))).then('figure_answers', []);
  });

  it('keep the purposes apart, and file calls that no case asked for under who called', () => {
    given(
      onStream('callback-8', 'callback-8', [
        completed(5, { csat: 5 }, { complaintId: null, purpose: 'care', team: 'care', agent: 'dora' }),
      ]),
      onCase(registered),
      onCall(completed(5, { csat: 2 }, { purpose: 'renewal' })),
    ).then('figure_answers', [
      { purpose: 'renewal', csat: 2, team: 'north', agent: null, kind: 'complaint' },
      { purpose: 'care', csat: 5, team: 'care', agent: 'dora', kind: null, registered_at: null },
    ]);
  });
});
