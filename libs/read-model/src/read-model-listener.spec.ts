import type { EventFeed } from '@redress/event-feed';
import { LocalEventFeed } from '@redress/event-feed/local';
import { PostgresChannels } from '@redress/event-feed/postgres';
import type { Position } from '@redress/kernel';
import {
  createTestDatabase,
  InMemoryEventStore,
  ManualFeed,
  startProjections,
  type ProjectionProcess,
  type TestDatabase,
} from '@redress/testing';
import { Pool } from 'pg';
import { CommitSignals, ReadModel, ReadModelBroadcast, ReadModelListener, readModelMigrations } from '.';
import { caseBoard, caseStep } from './fixtures/case-board';

const BOARD = caseBoard.name;
const PARTITIONS = 4;

/** A process that asks questions and keeps nothing. */
interface Asker {
  readonly signals: CommitSignals;
  readonly readModel: ReadModel;
  /** How often its questions, and its listener, have asked the database. */
  readonly asked: () => number;
  readonly stop: () => Promise<void>;
}

describe('a read model that other processes keep', () => {
  let database: TestDatabase;
  let store: InMemoryEventStore;
  let feed: ManualFeed;
  let ends: (() => Promise<void>)[];

  beforeEach(async () => {
    database = await createTestDatabase([readModelMigrations]);
    store = new InMemoryEventStore();
    feed = new ManualFeed(PARTITIONS);
    ends = [];
  });
  afterEach(async () => {
    for (const end of ends.reverse()) await end();
    await database.drop();
  });

  function newPool(max: number, name: string): Pool {
    const pool = new Pool({ connectionString: database.url, max, application_name: name });
    pool.on('error', () => undefined);
    ends.push(() => pool.end());
    return pool;
  }
  async function channels(): Promise<PostgresChannels> {
    const opened = await PostgresChannels.open({
      pool: newPool(1, 'channels'),
      backoff: { firstMs: 10, maxMs: 50 },
    });
    ends.push(() => opened.close());
    return opened;
  }

  /** A process that keeps the board and tells of it; on the feed that is moved by hand, where nothing else is said. */
  async function keeper(options: { feed: EventFeed } = { feed }): Promise<ProjectionProcess> {
    const signals = new CommitSignals();
    const broadcast = ReadModelBroadcast.start({ channels: await channels(), signals });
    const process = await startProjections({
      store,
      pool: newPool(4, 'keeper'),
      projections: [caseBoard],
      ...options,
      signals,
    });
    ends.push(() => broadcast.stop());
    ends.push(() => process.stop());
    return process;
  }
  /** A process that says what it is told to. */
  async function teller() {
    const signals = new CommitSignals();
    const broadcast = ReadModelBroadcast.start({ channels: await channels(), signals });
    ends.push(() => broadcast.stop());
    return (generation: number, partitions: readonly number[], caughtUpAt: () => number | undefined) => {
      signals.attach(BOARD, {
        generation,
        partitionCount: PARTITIONS,
        positions: () => new Map(),
        partitions: () => partitions,
        caughtUpAt,
      });
      return () => {
        signals.detach(BOARD);
      };
    };
  }
  async function asker(): Promise<Asker> {
    const pool = newPool(4, 'asker');
    let asked = 0;
    pool.on('acquire', () => asked++);
    const signals = new CommitSignals();
    const listener = ReadModelListener.start({ channels: await channels(), pool, signals });
    ends.push(() => listener.stop());
    return {
      signals,
      readModel: new ReadModel({ pool, signals }),
      asked: () => asked,
      stop: () => listener.stop(),
    };
  }

  async function open(caseId: string) {
    await store.append(`complaint-${caseId}`, 'any', [caseStep(caseId, 0)]);
    const event = (await store.readAll({ limit: 10_000 })).at(-1);
    if (event === undefined) throw new Error('nothing was appended');
    return event;
  }
  /** Opens a case and has its event handled. */
  async function handled(caseId: string): Promise<Position> {
    const event = await open(caseId);
    await feed.deliver(feed.partitionOf(caseId), [event]);
    return event.position;
  }
  const until = async (met: () => boolean): Promise<void> => {
    while (!met()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const tells = ({ signals }: Asker): Promise<void> =>
    until(() => signals.tells(BOARD, feed.partitionOf('c1')));
  const generation = async (): Promise<number> =>
    (await database.pool.query<{ generation: number }>('SELECT generation FROM read_model.generations'))
      .rows[0]?.generation ?? 0;
  const cutChannels = () =>
    database.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'channels' AND datname = current_database()",
    );

  it('shows a command as soon as it is committed elsewhere, and asks the database no more for it', async () => {
    await keeper();
    const asking = await asker();
    await handled('c1');
    await tells(asking);
    const event = await open('c1');
    const partition = feed.partitionOf('c1');
    const asked = asking.asked();
    const shown = asking.readModel.waitFor(BOARD, partition, event.position, { timeoutMs: 10_000 });
    const told = new Promise<void>((resolve) => asking.readModel.onCommit(BOARD, resolve));
    await feed.deliver(partition, [event]);
    expect(await shown).toBe(true);
    await told;
    // And for what is known to be there already nothing waits.
    expect(await asking.readModel.waitFor(BOARD, partition, event.position, { timeoutMs: 1 })).toBe(true);
    // The listener itself looks once in five seconds.
    expect(asking.asked() - asked).toBeLessThanOrEqual(1);
  });

  it('knows from the start what was committed before', async () => {
    await keeper();
    const position = await handled('c1');
    const asking = await asker();
    await until(() => asking.signals.position(BOARD, feed.partitionOf('c1')) === position);
  });

  it('tells live streams of rows that changed without an event', async () => {
    const process = await keeper();
    const asking = await asker();
    await handled('c1');
    await tells(asking);
    // What was committed before has been told by now, or is told together with what follows.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const told = new Promise<void>((resolve) => asking.readModel.onCommit(BOARD, resolve));
    await process.runner.retryParked(BOARD);
    await told;
  });

  describe('is as fresh', () => {
    it('as its oldest partition, whoever keeps it, and unknown until all are heard of', async () => {
      await (await keeper()).stop();
      const kept = await generation();
      const [one, other] = [await teller(), await teller()];
      const asking = await asker();
      const fresh = () => asking.readModel.freshness(BOARD);
      const begin = Date.now();
      const endOne = one(kept, [0, 1], () => Date.now() - 200);
      let known: number | undefined;
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      expect(fresh()).toBeUndefined();
      const endOther = other(kept, [2, 3], () => begin - 3_000);
      await until(() => (known = fresh()) !== undefined);
      expect(known).toBeGreaterThanOrEqual(3_000);
      expect(known).toBeLessThan(Date.now() - begin + 3_500);
      // The other one goes; what it had is taken over by the one, and it is fresh again.
      endOther();
      endOne();
      one(kept, [0, 1, 2, 3], () => Date.now() - 200);
      await until(() => (fresh() ?? Infinity) < 1_500);
    });

    it('less and less when nobody keeps it any more', async () => {
      await (await keeper()).stop();
      const tell = await teller();
      const asking = await asker();
      const end = tell(await generation(), [0, 1, 2, 3], () => Date.now());
      await until(() => asking.readModel.freshness(BOARD) !== undefined);
      end();
      await until(() => (asking.readModel.freshness(BOARD) ?? 0) > 1_500);
    });

    it('as those say who keep the rows that questions read, not those of an older generation', async () => {
      await (await keeper()).stop();
      const kept = await generation();
      const [zombie, tell] = [await teller(), await teller()];
      const asking = await asker();
      zombie(kept - 1, [0, 1, 2, 3], () => Date.now());
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      expect(asking.readModel.freshness(BOARD)).toBeUndefined();
      tell(kept, [0, 1, 2, 3], () => Date.now() - 500);
      await until(() => (asking.readModel.freshness(BOARD) ?? 0) >= 500);
    });
  });

  it('is asked in the database while the connection is cut, and heard again after it', async () => {
    await keeper();
    const asking = await asker();
    await handled('c1');
    await tells(asking);
    const partition = feed.partitionOf('c1');
    await cutChannels();
    await until(() => !asking.signals.tells(BOARD, partition));
    expect(asking.signals.position(BOARD, partition)).toBeUndefined();
    const position = await handled('c1');
    expect(await asking.readModel.waitFor(BOARD, partition, position, { timeoutMs: 5_000 })).toBe(true);
    await tells(asking);
    const again = await handled('c1');
    await until(() => asking.signals.position(BOARD, partition) === again);
  });

  it('is not believed to have what the database has lost', async () => {
    await (await keeper()).stop();
    const process = await keeper();
    const asking = await asker();
    const position = await handled('c1');
    const partition = feed.partitionOf('c1');
    const tell = await teller();
    const fall = tell(await generation(), [0, 1, 2, 3], () => Date.now());
    await until(() => asking.signals.position(BOARD, partition) === position);
    await until(() => asking.readModel.freshness(BOARD) !== undefined);
    fall();
    // A crash takes the last commits and all connections with it.
    await process.stop();
    await database.pool.query('UPDATE read_model.checkpoints SET position = NULL');
    await cutChannels();
    await until(() => asking.signals.position(BOARD, partition) === undefined);
    expect(await asking.readModel.waitFor(BOARD, partition, position, { timeoutMs: 300 })).toBe(false);
    expect(asking.readModel.freshness(BOARD)).toBeUndefined();
  });

  it('is heard of in its new rows when it was rebuilt', async () => {
    const process = await keeper({ feed: new LocalEventFeed(store, { partitions: PARTITIONS }) });
    const asking = await asker();
    const partition = feed.partitionOf('c1');
    const { position } = await open('c1');
    await until(() => asking.signals.position(BOARD, partition) === position);
    await tells(asking);
    const old = await generation();
    let least = position;
    const watching = new AbortController();
    const watched = (async () => {
      while (!watching.signal.aborted) {
        const known = asking.signals.position(BOARD, partition);
        if (known !== undefined && known < least) least = known;
        await new Promise(setImmediate);
      }
    })();
    await process.runner.rebuild(BOARD);
    expect(await generation()).not.toBe(old);
    const next = await open('c1');
    await until(() => asking.signals.position(BOARD, partition) === next.position);
    watching.abort();
    await watched;
    expect(least).toBe(position);
    await until(() => (asking.readModel.freshness(BOARD) ?? Infinity) < 5_500);
  });

  it('counts what is kept here and what is kept elsewhere together', async () => {
    await (await keeper()).stop();
    const kept = await generation();
    const elsewhere = await teller();
    const asking = await asker();
    asking.signals.attach(BOARD, {
      generation: kept,
      partitionCount: PARTITIONS,
      positions: () => new Map([[0, '0000000000000007']]),
      partitions: () => [0],
      caughtUpAt: () => Date.now(),
    });
    expect(asking.signals.position(BOARD, 0)).toBe('0000000000000007');
    expect([asking.signals.tells(BOARD, 0), asking.signals.tells(BOARD, 1)]).toEqual([true, false]);
    // The share here says nothing of the others.
    expect(asking.readModel.freshness(BOARD)).toBeUndefined();
    elsewhere(kept, [0, 1, 2, 3], () => Date.now() - 2_000);
    await until(() => (asking.readModel.freshness(BOARD) ?? 0) >= 2_000);
  });
});
