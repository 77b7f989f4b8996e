import { SystemClock } from '@redress/kernel';
import { createTestDatabase, type TestDatabase } from '@redress/testing';
import { newEvent, newEvents, newStream } from '../contract/new-event';
import { eventStoreMigrations } from './migrations';
import { PostgresEventStore } from './postgres-event-store';

describe('streams that are read at the same time from PostgreSQL', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;

  beforeAll(async () => {
    database = await createTestDatabase([eventStoreMigrations]);
    store = new PostgresEventStore(database.url, new SystemClock());
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  it('each come whole and in order to whoever asked, those too that are asked for twice and that do not exist', async () => {
    const streams = await Promise.all(
      Array.from({ length: 400 }, async (_, n) => {
        const stream = newStream();
        const events = newEvents((n % 7) + 1);
        await store.append(stream, 'none', events);
        return { stream, ids: events.map(({ id }) => id) };
      }),
    );
    const wanted = [...streams, ...streams.slice(0, 50), { stream: newStream(), ids: [] }];
    const read = await Promise.all(wanted.map(({ stream }) => store.readStream(stream)));
    expect(read.map((events) => events.map(({ id }) => id))).toEqual(wanted.map(({ ids }) => ids));
    expect(read.flatMap((events) => events.map(({ revision }, n) => revision - n))).not.toContain(1);
  });

  it('do not suffer for a name that the database refuses', async () => {
    const stream = newStream();
    await store.append(stream, 'none', [newEvent()]);
    const [good, bad, none] = await Promise.allSettled([
      store.readStream(stream),
      store.readStream('complaint-\u0000'),
      store.readStream(newStream()),
    ]);
    expect(good).toMatchObject({ status: 'fulfilled', value: [{ stream, revision: 0 }] });
    expect(bad.status).toBe('rejected');
    expect(none).toEqual({ status: 'fulfilled', value: [] });
  });

  it('show what was appended a moment before', async () => {
    const streams = Array.from({ length: 50 }, () => newStream());
    for (let n = 0; n < 3; n++) {
      const lengths = await Promise.all(
        streams.map(async (stream) => {
          await store.append(stream, n === 0 ? 'none' : n - 1, [newEvent()]);
          return (await store.readStream(stream)).length;
        }),
      );
      expect(new Set(lengths)).toEqual(new Set([n + 1]));
    }
  });
});
