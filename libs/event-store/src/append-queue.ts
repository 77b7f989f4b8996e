import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  EventStoreUnavailable,
  type EventIdTaken,
  type InvalidAppend,
  type WrongExpectedRevision,
} from './errors';
import type { Appended } from './event-store';
import { Backoff, pause } from './machine-time';

/** What the queue needs to know of an append. */
export interface QueuedAppend {
  readonly stream: string;
  /** How much it is, in characters of JSON. */
  readonly size: number;
}

/** What became of one append of a batch. `unknown`: it may have been written or not, and is to be sent again. */
export type Outcome =
  | { readonly kind: 'appended' | 'repeated'; readonly appended: Appended }
  | { readonly kind: 'refused'; readonly error: WrongExpectedRevision | EventIdTaken | InvalidAppend }
  | { readonly kind: 'unknown'; readonly cause: unknown };

/** Limits of the queue; times are machine time. */
export interface AppendQueueLimits {
  /** How long an append may take, its retries included, before its sender is told EventStoreUnavailable. */
  readonly appendTimeoutMs: number;
  /** How many appends go to the database together. */
  readonly maxBatchAppends: number;
  /** How many appends may wait; more are turned away at once with EventStoreUnavailable. */
  readonly maxWaiting: number;
}

/** How much JSON goes to the database together, unless one append alone is more. */
const MAX_BATCH_SIZE = 4_000_000;
const FIRST_RETRY_MS = 20;
const LONGEST_RETRY_MS = 500;

interface Waiting<Request> {
  readonly request: Request;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
  /** True as soon as the sender has an answer; nothing is sent for it then. */
  settled: boolean;
}

/**
 * Group commit: while one batch is at the database, the appends that arrive form the next one, so that any number of writers share
 * one round trip and one fsync.
 *
 * Appends to one stream keep their order and never share a batch, since the outcome of one is the premise of the next. After a
 * failure whose outcome is unknown an append is sent again with the same ids, which the database knows for the same append.
 */
export class AppendQueue<Request extends QueuedAppend> {
  #waiting: Waiting<Request>[] = [];
  #running: Promise<void> | undefined;
  #closed = false;
  #lastFailure: unknown;
  readonly #backoff = new Backoff(FIRST_RETRY_MS, LONGEST_RETRY_MS);

  /** @param send writes one batch and gives the outcome of each append, or rejects: then nothing is known of any of them */
  constructor(
    private readonly send: (batch: readonly Request[]) => Promise<readonly Outcome[]>,
    private readonly limits: AppendQueueLimits,
  ) {}

  add(request: Request): Promise<Appended> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw new EventStoreUnavailable('the event store is closed');
      if (this.#waiting.length >= this.limits.maxWaiting)
        throw new EventStoreUnavailable('too many appends are waiting');
      const { appendTimeoutMs } = this.limits;
      const timer = setTimeout(() => {
        const message = `${request.stream}: not appended within ${String(appendTimeoutMs)} ms, as far as is known`;
        waiting.reject(new EventStoreUnavailable(message, { cause: this.#lastFailure }));
      }, appendTimeoutMs);
      const settle = (): void => {
        waiting.settled = true;
        clearTimeout(timer);
      };
      const waiting: Waiting<Request> = {
        request,
        settled: false,
        resolve: (appended) => {
          settle();
          resolve(appended);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      };
      this.#waiting.push(waiting);
      this.#running ??= this.#run();
    });
  }

  /** Takes no more appends, and waits until all that were taken have their answer. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    do {
      // Those who are about to append in this turn of the event loop, such as those who have just got their answer, join the batch.
      await nextTurn();
      const batch = this.#take();
      if (batch.length > 0) await this.#write(batch);
    } while (this.#waiting.length > 0);
    this.#running = undefined;
  }

  /** The next batch, in the order of arrival; what can't be in it stays, and so does all that waits for the same stream. */
  #take(): Waiting<Request>[] {
    const batch: Waiting<Request>[] = [];
    const left: Waiting<Request>[] = [];
    const streams = new Set<string>();
    let taken = 0;
    for (const waiting of this.#waiting) {
      if (waiting.settled) continue;
      const { stream, size } = waiting.request;
      const full =
        batch.length >= this.limits.maxBatchAppends || (batch.length > 0 && taken + size > MAX_BATCH_SIZE);
      if (full || streams.has(stream)) {
        left.push(waiting);
      } else {
        batch.push(waiting);
        taken += size;
      }
      streams.add(stream);
    }
    this.#waiting = left;
    return batch;
  }

  async #write(batch: readonly Waiting<Request>[]): Promise<void> {
    const unknown: Waiting<Request>[] = [];
    try {
      const outcomes = await this.send(batch.map(({ request }) => request));
      batch.forEach((waiting, at) => {
        const outcome = outcomes[at];
        if (outcome === undefined) throw new Error('an append got no outcome');
        if (outcome.kind === 'refused') waiting.reject(outcome.error);
        else if (outcome.kind !== 'unknown') waiting.resolve(outcome.appended);
        else {
          unknown.push(waiting);
          this.#lastFailure = outcome.cause;
        }
      });
    } catch (cause) {
      unknown.splice(0, unknown.length, ...batch);
      this.#lastFailure = cause;
    }
    if (unknown.length === 0) {
      this.#backoff.reset();
      this.#lastFailure = undefined;
      return;
    }
    this.#waiting = [...unknown, ...this.#waiting];
    await pause(this.#backoff.next());
  }
}
