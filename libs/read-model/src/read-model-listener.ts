import { setTimeout as sleep } from 'node:timers/promises';
import type { Channels } from '@redress/event-feed';
import type { Position } from '@redress/kernel';
import type { Pool } from 'pg';
import type { CommitSignals, HeardProjections } from './commit-signals';
import { advance, HeardProjection, type FoundProjection } from './heard-projection';
import { READ_MODEL_CHANNEL, readText, type ToldCommit } from './told-progress';
import { selectRows } from './transaction';

export interface ReadModelListenerOptions {
  readonly channels: Channels;
  /** For a look at the checkpoints now and then. */
  readonly pool: Pool;
  /** Shared with the `ReadModel` of the same process. */
  readonly signals: CommitSignals;
  /** Told when a look fails, which is tried again; for the log. */
  readonly onFailure?: (error: unknown) => void;
}

/** How often it looks for itself, in ms: what it knows is then what the database says, whatever was lost or restored meanwhile. */
const LOOK_EVERY_MS = 5_000;

/** How long it waits after a look that failed, in ms. */
const RETRY_MS = 500;

const LIVE_CHECKPOINTS = `SELECT projection, generation, partition, position
  FROM read_model.generations JOIN read_model.checkpoints USING (generation) WHERE state = 'live'`;

/**
 * In a process that does not keep all projections itself: hears of the commits of others (see ReadModelBroadcast), so that questions need
 * not ask the database for them, live streams hear of changes, and it is known how fresh a projection is. Where it also keeps some, they
 * are told, too.
 *
 * While it can't hear, questions ask the database as if it were not there; and what it knew of positions is forgotten, since the database
 * may have lost commits meanwhile. How fresh a projection was stays known, and grows old.
 */
export class ReadModelListener implements HeardProjections {
  readonly #projections = new Map<string, HeardProjection>();
  readonly #unlisten: () => void;
  /** Since it began to hear without a gap, and until it can't any more. */
  #hearing: AbortController | undefined;
  /** Whether it has looked since then. */
  #knows = false;
  /** Cuts the pause before the next look short. */
  #hurry = new AbortController();
  /** What was heard during a look, which may know less; undefined while there is none. */
  #meanwhile: ToldCommit[] | undefined;
  #looking: Promise<void> = Promise.resolve();

  private constructor(private readonly options: ReadModelListenerOptions) {
    this.#unlisten = options.channels.listen(READ_MODEL_CHANNEL, {
      heard: (text) => {
        this.#take(text);
      },
      hearing: () => {
        this.#deaf();
        const hearing = new AbortController();
        this.#hearing = hearing;
        this.#looking = Promise.all([this.#looking, this.#look(hearing.signal)]).then(() => undefined);
      },
      deaf: () => {
        this.#deaf();
      },
    });
    options.signals.hear(this);
  }

  static start(options: ReadModelListenerOptions): ReadModelListener {
    return new ReadModelListener(options);
  }

  async stop(): Promise<void> {
    this.#unlisten();
    this.#deaf();
    this.options.signals.hear(undefined);
    await this.#looking;
  }

  position(projection: string, partition: number): Position | undefined {
    return this.#knows ? this.#projections.get(projection)?.position(partition) : undefined;
  }

  hears(projection: string, partition: number): boolean {
    return this.#knows && this.#projections.get(projection)?.hears(partition) === true;
  }

  caughtUpAt(projection: string): number | undefined {
    return this.#projections.get(projection)?.caughtUpAt();
  }

  #deaf(): void {
    this.#hearing?.abort();
    this.#hearing = undefined;
    this.#knows = false;
    // Who waits for a signal asks the database from now on.
    for (const projection of this.#projections.keys()) this.options.signals.heardOf(projection);
  }

  #take(text: string): void {
    const { commits, statuses } = readText(text);
    for (const commit of commits) {
      this.#meanwhile?.push(commit);
      this.#committed(commit);
    }
    for (const status of statuses)
      if (this.#isOfLive(status)) this.#projections.get(status.projection)?.told(status);
  }

  #committed(commit: ToldCommit): void {
    if (!this.#isOfLive(commit)) return;
    this.#projections.get(commit.projection)?.committed(commit.positions);
    this.options.signals.heardOf(commit.projection);
  }

  /**
   * What is said of another generation than the known one counts for nothing: an older one is dropped, and whoever still says something of
   * it has not found out yet; a newer one may be another database's, so the database is asked what it has.
   */
  #isOfLive({ projection, generation }: { projection: string; generation: number }): boolean {
    const known = this.#projections.get(projection)?.generation;
    if (known === undefined || generation > known) this.#hurry.abort();
    return generation === known;
  }

  /** Looks again and again until the signal aborts. */
  async #look(over: AbortSignal): Promise<void> {
    const isOver = (): boolean => over.aborted;
    while (!isOver()) {
      let pauseMs = LOOK_EVERY_MS;
      this.#hurry = new AbortController();
      const meanwhile: ToldCommit[] = [];
      this.#meanwhile = meanwhile;
      try {
        const found = await findLive(this.options.pool);
        if (!isOver()) this.#found(found, meanwhile);
      } catch (error) {
        if (!isOver()) this.options.onFailure?.(error);
        pauseMs = RETRY_MS;
      }
      if (this.#meanwhile === meanwhile) this.#meanwhile = undefined;
      const signal = AbortSignal.any([over, this.#hurry.signal]);
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  #found(found: ReadonlyMap<string, FoundProjection>, meanwhile: readonly ToldCommit[]): void {
    for (const { projection, generation, positions } of meanwhile) {
      const live = found.get(projection);
      if (live?.generation === generation) advance(live.positions, positions);
    }
    for (const projection of this.#projections.keys())
      if (!found.has(projection)) this.#projections.delete(projection);
    this.#knows = true;
    for (const [projection, live] of found) {
      const known = this.#projections.get(projection);
      if (known === undefined) this.#projections.set(projection, new HeardProjection(live));
      if (known === undefined || known.find(live)) this.options.signals.heardOf(projection);
    }
  }
}

async function findLive(pool: Pool): Promise<ReadonlyMap<string, FoundProjection>> {
  const found = new Map<string, FoundProjection & { partitionCount: number }>();
  for (const [name, generation, partition, position] of await selectRows(pool, LIVE_CHECKPOINTS, [])) {
    const projection = String(name);
    const live = found.get(projection) ?? {
      generation: Number(generation),
      partitionCount: 0,
      positions: new Map<number, Position>(),
    };
    live.partitionCount += 1;
    if (typeof position === 'string') live.positions.set(Number(partition), position);
    found.set(projection, live);
  }
  return found;
}
