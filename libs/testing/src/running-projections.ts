import { LocalEventFeed } from '@redress/event-feed/local';
import { PostgresChannels } from '@redress/event-feed/postgres';
import {
  newId,
  SYSTEM_ACTOR,
  toIso,
  type Clock,
  type DomainEvent,
  type NewEvent,
  type Position,
  type RecordedEvent,
} from '@redress/kernel';
import {
  CommitSignals,
  Past,
  ProjectionRunner,
  ReadModel,
  ReadModelBroadcast,
  ReadModelListener,
  readModelMigrations,
  type Projection,
} from '@redress/read-model';
import { Pool } from 'pg';
import { InMemoryEventStore } from './in-memory-event-store';
import { createTestDatabase, type TestDatabase } from './test-database';

/** Projections that run: an event store in memory, the local feed with several partitions, rows in a database of their own. */
export interface RunningProjections {
  readonly store: InMemoryEventStore;
  readonly feed: LocalEventFeed;
  readonly database: TestDatabase;
  readonly readModel: ReadModel;
  /** Instants of the past, by the clock that was given. */
  readonly past: Past;
  readonly runner: ProjectionRunner;
  /** Appends facts of a case to its stream, by the system where they say nothing else. */
  record(
    caseId: string,
    ...events: readonly (DomainEvent & Partial<Pick<NewEvent, 'actor'>>)[]
  ): Promise<void>;
  /** Likewise to any stream: `partitionKey` is the case's id where there is a case, else the stream's name. */
  recordOn(
    on: Pick<RecordedEvent, 'stream' | 'partitionKey'>,
    ...events: readonly (DomainEvent & Partial<Pick<NewEvent, 'actor'>>)[]
  ): Promise<void>;
  /** Resolves when the rows show all events so far. */
  shown(): Promise<void>;
  /** The same rows as another process reads them, which keeps none and hears of commits from this one. */
  elsewhere(): Promise<ReadModel>;
  stop(): Promise<void>;
}

const PARTITIONS = 4;
const TIMEOUT_MS = 20_000;

/** Starts projections for a spec that asks questions in SQL. */
export async function runProjections(
  clock: Clock,
  ...projections: readonly Projection[]
): Promise<RunningProjections> {
  const database = await createTestDatabase([readModelMigrations]);
  const store = new InMemoryEventStore(clock);
  const feed = new LocalEventFeed(store, {
    partitions: PARTITIONS,
    backoff: { firstMs: 5, maxMs: 50 },
    // Whoever waits until the rows are fresh is not kept.
    idleCheckMs: 50,
  });
  const signals = new CommitSignals();
  const runner = new ProjectionRunner({ pool: database.pool, feed, projections, signals });
  await runner.start();
  const readModel = new ReadModel({ pool: database.pool, signals });
  const ends: (() => Promise<void>)[] = [];
  const recordOn: RunningProjections['recordOn'] = async ({ stream, partitionKey }, ...events) => {
    await store.append(
      stream,
      'any',
      events.map((event) => asNew(partitionKey, event)),
    );
  };
  return {
    store,
    feed,
    database,
    readModel,
    past: new Past({ store, feed, readModel, clock }),
    runner,
    record: (caseId, ...events) =>
      recordOn({ stream: `complaint-${caseId}`, partitionKey: caseId }, ...events),
    recordOn,
    async shown() {
      const ends = new Map<number, Position>();
      for (const { partitionKey, position } of await store.readAll({ limit: Infinity })) {
        ends.set(feed.partitionOf(partitionKey), position);
      }
      for (const { name } of projections) {
        for (const [partition, position] of ends) {
          const isShown = await readModel.waitFor(name, partition, position, { timeoutMs: TIMEOUT_MS });
          if (!isShown) throw new Error(`${name} has not come to the end of the log`);
        }
      }
      const parked = await readModel.parked();
      if (parked.length > 0) throw new Error(`parked: ${parked.map(({ reason }) => reason).join(', ')}`);
    },
    async elsewhere() {
      const { url } = database;
      const open = async (): Promise<PostgresChannels> => {
        const pool = new Pool({ connectionString: url, max: 1 });
        pool.on('error', () => undefined);
        const channels = await PostgresChannels.open({ pool });
        ends.push(async () => {
          await channels.close();
          await pool.end();
        });
        return channels;
      };
      const broadcast = ReadModelBroadcast.start({ channels: await open(), signals });
      ends.push(() => broadcast.stop());
      const heard = new CommitSignals();
      const listener = ReadModelListener.start({
        channels: await open(),
        pool: database.pool,
        signals: heard,
      });
      ends.push(() => listener.stop());
      return new ReadModel({ pool: database.pool, signals: heard });
    },
    async stop() {
      for (const end of ends.splice(0).reverse()) await end();
      await runner.stop();
      await feed.close();
      await database.drop();
    },
  };
}

const asNew = (partitionKey: string, event: DomainEvent & Partial<Pick<NewEvent, 'actor'>>): NewEvent => {
  const commandId = newId();
  return {
    actor: SYSTEM_ACTOR,
    ...event,
    id: newId(),
    occurredAt: toIso(event.occurredAt),
    commandId,
    correlationId: commandId,
    causationId: commandId,
    partitionKey,
  };
};
