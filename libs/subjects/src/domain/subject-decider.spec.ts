import { isClockEvent } from '@redress/clocks';
import { fold, fromIso, toIso, type Actor } from '@redress/kernel';
import type { OwnClock, Policy } from '@redress/sla';
import { bookOf, deciderSpec, promise } from '@redress/testing';
import { SUBJECT_EVENT_TYPES } from '../events';
import type { SubjectCommand, SubjectOrder } from './commands';
import samples from './event-samples.json';
import { subjectDecider, type SubjectStreamEvent } from './subject-decider';

const T0 = Date.UTC(2026, 2, 2, 9);
const at = (minutes: number): number => T0 + minutes * 60_000;
const AGENT: Actor = { id: 'agent-1', kind: 'staff', role: 'agent' };

const CREW: OwnClock = {
  clock: 'x-crew-sent',
  starts: ['opened'],
  stops: ['fact:crew-sent'],
  closes: [],
  per: 'cycle',
};
const CHECK: OwnClock = {
  clock: 'x-check',
  starts: ['opened', 'fact:checked'],
  stops: ['fact:checked', 'ended'],
  closes: ['fact:void'],
  per: 'occurrence',
};
const POLICY: Policy = {
  name: 'field',
  version: 3,
  effectiveFrom: 0,
  rules: [
    {
      match: { kind: ['on-site'] },
      targets: [promise('on-site', 'PT45M', { marks: [80], nearMarks: ['PT15M'], pausedBy: ['customer'] })],
    },
    { match: { kind: ['work-order'] }, targets: [promise('work-order', 'PT24H')] },
    {
      match: { kind: ['appliance'] },
      targets: [promise('x-crew-sent', 'PT10M'), promise('x-check', 'PT60M')],
    },
  ],
  clocks: [CREW, CHECK],
};

/** A version that came out for what is open as well. */
const NEXT: Policy = {
  ...POLICY,
  version: 4,
  effectiveFrom: T0 + 1_000_000_000,
  rules: [
    { match: { kind: ['on-site'] }, targets: [promise('on-site', 'PT20M')] },
    { match: { kind: ['work-order'] }, targets: [promise('work-order', 'PT12H')] },
  ],
};

const open = (kind: string): SubjectOrder => ({
  ...{ type: 'OpenSubject', subjectId: 'subject-1', complaintId: 'case-1', kind, category: 'gas' },
  ...{ channel: 'phone', priority: 2, tier: 'standard', specialCare: false, team: 'crews' },
});
const happens = (fact: string): SubjectOrder => ({ type: 'RecordFact', fact });
const waitsFor = (reason: 'customer' | 'supplier'): SubjectOrder => ({
  type: 'StartSubjectWaiting',
  waitsFor: reason,
});
const resume: SubjectOrder = { type: 'ResumeSubject' };
const end: SubjectOrder = { type: 'EndSubject' };

const command = (minutes: number, order: SubjectOrder, more: Partial<SubjectCommand> = {}) =>
  ({
    ...order,
    ...{ now: at(minutes), policies: bookOf(POLICY, NEXT), actor: AGENT, why: {} },
    ...more,
  }) as SubjectCommand;

type Step = readonly [minute: number, order: SubjectOrder];

/** The stream that these orders lead to. */
function written(...steps: readonly Step[]): SubjectStreamEvent[] {
  let state = subjectDecider.initial;
  return steps.flatMap(([minute, order]) => {
    const events = subjectDecider.decide(command(minute, order), state);
    state = events.reduce(subjectDecider.evolve, state);
    return [...events];
  });
}

/** In short: `SubjectOpened · ClockStarted on-site due 45 · …`. */
const story = (...steps: readonly Step[]): string[] =>
  written(...steps).map((event) => {
    const data: object = event.data;
    if (!isClockEvent(event)) return 'fact' in data ? `${event.type} ${String(data.fact)}` : event.type;
    const known: Readonly<Record<string, unknown>> = { ...data };
    const words = ['clock', 'verdict', 'reason', 'mark', 'before'].flatMap((name) => {
      const word = known[name];
      return typeof word === 'string' || typeof word === 'number' ? [String(word)] : [];
    });
    const due = typeof known['dueAt'] === 'string' ? [String((fromIso(known['dueAt']) - T0) / 60_000)] : [];
    return [event.type, ...words, ...due].join(' ');
  });

