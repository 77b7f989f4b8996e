import type { EventFeed } from '@redress/event-feed';
import type { Pool } from 'pg';
import type { CheckpointMover } from './checkpoint-mover';
import type { CommitSignals } from './commit-signals';
import { FedGeneration } from './fed-generation';
import { Folding, type Learn } from './fold';
import { GenerationWriter } from './generation-writer';
import {
  openGenerations,
  presentGenerations,
  startRebuild,
  switchOver,
  type Generation,
} from './generations';
import type { Limiter } from './limiter';
import { retryParked, type RetryOutcome } from './parked-events';
import type { Projection } from './projection';
import type { RunnerReport } from './runner-report';

export interface RunContext {
  readonly pool: Pool;
  readonly feed: EventFeed;
  readonly limiter: Limiter;
  readonly mover: CheckpointMover;
  readonly signals: CommitSignals;
  readonly report: (report: RunnerReport) => void;
  readonly learn?: Learn;
}

/** How long the live generation stands still for the one that is to replace it, and how long it then runs on at first, in ms. */
const HOLD_MS = 1_000;
const REST_MS = 500;

/** How often a rebuild looks whether it has caught up, at the least, in ms. */
const LOOK_MS = 100;

/** One projection while its runner runs: the generation that answers questions and, at times, the one that will. */
export class ProjectionRun {
  readonly #folding: Folding;
  #live: FedGeneration | undefined;
  #building: FedGeneration | undefined;
  #switching: Promise<void> | undefined;
  #reopening: Promise<void> | undefined;
  #stopped = false;
  readonly #sleepers = new Set<(stopping: boolean) => void>();

  constructor(
    projection: Projection,
    private readonly context: RunContext,
  ) {
    this.#folding = new Folding(projection, context.learn);
  }

