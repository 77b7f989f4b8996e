import type { Subscriber } from '@redress/event-feed';
import type { Position, RecordedEvent } from '@redress/kernel';
import { DatabaseError, type Pool, type PoolClient } from 'pg';
import { advanceCheckpoints, blockedKeys, park, readCheckpoints, type Checkpoint } from './checkpoints';
import { reasonOf, type Folding, type Waiting } from './fold';
import type { Limiter } from './limiter';
import { RowStore } from './row-store';
import { BEGIN, inTransaction } from './transaction';

/** What one transaction handles at most, unless a single batch is larger. */
const TRANSACTION_EVENTS = 1_000;

/** How many transactions of one generation run at once: one is prepared here while the database works on the other. */
const TRANSACTIONS = 2;

/**
 * While events trickle in, transactions of a generation begin this far apart, in ms, and so take several at once: each costs about
 * as much as ten rows. An event that comes after a pause does not wait.
 */
const PACE_MS = 10;

/** From how many waiting events on there is nothing to gain by waiting for more. */
const UNPACED_EVENTS = 200;

/** The generation was replaced or dropped; nothing is to be written for it any more. */
export class GenerationGone extends Error {
  override readonly name = 'GenerationGone';
}

/** The database has lost commits that were reported as done, as asynchronous commits are when its server crashes. */
class CheckpointFellBack extends Error {
  override readonly name = 'CheckpointFellBack';
}

export interface WriterOptions {
  readonly pool: Pool;
  readonly limiter: Limiter;
  /** A transaction was committed; called with the new positions. */
  readonly onCommit: (positions: ReadonlyMap<number, Position>) => void;
  readonly onParked: (waiting: Waiting) => void;
  /** The generation is gone. */
  readonly onGone: () => void;
}

interface Batch {
  readonly partition: number;
  readonly events: readonly RecordedEvent[];
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
    this.group = `${folding.projection.name}.g${String(generation)}`;
    this.rows = new RowStore(folding, generation);
    this.live = live;
  }

  async resumeAfter(partition: number): Promise<Position | undefined> {
    const [checkpoint] = await readCheckpoints(this.options.pool, this.generation, {
      partitions: [partition],
    });
    if (checkpoint === undefined) throw this.#gone();
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

  handle(partition: number, events: readonly RecordedEvent[]): Promise<void> {
    return new Promise((done, failed) => {
      this.#jobs.push({ partition, events, done, failed });
      this.#pump();
    });
  }

  /** Lets the transactions in hand end, and starts no other until `release`. */
  async hold(): Promise<void> {
    this.#held = true;
    if (this.#running > 0) await new Promise<void>((resolve) => (this.#idle = resolve));
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
          if (this.#running === 0) this.#idle();
          this.#pump();
        });
    }
  }

  /** Whether it is better to wait for more; it then goes on by itself. */
  #isEarly(): boolean {
    const now = performance.now();
    const restMs = this.#begunAt + PACE_MS - now;
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
    const { waiting, positions } = await inTransaction(
      this.options.pool,
      (client) => this.#inTransaction(client, batches, unfit),
      this.#begin,
    );
    for (const [partition, position] of positions) {
      this.positions.set(partition, position);
      this.#told.set(partition, position);
    }
    for (const parked of waiting) if (parked.reason !== undefined) this.options.onParked(parked);
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

  async #inTransaction(
    client: PoolClient,
    batches: readonly Batch[],
    unfit?: ReadonlyMap<Position, string>,
  ): Promise<{ waiting: readonly Waiting[]; positions: ReadonlyMap<number, Position> }> {
    const { folding, generation } = this;
    const partitions = batches.map(({ partition }) => partition);
    const checkpoints = await readCheckpoints(client, generation, { partitions, lock: true });
    const steps = batches.map((batch) => this.#step(batch, checkpoints)).filter((step) => step !== undefined);
    const events = steps.flatMap((step) => step.events);
    const keys = new Set(events.map(({ partitionKey }) => partitionKey));
    const groups = await this.rows.load(client, keys);
    const anyParked = checkpoints.some(({ parked }) => parked > 0);
    const blocked = anyParked ? await blockedKeys(client, generation, partitions, keys) : new Set<string>();
    const waiting: (Waiting & { readonly partition: number })[] = [];
    for (const { partition, events: own } of steps) {
      const parked = await folding.applyLearning(own, groups, blocked, unfit);
      waiting.push(...parked.map((one) => ({ ...one, partition })));
    }
    const advances = steps.map(({ partition, position }) => ({
      partition,
      position,
      parked: waiting.filter((parked) => parked.partition === partition).length,
    }));
    await park(client, generation, waiting);
    if (advances.length > 0) await advanceCheckpoints(client, generation, advances);
    await this.rows.write(client, groups);
    const positions = new Map<number, Position>();
    for (const { partition, position } of [...checkpoints, ...advances]) {
      if (position !== undefined) positions.set(partition, position);
    }
    return { waiting, positions };
  }

  /** What of a batch is new; undefined where all of it was handled before. */
  #step(
    { partition, events }: Batch,
    checkpoints: readonly Checkpoint[],
  ): { partition: number; position: Position; events: RecordedEvent[] } | undefined {
    const checkpoint = checkpoints.find((candidate) => candidate.partition === partition);
    if (checkpoint === undefined) throw this.#gone();
    if ((checkpoint.position ?? '') < (this.#told.get(partition) ?? '')) {
      this.correct([checkpoint]);
      throw new CheckpointFellBack(
        `${this.group}, partition ${String(partition)}: the database has lost commits`,
      );
    }
    const position = events.at(-1)?.position;
    if (position === undefined || (checkpoint.position !== undefined && position <= checkpoint.position)) {
      return undefined;
    }
    return { partition, position, events: this.folding.unseen(events, checkpoint.position) };
  }

  #gone(): GenerationGone {
    this.options.onGone();
    return new GenerationGone(`${this.group} was replaced or dropped`);
  }
}

/** SQLSTATE classes for values that the database does not take: data exception, integrity, limits of a row. */
export const isUnfit = (error: unknown): boolean =>
  error instanceof DatabaseError && ['22', '23', '54'].includes(error.code?.slice(0, 2) ?? '');

/** Whether an error may be due to one of several batches rather than to the database as a whole. */
const concernsSome = (error: unknown): boolean => error instanceof CheckpointFellBack || isUnfit(error);
