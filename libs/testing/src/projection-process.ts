import type { EventFeed, FeedFailure } from '@redress/event-feed';
import { LocalEventFeed } from '@redress/event-feed/local';
import type { EventStore } from '@redress/event-store';
import type { Position } from '@redress/kernel';
import {
  CommitSignals,
  ProjectionRunner,
  ReadModel,
  type Learn,
  type Projection,
  type RunnerReport,
} from '@redress/read-model';
import type { Pool } from 'pg';

/** What keeps projections in one process. Several may share one store and one database. */
export interface ProjectionProcess {
  readonly feed: EventFeed;
  readonly runner: ProjectionRunner;
  readonly readModel: ReadModel;
  /** What operators would see. */
  readonly reports: RunnerReport[];
  readonly failures: FeedFailure[];
  /** Resolves when the projection shows all events that are in the store now. */
  shown(projection: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts to keep projections over `store`, with rows in the database of `pool`. */
export async function startProjections(options: {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly projections: readonly Projection[];
  /** By default a local feed over the store, with four partitions. */
  readonly feed?: EventFeed;
  readonly learn?: Learn;
  /** Where others of this process are to hear of its commits. */
  readonly signals?: CommitSignals;
}): Promise<ProjectionProcess> {
  const { store, pool, projections, learn, signals = new CommitSignals() } = options;
  const reports: RunnerReport[] = [];
  const failures: FeedFailure[] = [];
  const feed =
    options.feed ??
    new LocalEventFeed(store, {
      partitions: 4,
      backoff: { firstMs: 5, maxMs: 50 },
      onFailure: (failure) => failures.push(failure),
    });
  const runner = new ProjectionRunner({
    pool,
    feed,
    projections,
    signals,
    report: (report) => reports.push(report),
    ...(learn === undefined ? {} : { learn }),
  });
  const readModel = new ReadModel({ pool, signals });
  await runner.start();
  return {
    feed,
    runner,
    readModel,
    reports,
    failures,
    async shown(projection) {
      const ends = new Map<number, Position>();
      for (const { partitionKey, position } of await store.readAll({ limit: 10_000_000 })) {
        ends.set(feed.partitionOf(partitionKey), position);
      }
      for (const [partition, position] of ends) {
        if (await readModel.waitFor(projection, partition, position, { timeoutMs: 20_000 })) continue;
        throw new Error(`${projection} has not come to the end of the log`, { cause: { reports, failures } });
      }
    },
    async stop() {
      await runner.stop();
      await feed.close();
    },
  };
}
