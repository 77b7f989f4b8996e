import { describeEventStore } from '@redress/event-store/contract';
import { newId } from '@redress/kernel';
import { addCalendar, CalendarUnknown, calendarOf, findCalendar, SlaError } from '@redress/sla';
import { buildCalendar } from '@redress/sla/build-calendar';
import { InMemoryEventStore, originOf } from '@redress/testing';
import { calendarStream, policyStream } from '../events';
import { CalendarLearningStore } from './calendar-learning-store';
import { learnMissingCalendar } from './published-calendars';

describeEventStore('CalendarLearningStore', (clock) => {
  const store = new CalendarLearningStore(new InMemoryEventStore(clock));
  return Promise.resolve({ store, other: store, close: () => Promise.resolve() });
});

class CountingStore extends InMemoryEventStore {
  readonly read: string[] = [];

  override readStream(stream: string, options?: { fromRevision?: number; limit?: number }) {
    this.read.push(stream);
    return super.readStream(stream, options);
  }
}

const built = (name: string, version = 1) =>
  buildCalendar(
    {
      name,
      zone: 'UTC',
      horizon: { firstDay: '2026-01-01', lastDay: '2026-12-31' },
      weekly: { monday: ['09:00-17:00'] },
    },
    version,
  );

const target = (name: string, version = 1) => ({
  clock: 'resolution',
  within: 'PT1H',
  calendar: { name, version },
});

describe('a stream that names calendars', () => {
  let log: CountingStore;
  let store: CalendarLearningStore;

  const append = (stream: string, type: string, data: object) =>
    log.append(stream, 'any', [
      {
        ...originOf(),
        id: newId(),
        type,
        version: 1,
        occurredAt: '2026-03-02T00:00:00.000Z',
        data,
        partitionKey: stream,
      },
    ]);
  const publish = (name: string, version = 1) =>
    append(calendarStream(name), 'CalendarPublished', built(name, version));

  beforeEach(() => {
    log = new CountingStore();
    store = new CalendarLearningStore(log);
  });

  it('makes them known to whoever reads it: those of clock facts and those of policies', async () => {
    for (const name of ['of-a-start', 'of-a-rule']) await publish(name);
    await append('complaint-1', 'ClockStarted', { target: target('of-a-start') });
    await append(policyStream('p'), 'PolicyPublished', {
      rules: [{ match: {} }, { match: {}, targets: [target('24x7'), target('of-a-rule')] }],
    });
    await store.readStream('complaint-1');
    expect(findCalendar('of-a-start', 1)).toMatchObject({ version: 1 });
    expect(findCalendar('of-a-rule')).toBeUndefined();
    await store.readStream(policyStream('p'));
    expect(findCalendar('of-a-rule', 1)).toMatchObject({ version: 1 });
  });

  it('costs nothing more once they are known', async () => {
    await publish('known');
    await append('complaint-1', 'ClockStarted', { target: target('known') });
    await store.readStream('complaint-1');
    log.read.length = 0;
    await store.readStream('complaint-1');
    expect(log.read).toEqual(['complaint-1']);
  });

  it('makes a newer version known of a calendar that is known', async () => {
    addCalendar(built('moved'));
    await publish('moved');
    await publish('moved', 2);
    await append('complaint-1', 'ClockRetargeted', { target: target('moved', 2) });
    await store.readStream('complaint-1');
    expect(findCalendar('moved', 2)).toMatchObject({ version: 2 });
  });

  it('can be read where one was never published, or where it names something else', async () => {
    await append('complaint-1', 'ClockStarted', { target: target('never') });
    await append('complaint-1', 'SignalSeen', { target: 'complaint-2', rules: [{ case: {} }] });
    expect(await store.readStream('complaint-1')).toHaveLength(2);
    expect(() => calendarOf({ name: 'never', version: 1 })).toThrow(CalendarUnknown);
  });
});

describe('a fold that failed for want of a calendar', () => {
  const log = new InMemoryEventStore();
  const learn = learnMissingCalendar(log);

  it('is worth another try where the calendar was published', async () => {
    const stream = calendarStream('missing');
    const event = { type: 'CalendarPublished', version: 1, occurredAt: '2026-03-02T00:00:00.000Z' };
    await log.append(stream, 'none', [
      { ...originOf(), ...event, id: newId(), data: built('missing'), partitionKey: stream },
    ]);
    expect(await learn(new CalendarUnknown({ name: 'missing', version: 2 }))).toBe(false);
    expect(await learn(new CalendarUnknown({ name: 'missing', version: 1 }))).toBe(true);
  });

  it('is not where nobody has published it, or where it failed for another reason', async () => {
    expect(await learn(new CalendarUnknown({ name: 'nowhere', version: 1 }))).toBe(false);
    expect(await learn(new SlaError('policy-unknown', 'no policy'))).toBe(false);
    expect(await learn('nothing')).toBe(false);
  });
});
