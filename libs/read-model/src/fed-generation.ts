import type { EventFeed, Subscription } from '@redress/event-feed';
import type { Pool } from 'pg';
import { readCheckpoints } from './checkpoints';
import type { GenerationWriter } from './generation-writer';

/**
 * How long after a commit its checkpoint is read back, in ms. A server that crashes loses asynchronous commits of at most three times
 * its `wal_writer_delay` (200 ms), so what is still there by then stays.
 */
const READ_BACK_MS = 2_000;

/**
 * A generation on the feed. Some time after the last commits it looks whether they are still there: a crash of the database server
 * may have taken them, and without another event nobody would notice.
 */
export class FedGeneration {
  #subscription: Subscription;
  #readBack: NodeJS.Timeout | undefined;
  #checking: Promise<void> | undefined;
  #stopped = false;

  constructor(
    readonly writer: GenerationWriter,
    private readonly context: {
      readonly feed: EventFeed;
      readonly pool: Pool;
      readonly onFailure: (error: unknown) => void;
    },
  ) {
    this.#subscription = context.feed.subscribe(writer);
  }

  caughtUpAt(): number | undefined {
    return this.#subscription.caughtUpAt();
  }

  partitions(): readonly number[] {
    return this.#subscription.partitions();
  }

  /** Something was committed. */
  committed(): void {
    if (this.#readBack !== undefined || this.#stopped) return;
    this.#readBack = setTimeout(() => {
      this.#checking = this.#check();
    }, READ_BACK_MS);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#readBack);
    await this.#checking;
    await this.#subscription.stop();
  }

  async #check(): Promise<void> {
    this.#readBack = undefined;
    const { feed, pool, onFailure } = this.context;
    try {
      const known = new Map(this.writer.positions);
      const checkpoints = await readCheckpoints(pool, this.writer.generation);
      const lost = checkpoints.some(
        ({ partition, position }) => (position ?? '') < (known.get(partition) ?? ''),
      );
      if (!lost) return;
      this.writer.correct(checkpoints);
      onFailure(
        new Error(`${this.writer.group}: the database has lost commits, as in a crash; they are done again`),
      );
      await this.#subscription.stop();
      if (!this.#isStopped()) this.#subscription = feed.subscribe(this.writer);
    } catch (error) {
      onFailure(error);
      this.committed();
    }
  }

  #isStopped(): boolean {
    return this.#stopped;
  }
}
