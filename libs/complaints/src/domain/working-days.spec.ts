import { dueMarks, isClockEvent } from '@redress/clocks';
import { projectionSpec, recordedEvents } from '@redress/testing';
import {
  iso,
  lived as live,
  PAUSED,
  resolve,
  resume,
  wait,
  type Life,
} from '../../../../test/support/march-case';

/** With what its clocks made of the last step. */
function lived(registeredAt: string, life?: Life, priority?: number) {
  const { events, latest } = live(registeredAt, life, priority);
  return { events, told: latest.filter(isClockEvent).map(({ type, data }) => ({ type, ...data })) };
}

describe('a target of three working days', () => {
  it('ends with the third day after that of the start, leaving out the holiday', () => {
    expect(lived('03-02T10:00').told).toMatchObject([{ type: 'ClockStarted', dueAt: iso('03-06T17:00') }]);
  });

  it('gets back the parts of days for which it stood still', () => {
    expect(lived('03-02T10:00', PAUSED.slice(0, 1)).told).toMatchObject([{ clocks: [{ dueAt: null }] }]);
    expect(lived('03-02T10:00', PAUSED).told).toMatchObject([{ clocks: [{ dueAt: iso('03-09T17:00') }] }]);
  });

  it('warns at a share of the working time between', () => {
    expect(lived('03-02T10:00', [...PAUSED, ['03-06T10:00', 'look']]).told).toMatchObject([
      { type: 'ClockMarkReached', mark: 50, dueAt: iso('03-06T09:30') },
    ]);
    const next = recordedEvents(
      ...lived('03-02T10:00', PAUSED).events.map((event) => ({
        ...event,
        stream: 'complaint-1',
        partitionKey: '1',
      })),
    );
    projectionSpec(dueMarks)
      .given(next.filter(isClockEvent))
      .then('due_marks', [{ next_due_at: Date.parse(iso('03-06T09:30')) }]);
  });

  it('is met at the due instant, and missed after it', () => {
    const elapsedMs = 27 * 3_600_000;
    expect(lived('03-02T10:00', [...PAUSED, ['03-09T17:00', resolve]]).told.at(-1)).toMatchObject({
      type: 'ClockStopped',
      verdict: 'met',
      dueAt: iso('03-09T17:00'),
      elapsedMs,
    });
    const late = lived('03-02T10:00', [...PAUSED, ['03-09T18:00', resolve]]).told;
    expect(late.slice(-2)).toMatchObject([
      { type: 'ClockBreached', dueAt: iso('03-09T17:00') },
      { type: 'ClockStopped', verdict: 'missed', elapsedMs },
    ]);
  });

  it('can be extended by the day, and only so', () => {
    const ask = (within: string) =>
      ({ type: 'RequestExtension', clock: 'resolution', within, reason: 'evidence' }) as const;
    expect(lived('03-02T10:00', [['03-02T11:00', ask('P4BD')]]).events.at(-1)).toMatchObject({
      type: 'ExtensionRequested',
    });
    for (const within of ['P3BD', 'P4CD', 'PT1000H']) {
      expect(() => lived('03-02T10:00', [['03-02T11:00', ask(within)]])).toThrow('counted in the same way');
    }
  });
});

it('a target in calendar days runs while the office is closed, and counts holidays', () => {
  expect(lived('03-02T10:00', [], 2).told).toMatchObject([{ dueAt: iso('03-06T00:00') }]);
  const stopped = lived('03-02T10:00', [['03-03T10:00', resolve]], 2).told.at(-1);
  expect(stopped).toMatchObject({ verdict: 'met', elapsedMs: 24 * 3_600_000 });
});

describe('where the calendar ends', () => {
  it.each(['02-27T10:00', '03-30T10:00', '04-02T10:00'])('a case of %s is registered all the same', (at) => {
    expect(lived(at).told).toMatchObject([{ type: 'ClockStarted', dueAt: null }]);
    const waited = lived(at, [
      ['04-03T09:00', wait],
      ['04-03T10:00', resume],
      ['04-03T11:00', 'look'],
    ]);
    expect(waited.told).toEqual([]);
  });

  it('a stop within it is met, since what is due comes later', () => {
    expect(lived('03-30T10:00', [['03-31T10:00', resolve]]).told).toMatchObject([
      { type: 'ClockStopped', verdict: 'met', dueAt: null, elapsedMs: 7 * 3_600_000 },
    ]);
  });

  it('nobody can say of a stop beyond it whether it was in time', () => {
    for (const registeredAt of ['02-27T10:00', '03-30T10:00']) {
      expect(lived(registeredAt, [['04-02T10:00', resolve]]).told).toMatchObject([
        { type: 'ClockClosed', reason: 'beyond-calendar' },
      ]);
    }
  });

  it('what was missed before stays missed', () => {
    expect(lived('03-23T09:00', [['04-10T10:00', resolve]], 1).told.at(-1)).toMatchObject({
      type: 'ClockStopped',
      verdict: 'missed',
      dueAt: iso('03-24T12:00'),
      elapsedMs: 49 * 3_600_000,
    });
  });
});
