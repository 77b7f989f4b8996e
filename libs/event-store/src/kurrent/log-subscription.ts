import { once } from 'node:events';
import {
  END,
  streamNameFilter,
  type AllStreamSubscription,
  type KurrentDBClient,
} from '@kurrent/kurrentdb-client';
import type { Position } from '@redress/kernel';
import { within } from '../machine-time';
import { FROM_LEADER, NOT_THE_SERVERS } from './log-reader';
import { toRecordedEvent } from './stored-event';

/**
 * A subscription to what is appended from now on. It is over when it ends, be it with an error or without one: the client ends it
 * quietly when the server goes. No `checkpointReached` is given to the client: one that throws would end the process.
 */
export class LogSubscription {
  readonly #subscription: AllStreamSubscription;
  readonly #over = new AbortController();
  #told: Position = '';

  constructor(client: KurrentDBClient, onEvent: (position: Position) => void) {
    const filter = streamNameFilter({ regex: NOT_THE_SERVERS });
    this.#subscription = client.subscribeToAll({ ...FROM_LEADER, fromPosition: END, filter });
    this.#subscription.on('data', ({ event }) => {
      const position = event === undefined ? undefined : toRecordedEvent(event)?.position;
      if (position === undefined) return;
      this.#told = position;
      onEvent(position);
    });
    // An error that comes when nobody listens any more would end the process: these stay.
    for (const ending of ['error', 'end', 'close']) {
      this.#subscription.on(ending, () => {
        this.#over.abort();
      });
    }
  }

  get over(): AbortSignal {
    return this.#over.signal;
  }

  /** The last event that it told of; empty: none yet. */
  get told(): Position {
    return this.#told;
  }

  /** Resolves when the server has taken it; rejects where it does not in time. */
  async confirmed(timeoutMs: number): Promise<void> {
    try {
      await within(timeoutMs, once(this.#subscription, 'confirmation', { signal: this.over }));
    } catch (error) {
      this.drop();
      throw error;
    }
  }

  drop(): void {
    void this.#subscription.unsubscribe().catch(() => undefined);
    this.#subscription.destroy();
  }
}
