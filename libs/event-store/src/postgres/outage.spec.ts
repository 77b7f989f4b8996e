import { SystemClock } from '@redress/kernel';
import { createTestDatabase, type TestDatabase } from '@redress/testing';
import { newEvent, newEvents, newStream } from '../contract/new-event';
import { EventStoreUnavailable, InvalidAppend } from '../errors';
import type { ExpectedRevision } from '../event-store';
import { eventStoreMigrations } from './migrations';
import { PostgresEventStore, type PostgresEventStoreOptions } from './postgres-event-store';
import { eventually } from './testing/eventually';
import { Link } from './testing/link';

describe('PostgresEventStore, when the database is in trouble,', () => {
  let database: TestDatabase;
  let link: Link;
  let direct: PostgresEventStore;
  const opened: PostgresEventStore[] = [];

  beforeAll(async () => {
    database = await createTestDatabase([eventStoreMigrations]);
    direct = new PostgresEventStore(database.pool, new SystemClock());
  });
  beforeEach(async () => {
    link = await Link.to(database.url);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
    await link.end();
  });
  afterAll(async () => {
    await direct.close();
    await database.drop();
  });

  const open = (options: PostgresEventStoreOptions = {}, url = link.url): PostgresEventStore => {
    const store = new PostgresEventStore(url, new SystemClock(), options);
    opened.push(store);
    return store;
  };

  it('appends everything once although all connections are ended sixteen times', async () => {
    const store = open({ appendTimeoutMs: 20_000 }, database.url);
    const leave = new AbortController();
    const followed: string[] = [];
    const head = await direct.head();
    const following = (async () => {
      const from = head === undefined ? {} : { after: head };
      for await (const events of store.follow({ ...from, signal: leave.signal })) {
        followed.push(...events.map(({ id }) => id));
        if (followed.length >= 16 * 40 * 2) break;
      }
    })();
    let appended = 0;
    const endAll = (): Promise<unknown> =>
      database.pool.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
    const written = await Promise.all(
      Array.from({ length: 16 }, async () => {
        const stream = newStream();
        const ids: string[] = [];
        let last: ExpectedRevision = 'none';
        for (let round = 0; round < 40; round++) {
          const events = newEvents(2);
          last = (await store.append(stream, last, events)).revision;
          ids.push(...events.map(({ id }) => id));
          appended += 1;
          if (appended % 40 === 0) await endAll();
        }
        return { stream, ids };
      }),
    );
    for (const { stream, ids } of written) {
      expect((await store.readStream(stream)).map(({ id }) => id)).toEqual(ids);
    }
    await following;
    leave.abort();
    expect(followed.toSorted()).toEqual(written.flatMap(({ ids }) => ids).toSorted());
  }, 60_000);

  it('says so in time while there is none, and goes on by itself when it is back', async () => {
    const store = open({ appendTimeoutMs: 400 });
    await store.append(newStream(), 'none', [newEvent()]);
    link.state = 'closed';
    const began = performance.now();
    const refusals = await Promise.allSettled(
      Array.from({ length: 50 }, () => store.append(newStream(), 'none', [newEvent()])),
    );
    expect(performance.now() - began).toBeLessThan(2_000);
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({
        status: 'rejected',
        reason: expect.any(EventStoreUnavailable) as unknown,
      });
    }
    await expect(store.head()).rejects.toThrow(EventStoreUnavailable);
    const waiting = open({ appendTimeoutMs: 20_000 }).append(newStream(), 'none', [newEvent()]);
    link.state = 'open';
    await waiting;
    await store.append(newStream(), 'none', [newEvent()]);
  });

  it('does not hang on a connection that falls silent, and appends once what the silent one had appended', async () => {
    const store = open({ statementTimeoutMs: 300, appendTimeoutMs: 20_000 });
    const stream = newStream();
    const first = await store.append(stream, 'none', newEvents(2));
    link.deafAfter('append_batch');
    const events = newEvents(3);
    const appending = store.append(stream, first.revision, events);
    await eventually(async () => (await direct.readStream(stream)).length === 5);
    link.state = 'open';
    const appended = await appending;
    expect(appended.revision).toBe(4);
    const known = (await direct.readStream(stream, { fromRevision: 2 })).map(({ id }) => id);
    expect(known).toEqual(events.map(({ id }) => id));
  });

  it('does not wait for ever for the lock of a writer who sleeps', async () => {
    const store = open({ statementTimeoutMs: 200, appendTimeoutMs: 600 });
    const sleeper = await database.pool.connect();
    try {
      await sleeper.query('BEGIN');
      await sleeper.query("SELECT event_store.append_batch('[]', 0)");
      await expect(store.append(newStream(), 'none', [newEvent()])).rejects.toThrow(EventStoreUnavailable);
    } finally {
      await sleeper.query('ROLLBACK');
      sleeper.release();
    }
    await store.append(newStream(), 'none', [newEvent()]);
  });

  it('turns away what would wait in too long a queue', async () => {
    const store = open({ maxWaiting: 10 });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 15 }, () => store.append(newStream(), 'none', [newEvent()])),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect(outcomes.at(-1)).toMatchObject({ reason: expect.any(EventStoreUnavailable) as unknown });
  });

  it('refuses alone what only the database finds wrong, and writes what waited beside it', async () => {
    const store = open();
    await database.pool.query("ALTER TABLE event_store.events ADD CONSTRAINT odd CHECK (type <> 'Odd')");
    const streams = Array.from({ length: 30 }, newStream);
    const outcomes = await Promise.allSettled(
      streams.map((stream, at) =>
        store.append(stream, 'none', [newEvent(at % 10 === 3 ? { type: 'Odd' } : {})]),
      ),
    );
    outcomes.forEach((outcome, at) => {
      if (at % 10 !== 3) expect(outcome.status).toBe('fulfilled');
      else
        expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(InvalidAppend) as unknown });
    });
    await database.pool.query('ALTER TABLE event_store.events DROP CONSTRAINT odd');
  });

  it('answers what was begun before it was closed, and nothing after', async () => {
    const store = open();
    const begun = Array.from({ length: 20 }, () => store.append(newStream(), 'none', [newEvent()]));
    const closed = store.close();
    await expect(Promise.all(begun)).resolves.toHaveLength(20);
    await closed;
    opened.splice(0);
    await expect(store.append(newStream(), 'none', [newEvent()])).rejects.toThrow(EventStoreUnavailable);
  });
});
