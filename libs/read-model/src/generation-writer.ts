import type { Subscriber } from '@redress/event-feed';
import type { Position, RecordedEvent } from '@redress/kernel';
import type { Pool } from 'pg';
import {
  CheckpointFellBack,
  concernsSome,
  GenerationGone,
  handleBatches,
  isUnfit,
  type Batch,
} from './batch';
import type { CheckpointMover } from './checkpoint-mover';
import { readCheckpoints, type Checkpoint } from './checkpoints';
import { reasonOf, type Folding, type Waiting } from './fold';
import type { Limiter } from './limiter';
import { RowStore } from './row-store';
import { BEGIN, writeInTransaction } from './transaction';

/** What one transaction handles at most, unless a single batch is larger. */
const TRANSACTION_EVENTS = 1_000;

/** How many transactions of one generation run at once: one is prepared here while the database works on the other. */
const TRANSACTIONS = 2;

/**
 * While events trickle in, transactions of a generation begin this far apart, in ms, and so take several at once: each costs about
 * as much as ten rows. An event that comes after a pause does not wait.
 */
const PACE_MS = 20;

/** Likewise, of projections that can bear a moment's delay. */
const UNHURRIED_PACE_MS = 100;

/** From how many waiting events on there is nothing to gain by waiting for more. */
const UNPACED_EVENTS = 200;

export interface WriterOptions {
  readonly pool: Pool;
  readonly limiter: Limiter;
  readonly mover: CheckpointMover;
  /** A transaction was committed; called with the new positions. */
  readonly onCommit: (positions: ReadonlyMap<number, Position>) => void;
  readonly onParked: (waiting: Waiting) => void;
  /** The generation is gone. */
  readonly onGone: () => void;
}

interface Job extends Batch {
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Writes one generation of a projection from the feed. Rows, parked events and checkpoint of a batch are committed together;
 * the locked checkpoint drops whatever comes again. Batches that wait at the same time share a transaction.
 */
export class GenerationWriter implements Subscriber {
  readonly group: string;
  readonly rows: RowStore;
  /** Whether questions are answered from this generation. */
  live: boolean;
  /** How far each partition is committed, as far as this process knows. */
  readonly positions = new Map<number, Position>();
  /** What the feed was told last, by `resumeAfter` or by handling: what it gives next begins right after. */
  readonly #told = new Map<number, Position>();
  #jobs: Job[] = [];
  #running = 0;
  #moving = 0;
  #held = false;
  #idle: () => void = () => undefined;
  #begunAt = -Infinity;
  #paced = false;

  constructor(
    readonly folding: Folding,
    readonly generation: number,
    live: boolean,
    private readonly options: WriterOptions,
  ) {
    this.rows = new RowStore(folding, generation);
    this.group = this.rows.group;
    this.live = live;
  }

  async resumeAfter(partition: number): Promise<Position | undefined> {
    const [checkpoint] = await readCheckpoints(this.options.pool, this.generation, {
      partitions: [partition],
    });
    if (checkpoint === undefined) {
      this.options.onGone();
      throw new GenerationGone(this.group);
    }
    this.correct([checkpoint]);
    if (checkpoint.position === undefined) this.#told.delete(partition);
    else this.#told.set(partition, checkpoint.position);
    return checkpoint.position;
  }

  /** Takes over what the database says of checkpoints, be it less than was known. */
  correct(checkpoints: readonly Checkpoint[]): void {
    for (const { partition, position } of checkpoints) {
      if (position === undefined) this.positions.delete(partition);
      else this.positions.set(partition, position);
    }
  }