const subjects = deciderSpec(subjectDecider);

describe('a visit on site', () => {
  it('is due from when it was opened until somebody has arrived', () => {
    expect(story([0, open('on-site')], [30, happens('arrived')])).toEqual([
      'SubjectOpened',
      'ClockStarted on-site 45',
      'SubjectFactRecorded arrived',
      'ClockStopped on-site met 45',
    ]);
    expect(story([0, open('on-site')], [50, happens('arrived')]).slice(2)).toEqual([
      'ClockNearDue on-site PT15M 30',
      'ClockMarkReached on-site 80 36',
      'ClockBreached on-site 45',
      'SubjectFactRecorded arrived',
      'ClockStopped on-site missed 45',
    ]);
  });

  it('waits, where its target says so, and goes on', () => {
    const waited = story(
      [0, open('on-site')],
      [10, waitsFor('customer')],
      [30, resume],
      [60, happens('arrived')],
    );
    expect(waited.at(-1)).toBe('ClockStopped on-site met 65');
    expect(story([0, open('on-site')], [10, waitsFor('supplier')], [20, waitsFor('customer')])).toEqual([
      ...['SubjectOpened', 'ClockStarted on-site 45'],
      ...['SubjectWaitStarted', 'ClocksPaused supplier'],
      ...['SubjectResumed', 'ClocksResumed supplier', 'SubjectWaitStarted', 'ClocksPaused customer'],
    ]);
  });

  it('that ends unmade has no verdict; what was missed stays missed', () => {
    expect(story([0, open('on-site')], [10, end]).at(-1)).toBe('ClockClosed on-site closed');
    expect(story([0, open('on-site')], [50, end]).slice(-3)).toEqual([
      'ClockBreached on-site 45',
      'SubjectEnded',
      'ClockClosed on-site closed',
    ]);
  });
});

describe('a work order', () => {
  it('is due from when it was sent until the reply', () => {
    expect(story([0, open('work-order')], [90, happens('replied')])).toEqual([
      ...['SubjectOpened', 'ClockStarted work-order 1440'],
      ...['SubjectFactRecorded replied', 'ClockStopped work-order met 1440'],
    ]);
  });

  it('has no clock of another kind', () => {
    expect(story([0, open('work-order')], [5, happens('arrived')]).slice(2)).toEqual([
      'SubjectFactRecorded arrived',
    ]);
  });
});

describe('anything else', () => {
  it('has the clocks that its policy defines by its facts', () => {
    expect(story([0, open('appliance')], [5, happens('crew-sent')], [6, happens('crew-sent')])).toEqual([
      ...['SubjectOpened', 'ClockStarted x-crew-sent 10', 'ClockStarted x-check 60'],
      ...[
        'SubjectFactRecorded crew-sent',
        'ClockStopped x-crew-sent met 10',
        'SubjectFactRecorded crew-sent',
      ],
    ]);
  });

  it('may have one that starts again with each fact, ends with one, or is stopped by its end', () => {
    const checked = story(
      [0, open('appliance')],
      [1, happens('crew-sent')],
      [40, happens('checked')],
      [50, end],
    );
    expect(checked.slice(5)).toEqual([
      ...['SubjectFactRecorded checked', 'ClockStopped x-check met 60', 'ClockStarted x-check 100'],
      ...['SubjectEnded', 'ClockStopped x-check met 100'],
    ]);
    expect(story([0, open('appliance')], [1, happens('crew-sent')], [2, happens('void')]).at(-1)).toBe(
      'ClockClosed x-check closed',
    );
  });

  it('has none where no rule has a target for it', () => {
    expect(story([0, open('unheard-of')], [5, happens('arrived')])).toEqual([
      'SubjectOpened',
      'SubjectFactRecorded arrived',
    ]);
  });
});

