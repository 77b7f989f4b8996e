import { SystemClock } from '@redress/kernel';
import { createTestDatabase, type TestDatabase } from '@redress/testing';
import { newEvent, newEvents, newStream } from '../contract/new-event';
import { eventStoreMigrations } from './migrations';
import { PostgresEventStore } from './postgres-event-store';

describe('the log in PostgreSQL', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  beforeEach(async () => {
    database = await createTestDatabase([eventStoreMigrations]);
    store = new PostgresEventStore(database.url, new SystemClock());
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  it('has no head before the first event, and a follower who waits for it gets it', async () => {
    expect(await store.head()).toBeUndefined();
    expect(await store.readAll({ limit: 10 })).toEqual([]);
    const next = store.follow({ signal: new AbortController().signal }).next();
    const event = newEvent();
    await store.append(newStream(), 'none', [event]);
    expect((await next).value).toMatchObject([{ id: event.id, position: '0000000000000000001' }]);
  });

  it('numbers events from 1 without a gap, also where appends are refused or rolled back in between', async () => {
    const stream = newStream();
    await store.append(stream, 'none', newEvents(2));
    await expect(store.append(stream, 'none', newEvents(2))).rejects.toThrow();
    const client = await database.pool.connect();
    await client.query('BEGIN');
    const lost = `[{"stream":"complaint-1","expected":-2,"events":[${JSON.stringify({ id: newEvent().id, type: 'Lost' })}]}]`;
    await expect(client.query('SELECT event_store.append_batch($1, 0)', [lost])).rejects.toThrow();
    await client.query('ROLLBACK');
    client.release();
    const { position } = await store.append(stream, 1, newEvents(1));
    expect(position).toBe('0000000000000000003');
  });

  it('keeps positions exact beyond what a number can hold', async () => {
    await store.append(newStream(), 'none', newEvents(1));
    await database.pool.query('ALTER TABLE event_store.events DISABLE TRIGGER append_only');
    await database.pool.query('UPDATE event_store.events SET position = 9007199254740993');
    await database.pool.query('ALTER TABLE event_store.events ENABLE TRIGGER append_only');
    const { position } = await store.append(newStream(), 'none', newEvents(2));
    expect(position).toBe('0009007199254740995');
    const read = await store.readAll({ after: '0009007199254740994', limit: 10 });
    expect(read.map((event) => event.position)).toEqual(['0009007199254740995']);
  });

  it('does not take as a position what is none', async () => {
    await expect(store.readAll({ after: '42', limit: 1 })).rejects.toThrow(RangeError);
  });

  it.each([
    "UPDATE event_store.events SET type = 'Other'",
    'DELETE FROM event_store.events',
    'TRUNCATE event_store.events',
  ])('refuses %s', async (statement) => {
    await store.append(newStream(), 'none', newEvents(1));
    await expect(database.pool.query(statement)).rejects.toThrow('events are never changed or removed');
  });

  it('keeps the order of appends to one stream that wait at the same time', async () => {
    const stream = newStream();
    const appends = Array.from({ length: 20 }, (_, at) =>
      store.append(stream, at === 0 ? 'none' : at - 1, [newEvent()]),
    );
    expect((await Promise.all(appends)).map(({ revision }) => revision)).toEqual(appends.map((_, at) => at));
  });

  it('writes all that waits to different streams in a few batches', async () => {
    await store.append(newStream(), 'none', newEvents(1));
    await Promise.all(Array.from({ length: 1000 }, () => store.append(newStream(), 'none', newEvents(1))));
    const { rows } = await database.pool.query<{ batches: string }>(
      'SELECT count(DISTINCT xmin::text) AS batches FROM event_store.events',
    );
    expect(Number(rows[0]?.batches)).toBeLessThanOrEqual(10);
  });

  it('goes to disk before it is acknowledged, also where the server would not wait for that', async () => {
    const client = await database.pool.connect();
    await client.query('SET synchronous_commit = off');
    await client.query('BEGIN');
    await client.query("SELECT event_store.append_batch('[]', 0)");
    expect((await client.query('SHOW synchronous_commit')).rows).toEqual([{ synchronous_commit: 'on' }]);
    await client.query('ROLLBACK');
    client.release(true);
  });

  it('refuses to append in an isolation that would not see what the last holder of the lock has written', async () => {
    const client = await database.pool.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await expect(client.query("SELECT event_store.append_batch('[]', 0)")).rejects.toThrow('READ COMMITTED');
    await client.query('ROLLBACK');
    client.release();
  });
});
