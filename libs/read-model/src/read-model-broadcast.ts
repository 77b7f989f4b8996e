import { setTimeout as sleep } from 'node:timers/promises';
import type { Channels } from '@redress/event-feed';
import type { Position } from '@redress/kernel';
import type { CommitSignals, KeptProjection, Positions } from './commit-signals';
import { commitTexts, READ_MODEL_CHANNEL, statusTexts } from './told-progress';

export interface ReadModelBroadcastOptions {
  readonly channels: Channels;
  /** Shared with the runner of the same process. */
  readonly signals: CommitSignals;
  /** Told when the others can not be told, once for each time that this begins; for the log. */
  readonly onFailure?: (error: unknown) => void;
}

/** While events flow one round trip speaks for all commits of so many ms. */
const SPACING_MS = 20;

/** How often it is told which partitions are kept here, and how fresh they are, in ms. */
const STATUS_EVERY_MS = 1_000;

interface Pending {
  readonly generation: number;
  readonly positions: Map<number, Position>;
}

/**
 * In a process with a ProjectionRunner: tells the ReadModelListener of every process what was committed, and once a second how fresh each
 * projection is.
 *
 * Only what was committed just now is told, and what could not be told is never told later: after a crash of the database it might not be
 * true any more. Who misses it asks the database.
 */
export class ReadModelBroadcast {
  readonly #end: () => void;
  #pending = new Map<string, Pending>();
  #telling: Promise<void> | undefined;
  #failed = false;
  #stopped = false;

  private constructor(private readonly options: ReadModelBroadcastOptions) {
    const endListening = options.signals.onKeptCommit((projection, kept, positions) => {
      this.#committed(projection, kept, positions);
    });
    const timer = setInterval(() => {
      void this.#tell(statusTexts(this.#statuses()));
    }, STATUS_EVERY_MS);
    this.#end = () => {
      endListening();
      clearInterval(timer);
    };
  }

  /** To be called before the runner's. */
  static start(options: ReadModelBroadcastOptions): ReadModelBroadcast {
    return new ReadModelBroadcast(options);
  }

  /** To be called after the runner's: its last commits are told, too. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#end();
    await this.#telling;
  }

  #committed(projection: string, { generation }: KeptProjection, positions: Positions): void {
    const before = this.#pending.get(projection);
    const pending =
      before?.generation === generation ? before : { generation, positions: new Map<number, Position>() };
    for (const [partition, position] of positions) pending.positions.set(partition, position);
    this.#pending.set(projection, pending);
    this.#telling ??= this.#tellAll();
  }

  async #tellAll(): Promise<void> {
    while (this.#pending.size > 0) {
      const pending = this.#pending;
      this.#pending = new Map();
      await this.#tell(commitTexts([...pending].map(([projection, told]) => ({ projection, ...told }))));
      if (!this.#stopped) await sleep(SPACING_MS);
    }
    this.#telling = undefined;
  }

  #statuses() {
    const now = Date.now();
    return [...this.options.signals.kept].map(([projection, kept]) => {
      const caughtUpAt = kept.caughtUpAt();
      return {
        projection,
        generation: kept.generation,
        partitions: kept.partitions(),
        agoMs: caughtUpAt === undefined ? undefined : Math.max(0, now - caughtUpAt),
      };
    });
  }

  async #tell(texts: readonly string[]): Promise<void> {
    if (texts.length === 0) return;
    try {
      await this.options.channels.tell(READ_MODEL_CHANNEL, texts);
      this.#failed = false;
    } catch (error) {
      if (!this.#failed && !this.#stopped) this.options.onFailure?.(error);
      this.#failed = true;
      // It was committed before what may have been a crash.
      this.#pending = new Map();
    }
  }
}
