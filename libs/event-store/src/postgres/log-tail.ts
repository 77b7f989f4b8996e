import type { Position } from '@redress/kernel';
import { isPosition, START, toPosition } from './event-row';
import { Backoff, pause, untilAborted } from './machine-time';
import { CHANNEL } from './notifier';
import type { Queries } from './queries';

/** The query for the position of the last event: no row where there is none. */
export const HEAD = {
  name: 'event_store.head',
  text: 'SELECT position FROM event_store.events ORDER BY position DESC LIMIT 1',
};

/** How often it looks for itself: a writer may be killed between its commit and its notification. */
const LOOK_EVERY_MS = 5_000;
const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 1_000;

/**
 * Knows how far the log goes, and wakes those who wait for more. All followers of a process share its one connection, which listens
 * for the writers' notifications as long as somebody follows.
 */
export class LogTail {
  #head: Position = START;
  #followers = 0;
  #listening: AbortController | undefined;
  #finished: Promise<void> = Promise.resolve();
  readonly #waiting = new Set<() => void>();

  constructor(private readonly queries: Queries) {}

  /** How far the log goes, as far as was heard. */
  get head(): Position {
    return this.#head;
  }

  /** The log goes at least to `position`. */
  advance(position: Position): void {
    if (position <= this.#head) return;
    this.#head = position;
    for (const wake of this.#waiting) wake();
  }

  /** From now on somebody follows, until the signal aborts or they call the function that it gives. */
  join(signal: AbortSignal): () => void {
    this.#followers += 1;
    if (this.#listening === undefined) {
      const listening = new AbortController();
      this.#listening = listening;
      this.#finished = Promise.all([this.#finished, this.#listen(listening.signal)]).then(() => undefined);
    }
    let left = false;
    const leave = (): void => {
      if (left) return;
      left = true;
      signal.removeEventListener('abort', leave);
      this.#followers -= 1;
      if (this.#followers > 0) return;
      this.#listening?.abort();
      this.#listening = undefined;
    };
    // A follower who has stopped asking for events never comes to its own end.
    signal.addEventListener('abort', leave);
    if (signal.aborted) leave();
    return leave;
  }

  /** Resolves as soon as the log is known to go beyond `position`, or when the signal aborts. */
  async waitBeyond(position: Position, signal: AbortSignal): Promise<void> {
    while (this.#head <= position && !signal.aborted) {
      let wake: () => void = () => undefined;
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      this.#waiting.add(wake);
      await untilAborted(woken, signal);
      this.#waiting.delete(wake);
    }
  }

  /** Resolves when the connection is given back, after the last follower has left. */
  async close(): Promise<void> {
    await this.#finished;
  }

  async #listen(signal: AbortSignal): Promise<void> {
    const backoff = new Backoff(FIRST_RETRY_MS, LONGEST_RETRY_MS);
    while (!signal.aborted) {
      try {
        await this.#listenOnce(signal, () => {
          backoff.reset();
        });
      } catch {
        // whatever it was, the next connection tells whether it has passed
      }
      await pause(backoff.next(), signal);
    }
  }

  /** Listens on one connection until it is lost or the signal aborts; rejects when there is none, or a silent one. */
  async #listenOnce(signal: AbortSignal, connected: () => void): Promise<void> {
    const session = await this.queries.session();
    const over = AbortSignal.any([signal, session.lost]);
    try {
      await session.listen(CHANNEL, (payload) => {
        if (isPosition(payload)) this.advance(payload);
      });
      while (!over.aborted) {
        const [last] = await session.rows<{ position: string }>(HEAD);
        if (last !== undefined) this.advance(toPosition(last.position));
        connected();
        await pause(LOOK_EVERY_MS, over);
      }
    } finally {
      session.end();
    }
  }
}
