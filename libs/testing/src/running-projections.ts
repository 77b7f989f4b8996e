import { LocalEventFeed } from '@redress/event-feed/local';
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
  ProjectionRunner,
  ReadModel,
  readModelMigrations,
  type Projection,
} from '@redress/read-model';
import { InMemoryEventStore } from './in-memory-event-store';
import { createTestDatabase, type TestDatabase } from './test-database';

/** Projections that run: an event store in memory, the local feed with several partitions, rows in a database of their own. */
export interface RunningProjections {
  readonly store: InMemoryEventStore;
  readonly feed: LocalEventFeed;
  readonly database: TestDatabase;
  readonly readModel: ReadModel;
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
  const feed = new LocalEventFeed(store, { partitions: PARTITIONS, backoff: { firstMs: 5, maxMs: 50 } });
  const signals = new CommitSignals();
  const runner = new ProjectionRunner({ pool: database.pool, feed, projections, signals });
  await runner.start();
  const readModel = new ReadModel({ pool: database.pool, signals });
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
    async stop() {
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