  get #name(): string {
    return this.#folding.projection.name;
  }

  /**
   * Makes what the database lacks for this version. What it gives puts that on the feed, and begins a rebuild where the database has another
   * version.
   */
  async open(): Promise<() => void> {
    const { pool, feed } = this.context;
    const generations = await openGenerations(pool, this.#folding, feed.partitions);
    return () => {
      this.#takeUp(generations);
    };
  }

  /** Those of another version serve as they are until the switch. */
  #takeUp(generations: readonly Generation[]): void {
    const { version } = this.#folding.projection;
    for (const generation of generations) {
      if (this.#stopped || generation.version !== version) continue;
      if (generation.state === 'building') this.#build(generation);
      else if (this.#live === undefined) this.#goLive(this.#feed(generation));
    }
  }

  /** Builds the projection anew beside the live one. Resolves when questions are answered from the new rows. */
  async rebuild(): Promise<void> {
    const { pool, feed } = this.context;
    const wanted = await startRebuild(pool, this.#folding, feed.partitions);
    this.#build(wanted);
    await this.#switching;
    if (this.#live?.writer.generation !== wanted.generation) {
      throw new Error(`${this.#name}: stopped before the switch; the rebuild goes on at the next start`);
    }
  }

  async retryParked(): Promise<RetryOutcome> {
    const outcomes: RetryOutcome[] = [];
    for (const fed of [this.#live, this.#building]) {
      if (fed !== undefined) outcomes.push(await retryParked(this.context.pool, fed.writer.rows));
    }
    this.context.signals.committed(this.#name);
    return {
      applied: outcomes.reduce((sum, { applied }) => sum + applied, 0),
      stillParked: outcomes.reduce((sum, { stillParked }) => sum + stillParked, 0),
    };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake(true);
    this.context.signals.detach(this.#name);
    await this.#reopening;
    await Promise.all([this.#live?.stop(), this.#building?.stop(), this.#switching]);
  }

  #feed({ generation, state }: Generation): FedGeneration {
    const { pool, feed, limiter, mover, signals, report } = this.context;
    const projection = this.#name;
    const writer = new GenerationWriter(this.#folding, generation, state === 'live', {
      pool,
      limiter,
      mover,
      onCommit: (positions) => {
        fed.committed();
        if (writer.live) signals.committed(projection, positions);
        this.#wake(false);
      },
      onParked: ({ event, reason }) => {
        const { position, type } = event;
        report({ kind: 'parked', projection, generation, position, type, reason: reason ?? '' });
      },
      onGone: () => {
        this.#reopen(generation);
      },
    });
    const onFailure = (error: unknown): void => {
      report({ kind: 'failed', projection, error });
    };
    const fed = new FedGeneration(writer, { feed, pool, onFailure });
    return fed;
  }

  #goLive(fed: FedGeneration): void {
    const { writer } = fed;
    this.#live = fed;
    writer.live = true;
    this.context.signals.attach(this.#name, {
      generation: writer.generation,
      partitionCount: this.context.feed.partitions,
      positions: () => writer.positions,
      partitions: () => fed.partitions(),
      caughtUpAt: () => fed.caughtUpAt(),
    });
  }

  #build(generation: Generation): void {
    if (this.#building !== undefined || this.#stopped) return;
    const fed = this.#feed(generation);
    this.#building = fed;
    this.context.report({ kind: 'rebuilding', projection: this.#name, generation: generation.generation });
    this.#switching = this.#switchWhenReady(fed).finally(() => (this.#switching = undefined));
  }

  /**
   * Another process has replaced or dropped a generation: takes up what there is now. Where that is for another version, this process
   * is the older one and leaves the projection to the other; else the two would rebuild it against each other.
   */
  #reopen(gone: number): void {
    if (this.#stopped || this.#reopening !== undefined) return;
    const fed = [this.#live, this.#building].find((candidate) => candidate?.writer.generation === gone);
    if (fed === undefined) return;
    if (fed === this.#live) {
      this.#live = undefined;
      this.context.signals.detach(this.#name);
    } else this.#building = undefined;
    this.#wake(false);
    this.#reopening = this.#replace(fed).finally(() => (this.#reopening = undefined));
  }

  async #replace(fed: FedGeneration): Promise<void> {
    const { pool, feed } = this.context;
    await fed.stop();
    while (!this.#stopped) {
      try {
        this.#takeUp(await presentGenerations(pool, this.#folding, feed.partitions));
        return;
      } catch (error) {
        this.context.report({ kind: 'failed', projection: this.#name, error });
        await this.#pause(REST_MS, false);
      }
    }
  }

  async #switchWhenReady(building: FedGeneration): Promise<void> {
    let restMs = REST_MS;
    while (!this.#stopped && this.#building === building) {
      try {
        if (this.#inReach(building)) await this.#trySwitch(building);
      } catch (error) {
        this.context.report({ kind: 'failed', projection: this.#name, error });
        await this.#pause(restMs, false);
        restMs = Math.min(2 * restMs, 10_000);
      }
      // Without a live generation in this process each look asks the database: not after every commit.
      await this.#pause(LOOK_MS, this.#live !== undefined);
    }
  }

  /** Without a live generation in this process the database is asked; else it must have been at the end of the log once. */
  #inReach(building: FedGeneration): boolean {
    return this.#live === undefined || building.caughtUpAt() !== undefined;
  }

  async #trySwitch(building: FedGeneration): Promise<void> {
    const live = this.#live;
    // Under constant writing the two would pass each other by for ever: the live one waits for a moment.
    await live?.writer.hold();
    try {
      const until = Date.now() + HOLD_MS;
      while (live !== undefined && !hasReached(building.writer, live.writer)) {
        if (this.#stopped) return;
        if (Date.now() > until) throw new Error('the rebuild does not catch up with the live rows');
        await this.#pause(LOOK_MS);
      }
      const outcome = await switchOver(this.context.pool, this.#folding, building.writer.generation);
      if (outcome !== 'switched' || this.#building !== building) return;
      this.#goLive(building);
      this.#building = undefined;
    } finally {
      live?.writer.release();
    }
    await live?.stop();
    this.context.report({ kind: 'switched', projection: this.#name, generation: building.writer.generation });
  }

  #wake(stopping: boolean): void {
    for (const wake of this.#sleepers) wake(stopping);
  }

  /** Until the next commit of this projection or, where `wakes` is false, for the whole time; at most `ms`. */
  #pause(ms: number, wakes = true): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#sleepers.delete(wake);
        resolve();
      };
      const timer = setTimeout(done, ms);
      const wake = (stopping: boolean): void => {
        if (wakes || stopping) done();
      };
      this.#sleepers.add(wake);
    });
  }
}

function hasReached(building: GenerationWriter, live: GenerationWriter): boolean {
  for (const [partition, position] of live.positions) {
    if ((building.positions.get(partition) ?? '') < position) return false;
  }
  return true;
}
