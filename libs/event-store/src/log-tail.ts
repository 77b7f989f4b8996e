import type { Position } from '@redress/kernel';
import { Backoff, pause, untilAborted } from './machine-time';

const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 1_000;

/** What a listener tells of the log. */
export interface Heard {
  /** The log goes at least to `position`. */
  advance(position: Position): void;
  /** It hears from now on, and has asked how far the log goes. */
  listening(): void;
}

/** Listens until the signal aborts or the connection is lost; rejects where there is none, or a silent one. */
export type Listen = (signal: AbortSignal, heard: Heard) => Promise<void>;

/**
 * Knows how far the log goes, and wakes those who wait for more. All followers of a process share its one listener, which listens
 * as long as somebody follows, and begins again when it was cut off.
 */
export class LogTail {
  #head: Position = '';
  #followers = 0;
  #listening: AbortController | undefined;
  #finished: Promise<void> = Promise.resolve();
  readonly #waiting = new Set<() => void>();

  constructor(private readonly listen: Listen) {}

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
    const heard: Heard = {
      advance: (position) => {
        this.advance(position);
      },
      listening: () => {
        backoff.reset();
      },
    };
    while (!signal.aborted) {
      try {
        await this.listen(signal, heard);
      } catch {
        // whatever it was, the next connection tells whether it has passed
      }
      await pause(backoff.next(), signal);
    }
  }
}
