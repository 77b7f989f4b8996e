import type { EventFeed, Subscription } from '@redress/event-feed';
import type { Pool } from 'pg';
import type { CommitSignals } from './commit-signals';
import { Folding } from './fold';
import { GenerationWriter } from './generation-writer';
import { openGenerations, startRebuild, switchOver, type Generation } from './generations';
import type { Limiter } from './limiter';
import { retryParked, type RetryOutcome } from './parked-events';
import type { Projection } from './projection';
import type { RunnerReport } from './runner-report';

export interface RunContext {
  readonly pool: Pool;
  readonly feed: EventFeed;
  readonly limiter: Limiter;
  readonly signals: CommitSignals;
  readonly report: (report: RunnerReport) => void;
}

/** A generation on the feed. */
interface Fed {
  readonly writer: GenerationWriter;
  readonly subscription: Subscription;
}

/** How long the live generation stands still for the one that is to replace it, and how long it then runs on, in ms. */
const HOLD_MS = 1_000;
const BETWEEN_HOLDS_MS = 500;

/** How often a rebuild looks whether it has caught up, at the least, in ms. */
const LOOK_MS = 100;

/** One projection while its runner runs: the generation that answers questions and, at times, the one that will. */
export class ProjectionRun {
  readonly #folding: Folding;
  #live: Fed | undefined;
  #building: Fed | undefined;
  #switching: Promise<void> | undefined;
  #reopening: Promise<void> | undefined;
  #stopped = false;
  #wake: () => void = () => undefined;

  constructor(
    projection: Projection,
    private readonly context: RunContext,
  ) {
    this.#folding = new Folding(projection);
  }

  get #name(): string {
    return this.#folding.projection.name;
  }

  /** Puts on the feed what the database has for this version, and begins a rebuild where it has another one. */
  async open(): Promise<void> {
    const { pool, feed } = this.context;
    for (const generation of await openGenerations(pool, this.#folding, feed.partitions)) {
      if (this.#stopped) return;
      if (generation.version !== this.#folding.projection.version) continue; // it serves as it is until the switch
      if (generation.state === 'live') this.#goLive(this.#feed(generation));
      else this.#build(generation);
    }
  }

  /** Builds the projection anew beside the live one. Resolves when questions are answered from the new rows. */
  async rebuild(): Promise<void> {
    const { pool, feed } = this.context;
    if (this.#switching === undefined) this.#build(await startRebuild(pool, this.#folding, feed.partitions));
    await this.#switching;
    if (this.#building !== undefined) throw new Error(`${this.#name}: stopped; the rebuild goes on at the next start`);
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
    this.#wake();
    this.context.signals.detach(this.#name);
    await this.#reopening;
    await Promise.all([this.#live?.subscription.stop(), this.#building?.subscription.stop(), this.#switching]);
  }

  #feed({ generation, state }: Generation): Fed {
    const { pool, feed, limiter, signals, report } = this.context;
    const projection = this.#name;
    const writer = new GenerationWriter(this.#folding, generation, state === 'live', {
      pool,
      limiter,
      onCommit: () => {
        if (writer.live) signals.committed(projection);
        this.#wake();
      },
      onParked: ({ event, reason }) => {
        const { position, type } = event;
        report({ kind: 'parked', projection, generation, position, type, reason: reason ?? '' });
      },
      onGone: () => {
        this.#reopen(generation);
      },
    });
    return { writer, subscription: feed.subscribe(writer) };
  }

  #goLive(fed: Fed): void {
    const { writer, subscription } = fed;
    this.#live = fed;
    writer.live = true;
    this.context.signals.attach(this.#name, {
      positions: () => writer.positions,
      caughtUpAt: () => subscription.caughtUpAt(),
    });
  }

  #build(generation: Generation): void {
    if (this.#building !== undefined || this.#stopped) return;
    const fed = this.#feed(generation);
    this.#building = fed;
    this.context.report({ kind: 'rebuilding', projection: this.#name, generation: generation.generation });
    this.#switching = this.#switchWhenReady(fed).finally(() => (this.#switching = undefined));
  }

  /** Another process has replaced or dropped a generation: find out what there is now. */
  #reopen(gone: number): void {
    if (this.#stopped || this.#reopening !== undefined) return;
    const fed = [this.#live, this.#building].find((candidate) => candidate?.writer.generation === gone);
    if (fed === undefined) return;
    this.#reopening = (async () => {
      if (fed === this.#live) {
        this.#live = undefined;
        this.context.signals.detach(this.#name);
      } else this.#building = undefined;
      this.#wake();
      await fed.subscription.stop();
      await this.open();
    })()
      .catch((error: unknown) => {
        this.context.report({ kind: 'failed', projection: this.#name, error });
      })
      .finally(() => (this.#reopening = undefined));
  }

  async #switchWhenReady(building: Fed): Promise<void> {
    while (!this.#stopped && this.#building === building) {
      try {
        if (this.#inReach(building) && (await this.#switch(building))) return;
      } catch (error) {
        this.context.report({ kind: 'failed', projection: this.#name, error });
        await this.#pause(BETWEEN_HOLDS_MS);
      }
      await this.#pause(LOOK_MS);
    }
  }

  /** Without a live generation in this process the database is asked; else it must have been at the end of the log once. */
  #inReach({ subscription }: Fed): boolean {
    return this.#live === undefined || subscription.caughtUpAt() !== undefined;
  }

  async #switch(building: Fed): Promise<boolean> {
    const live = this.#live;
    // Under constant writing the two would pass each other by for ever: the live one waits for a moment.
    await live?.writer.hold();
    try {
      const until = Date.now() + HOLD_MS;
      while (live !== undefined && !hasReached(building.writer, live.writer)) {
        if (this.#stopped || Date.now() > until) return false;
        await this.#pause(LOOK_MS);
      }
      if (!(await switchOver(this.context.pool, this.#folding, building.writer.generation))) return false;
      this.#goLive(building);
      this.#building = undefined;
    } finally {
      live?.writer.release();
    }
    await live?.subscription.stop();
    this.context.report({ kind: 'switched', projection: this.#name, generation: building.writer.generation });
    return true;
  }

  /** Until the next commit of this projection, at most `ms`. */
  #pause(ms: number): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function hasReached(building: GenerationWriter, live: GenerationWriter): boolean {
  for (const [partition, position] of live.positions) {
    if ((building.positions.get(partition) ?? '') < position) return false;
  }
  return true;
}
