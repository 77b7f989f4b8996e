import { SystemClock, type RecordedEvent } from '@redress/kernel';
import { createTestDatabase, type TestDatabase } from '@redress/testing';
import { newEvent, newStream } from '../contract/new-event';
import { APPEND_BATCH_SQL } from './append-batch.sql';
import { eventStoreMigrations } from './migrations';
import { PostgresEventStore } from './postgres-event-store';
import { TestProcess } from './testing/process';

/** Text replacement that fails where there is nothing to replace: else a mutant could be none. */
const replaced = (text: string, part: string, by: string): string => {
  if (!text.includes(part)) throw new Error(`not in the function: ${part}`);
  return text.replace(part, by);
};

const LOCK = "PERFORM pg_advisory_xact_lock(hashtextextended('event_store.append_batch', 0));";
const HEAD_KNOWN = 'head_position := coalesce(head_position, 0);';

/** The function, where some appends can be overtaken in between getting their positions and writing. */
const slowed = replaced(
  APPEND_BATCH_SQL,
  HEAD_KNOWN,
  `${HEAD_KNOWN} PERFORM pg_sleep(CASE WHEN random() < 0.2 THEN 0.05 ELSE 0 END);`,
);
/** The same without the lock, and with positions from a sequence, as a table with a `bigserial` has them. */
const unordered = replaced(
  replaced(slowed, LOCK, ''),
  HEAD_KNOWN,
  "head_position := nextval('event_store.unordered') * 10000;",
);

/** What a reader must never meet. */
interface Seen {
  readonly skipped: number;
  readonly turnedRound: number;
  /** Whether it is, event by event, the log as it stands in the end. */
  readonly isLog: boolean;
  readonly events: number;
}

/** Several processes append to the same few streams, some slowly, some in vain, while two readers read along. */
async function writeAndReadAlong(database: TestDatabase): Promise<Seen[]> {
  const streams = [newStream(), newStream(), newStream()];
  const writers = [
    new TestProcess('appending.process.ts', newEvent(), database.url, '4', '2', '150', ...streams),
    new TestProcess('appending.process.ts', newEvent(), database.url, '4', '1', '150', ...streams),
    new TestProcess('slow.process.ts', newEvent(), database.url, '25', '60', ...streams),
    new TestProcess('slow.process.ts', newEvent(), database.url, '25', '60', ...streams.toReversed()),
  ];
  const store = new PostgresEventStore(database.pool, new SystemClock());
  const isLast = (events: readonly RecordedEvent[]): boolean => events.at(-1)?.type === 'Last';
  try {
    const followed: RecordedEvent[] = [];
    const following = (async () => {
      for await (const events of store.follow({ signal: new AbortController().signal })) {
        followed.push(...events);
        if (isLast(events)) break;
      }
    })();
    const read: RecordedEvent[] = [];
    const reading = (async () => {
      while (!isLast(read)) {
        const after = read.at(-1)?.position;
        read.push(...(await store.readAll({ ...(after === undefined ? {} : { after }), limit: 20 })));
      }
    })();
    await Promise.all(writers.map((writer) => writer.ended()));
    await store.append(newStream(), 'none', [newEvent({ type: 'Last' })]);
    await Promise.all([following, reading]);
    const log = await store.readAll({ limit: 100_000 });
    return [compare(followed, log), compare(read, log)];
  } finally {
    await Promise.all(writers.map((writer) => writer.kill()));
    await store.close();
  }
}

function compare(seen: readonly RecordedEvent[], log: readonly RecordedEvent[]): Seen {
  const ids = new Set(seen.map(({ id }) => id));
  const last = new Map<string, number>();
  let turnedRound = 0;
  for (const { stream, revision } of log) {
    if (revision !== (last.get(stream) ?? -1) + 1) turnedRound += 1;
    last.set(stream, revision);
  }
  return {
    skipped: log.filter(({ id }) => !ids.has(id)).length,
    turnedRound,
    isLog: seen.length === log.length && seen.every(({ id }, at) => id === log[at]?.id),
    events: log.length,
  };
}

describe('the order of the log', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase([eventStoreMigrations]);
    await database.pool.query('CREATE SEQUENCE event_store.unordered');
  });
  afterEach(async () => {
    await database.drop();
  });

  const replaceFunction = (text: string): Promise<unknown> =>
    database.pool.query(replaced(text, 'CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION'));

  it('skips no event and turns no stream round for readers beside interleaved, slow and rolled-back writers', async () => {
    await replaceFunction(slowed);
    for (const seen of await writeAndReadAlong(database)) {
      expect(seen).toMatchObject({ skipped: 0, turnedRound: 0, isLog: true });
      expect(seen.events).toBeGreaterThanOrEqual(450);
    }
    const { rows } = await database.pool.query<{ gaps: string; fallen: string }>(
      `SELECT count(*) FILTER (WHERE position <> no) AS gaps, count(*) FILTER (WHERE recorded_at < earlier) AS fallen
       FROM (SELECT position, recorded_at, row_number() OVER (ORDER BY position) AS no,
               lag(recorded_at) OVER (ORDER BY position) AS earlier FROM event_store.events) e`,
    );
    expect(rows).toEqual([{ gaps: '0', fallen: '0' }]);
  }, 60_000);

  it('is lost both ways, as this very test sees, without the lock and with positions from a sequence', async () => {
    await replaceFunction(unordered);
    const [followed, read] = await writeAndReadAlong(database);
    expect(followed?.skipped).toBeGreaterThan(0);
    expect(read?.skipped).toBeGreaterThan(0);
    expect(read?.turnedRound).toBeGreaterThan(0);
  }, 60_000);
});