describe('a subject', () => {
  const opened = written([0, open('unheard-of')]);

  it('is pinned to the policy in force when it was opened', () => {
    expect(opened[0]).toMatchObject({ data: { policy: { name: 'field', version: 3, rule: null } } });
  });

  it('is opened once', () => {
    subjects
      .given(...opened)
      .when(command(5, open('on-site')))
      .thenNothing();
  });

  it('does nothing that has been done, but counts its facts', () => {
    const waiting = written([0, open('unheard-of')], [1, waitsFor('customer')]);
    subjects
      .given(...waiting)
      .when(command(2, waitsFor('customer')))
      .thenNothing();
    subjects
      .given(...opened)
      .when(command(2, resume))
      .thenNothing();
    const ended = written([0, open('unheard-of')], [1, end]);
    subjects
      .given(...ended)
      .when(command(2, end))
      .thenNothing();
    expect(story([0, open('unheard-of')], [1, happens('seen')], [1, happens('seen')]).length).toBe(3);
  });

  it('is told nothing after its end, and before it is there', () => {
    const ended = written([0, open('unheard-of')], [1, end]);
    for (const order of [happens('arrived'), waitsFor('customer')]) {
      subjects
        .given(...ended)
        .when(command(2, order))
        .thenRefused('subject-ended');
      subjects.given().when(command(2, order)).thenRefused('not-found');
    }
  });

  it('is told the facts in their order, none of the future', () => {
    const told = (occurredAt: number) => command(10, happens('arrived'), { occurredAt: at(occurredAt) });
    subjects
      .given(...opened)
      .when(told(11))
      .thenRefused('occurred-in-future');
    subjects
      .given(...opened)
      .when(told(-1))
      .thenRefused('occurred-out-of-order');
    expect(subjectDecider.decide(told(4), fold(subjectDecider, opened))).toMatchObject([
      { occurredAt: at(4) },
    ]);
  });
});

describe('the frozen samples', () => {
  /**
   * The life of a subject as version 1 of its events wrote it, frozen: what stands in a log stays readable for ever. Never edit a sample.
   */
  const frozen = samples.map(({ occurredAt, ...event }) => ({
    ...event,
    occurredAt: fromIso(occurredAt),
  })) as SubjectStreamEvent[];

  const LIFE: readonly Step[] = [
    [0, open('on-site')],
    [10, waitsFor('customer')],
    [30, resume],
    [60, happens('arrived')],
    [70, end],
  ];

  /** What came under another version of its policy. */
  const ADOPTED: readonly Step[] = [
    [0, open('work-order')],
    [10, { type: 'AdoptSubjectPolicy', policy: { name: 'field', version: 4 } }],
  ];

  it('hold every type of event of a subject', () => {
    const types = frozen.map(({ type }) => type);
    expect(types).toEqual([
      'SubjectOpened',
      'SubjectWaitStarted',
      'SubjectResumed',
      'SubjectFactRecorded',
      'SubjectEnded',
      'SubjectOpened',
      'SubjectPolicyChanged',
    ]);
    expect([...new Set(types)].toSorted()).toEqual(SUBJECT_EVENT_TYPES.toSorted());
  });

  it('are read as what they meant', () => {
    expect(fold(subjectDecider, frozen.slice(0, 5)).subject).toEqual({
      ...{ subjectId: 'subject-1', complaintId: 'case-1', team: 'crews' },
      facts: {
        ...{ kind: 'on-site', category: 'gas', channel: 'phone' },
        ...{ priority: 2, tier: 'standard', specialCare: false },
      },
      policy: { name: 'field', version: 3, rule: 1 },
      ...{ openedAt: T0, lastFactAt: at(70), waitsFor: null, endedAt: at(70) },
      happened: [{ fact: 'arrived', at: at(60) }],
    });
  });

  it('are what is written today', () => {
    const today = [...written(...LIFE), ...written(...ADOPTED)].filter((event) => !isClockEvent(event));
    const asJson = (events: readonly SubjectStreamEvent[]) =>
      events.map(({ occurredAt, ...event }) => ({ ...event, occurredAt: toIso(occurredAt) }));
    expect(asJson(today)).toEqual(samples);
  });
});