  async handle(partition: number, events: readonly RecordedEvent[]): Promise<void> {
    if (await this.#passOver(partition, events)) return;
    return new Promise((done, failed) => {
      this.#jobs.push({ partition, events, done, failed });
      this.#pump();
    });
  }

  /** Lets the transactions in hand end, and starts no other until `release`. */
  async hold(): Promise<void> {
    this.#held = true;
    if (!this.#isIdle()) await new Promise<void>((resolve) => (this.#idle = resolve));
  }

  #isIdle(): boolean {
    return this.#running === 0 && this.#moving === 0;
  }

  /** Where nothing of a batch concerns the projection, its checkpoint is moved along with those of others. False: nothing was done. */
  async #passOver(partition: number, events: readonly RecordedEvent[]): Promise<boolean> {
    const from = this.#told.get(partition);
    const to = events.at(-1)?.position;
    if (this.#held || to === undefined || to <= (from ?? '') || this.folding.concernedBy(events))
      return false;
    this.#moving++;
    try {
      const { generation } = this;
      if (!(await this.options.mover.move({ generation, partition, from, to }))) return false;
      this.#committed(new Map([[partition, to]]));
      return true;
    } finally {
      this.#moving--;
      if (this.#isIdle()) this.#idle();
    }
  }

  release(): void {
    this.#held = false;
    this.#pump();
  }

  #pump(): void {
    while (!this.#held && this.#running < TRANSACTIONS && this.#jobs.length > 0) {
      if (this.#isEarly()) return;
      this.#running++;
      void this.options.limiter
        // What came in while this waited for its turn goes along.
        .run(() => this.#commit(this.#take()))
        .finally(() => {
          this.#running--;
          if (this.#isIdle()) this.#idle();
          this.#pump();
        });
    }
  }

  get #paceMs(): number {
    return this.folding.projection.isUnhurried === true ? UNHURRIED_PACE_MS : PACE_MS;
  }

  /** Whether it is better to wait for more; it then goes on by itself. */
  #isEarly(): boolean {
    const now = performance.now();
    const restMs = this.#begunAt + this.#paceMs - now;
    const waiting = this.#jobs.reduce((sum, { events }) => sum + events.length, 0);
    if (restMs <= 0 || waiting >= UNPACED_EVENTS) {
      this.#begunAt = now;
      return false;
    }
    if (!this.#paced) {
      this.#paced = true;
      setTimeout(() => {
        this.#paced = false;
        this.#pump();
      }, restMs);
    }
    return true;
  }

  #take(): Job[] {
    let events = 0;
    const upTo = this.#jobs.findIndex((job) => (events += job.events.length) > TRANSACTION_EVENTS);
    return this.#jobs.splice(0, upTo < 0 ? this.#jobs.length : Math.max(1, upTo));
  }

  async #commit(jobs: readonly Job[]): Promise<void> {
    const [first] = jobs;
    if (first === undefined) return;
    try {
      await this.#write(jobs);
      for (const job of jobs) job.done();
    } catch (error) {
      if (error instanceof GenerationGone) for (const job of jobs) job.done();
      else if (jobs.length > 1 && concernsSome(error)) for (const job of jobs) await this.#commit([job]);
      else if (jobs.length === 1 && isUnfit(error)) await this.#commitCarefully(first);
      else for (const job of jobs) job.failed(error);
    }
  }

  /** Some row was refused by the database: goes event by event, and parks the one whose rows it was. */
  async #commitCarefully(job: Job): Promise<void> {
    try {
      for (const event of job.events) {
        const batch = { partition: job.partition, events: [event] };
        try {
          await this.#write([batch]);
        } catch (error) {
          if (!isUnfit(error)) throw error;
          await this.#write([batch], new Map([[event.position, reasonOf(error)]]));
        }
      }
      job.done();
    } catch (error) {
      job.failed(error);
    }
  }

  async #write(batches: readonly Batch[], unfit?: ReadonlyMap<Position, string>): Promise<void> {
    const { rows } = this;
    const { waiting, positions } = await writeInTransaction(
      this.options.pool,
      (client) => handleBatches(client, batches, { rows, told: this.#told, unfit }),
      this.#begin,
    ).catch((error: unknown) => {
      if (error instanceof CheckpointFellBack) this.correct([error.checkpoint]);
      if (error instanceof GenerationGone) this.options.onGone();
      throw error;
    });
    for (const parked of waiting) if (parked.reason !== undefined) this.options.onParked(parked);
    this.#committed(positions);
  }

  #committed(positions: ReadonlyMap<number, Position>): void {
    for (const [partition, position] of positions) {
      this.positions.set(partition, position);
      this.#told.set(partition, position);
    }
    if (positions.size > 0) this.options.onCommit(positions);
  }

  /**
   * Nothing is lost by committing asynchronously: rows and checkpoint are lost together, which `CheckpointFellBack` notices, and
   * the feed gives the events again. Only change numbers that a reader may have seen must never be given twice.
   */
  get #begin(): string {
    const numbered = [...this.folding.shapes.values()].some(
      ({ definition }) => definition.changeNumbers === true,
    );
    return this.live && numbered ? BEGIN : `${BEGIN}; SET LOCAL synchronous_commit TO off`;
  }
}
