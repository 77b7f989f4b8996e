import { toIso } from '@redress/kernel';
import { projectionSpec, recordedEvents, type EventSketch } from '@redress/testing';
import { promiseFigures } from './promise-figures.projection';

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
const onCase = (...lines: readonly Line[]) =>
  onStream('complaint-a', 'a', [[0, 'ComplaintRegistered', registered], ...lines]);
const onCall = (...lines: readonly Line[]) => onStream('callback-7', 'a', lines);

const given = (...lives: readonly (readonly EventSketch[])[]) =>
  projectionSpec(promiseFigures).given(recordedEvents(...lives.flat()));

const policy = { name: 'p', version: 1, rule: 1 };
const registered = {
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
};
const run = (clock: string, instance: number) => ({ clock, instance, cycle: 1 });
const made = (clock: string, instance: number, due: number): Line => [
  1,
  'ClockStarted',
  { ...run(clock, instance), startedAt: at(1), dueAt: at(due), policy: { ...policy, rule: null } },
];
const broken = (clock: string, instance: number, due: number): Line => [
  due,
  'ClockBreached',
  { ...run(clock, instance), dueAt: at(due), detectedAt: at(due) },
];
const stopped = (clock: string, instance: number, verdict: string): Line => [
  9,
  'ClockStopped',
  { ...run(clock, instance), verdict, stoppedAt: at(9), dueAt: at(4), elapsedMs: 0 },
];
const closed = (clock: string, instance: number, reason: string): Line => [
  9,
  'ClockClosed',
  { ...run(clock, instance), reason, closedAt: at(9) },
];
const call = (type: string, more: object = {}): Line => [
  1,
  type,
  {
    callbackId: '7',
    complaintId: 'a',
    customerId: 'c1',
    purpose: 'promise',
    team: 'north',
    owner: 'anna',
    windowNumber: 1,
    window: { from: at(1), to: at(4) },
    ...more,
  },
];

describe('the rows of promise figures', () => {
  it('say what was promised, when it is due, and of which case', () => {
    given(onCase(made('answer', 1, 4)), onCall(call('CallbackScheduled'), made('callback', 1, 5))).then(
      'figure_promises',
      [
        {
          stream: 'callback-7',
          promise: 'callback',
          state: 'owed',
          open: true,
          happened_at: START + 5 * HOUR,
          team: 'north',
          agent: 'anna',
          kind: 'complaint',
          tier: 'key',
          category: 'billing',
          registered_at: START,
        },
        {
          stream: 'complaint-a',
          promise: 'answer',
          state: 'owed',
          happened_at: START + 4 * HOUR,
          agent: null,
        },
      ],
    );
  });

  it.each([
    ['kept', [stopped('answer', 1, 'met')], { state: 'kept', open: false, kept_late: false }],
    ['broken', [broken('answer', 1, 4)], { state: 'broken', open: true, kept_late: false }],
    [
      'broken, and kept late',
      [broken('answer', 1, 4), stopped('answer', 1, 'missed')],
      { state: 'broken', open: false, kept_late: true },
    ],
    [
      'broken, and then renegotiated',
      [broken('answer', 1, 4), closed('answer', 1, 'renegotiated')],
      { state: 'broken', open: false, kept_late: false },
    ],
    ['renegotiated in time', [closed('answer', 1, 'renegotiated')], { state: 'renegotiated', open: false }],
    ['released', [closed('answer', 1, 'withdrawn')], { state: 'released', open: false }],
  ])('tell a promise that was %s', (_, lines, expected) => {
    given(onCase(made('answer', 1, 4), ...lines)).then('figure_promises', [expected]);
  });

  it('follow a case and a callback while they are open, each in its own hands', () => {
    const transferred: Line = [
      3,
      'ComplaintTransferred',
      { team: 'west', agent: 'cleo', from: { team: 'north', agent: null, priority: 3 } },
    ];
    const moreUrgent: Line = [3, 'ComplaintReprioritised', { priority: 1, previousPriority: 3, policy }];
    given(
      onCase(made('answer', 1, 4), made('fulfilment', 1, 4), stopped('answer', 1, 'met')),
      onCall(
        call('CallbackScheduled'),
        made('callback', 1, 5),
        call('CallbackTransferred', { team: 'south', owner: 'ben' }),
      ),
      onStream('complaint-a', 'a', [transferred, moreUrgent]),
    ).then('figure_promises', [
      { promise: 'callback', team: 'south', agent: 'ben', priority: 1 },
      { promise: 'answer', team: 'north', agent: null, priority: 3 },
      { promise: 'remedy', team: 'west', agent: 'cleo', priority: 1 },
    ]);
  });

  it('know calls that no case asked for, and none that nobody was promised', () => {
    const noCase = { complaintId: null };
    given(
      onStream('callback-7', 'callback-7', [call('CallbackScheduled', noCase), made('callback', 1, 5)]),
      onStream('callback-8', 'callback-8', [
        call('CallbackScheduled', { ...noCase, purpose: 'care' }),
        made('callback', 1, 5),
        broken('callback', 1, 5),
      ]),
      onStream('callback-9', 'callback-9', [
        call('CallbackScheduled', { ...noCase, purpose: 'follow-up' }),
        made('callback', 1, 5),
      ]),
    ).then('figure_promises', [
      {
        stream: 'callback-7',
        promise: 'callback',
        team: 'north',
        agent: 'anna',
        kind: null,
        registered_at: null,
      },
      { stream: 'callback-9', promise: 'follow-up' },
    ]);
  });

  it('do not guess at a promise or a callback that they never saw made', () => {
    expect(() => given(onCase(stopped('answer', 1, 'met')))).toThrow('run 1 of answer has not started');
    expect(() => given(onCall(made('callback', 1, 5)))).toThrow('the callback was never scheduled');
  });
});
