import type { Position } from '@redress/kernel';
import { Backoff, pause } from '../machine-time';
import type { Queries } from './queries';

/** The channel on which writers tell the readers of all processes how far the log goes. */
export const CHANNEL = 'event_store';

/** Without waiting for the disk: a lost notification is made up for by the readers' own look now and then. */
const NOTIFY = {
  name: 'event_store.notify',
  text: `SELECT set_config('synchronous_commit', 'off', true), pg_notify('${CHANNEL}', $1)`,
};
/** Under load one notification speaks for all batches of so many ms. */
const SPACING_MS = 4;
const ATTEMPTS = 3;

/**
 * Tells other processes that the log has grown. Never within the transaction of a batch, where the server's lock on the queue of
 * notifications would make all writers wait for each other; at most one is on its way, and it names the newest position.
 */
export class Notifier {
  #newest: Position | undefined;
  #running: Promise<void> | undefined;

  constructor(private readonly queries: Queries) {}

  /** Call it after the commit. Never throws. */
  announce(position: Position): void {
    if (this.#newest === undefined || position > this.#newest) this.#newest = position;
    this.#running ??= this.#run();
  }

  /** Resolves when all has been told. */
  async close(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#newest !== undefined) {
      const position = this.#newest;
      this.#newest = undefined;
      await this.#tell(position);
      await pause(SPACING_MS);
    }
    this.#running = undefined;
  }

  async #tell(position: Position): Promise<void> {
    const backoff = new Backoff(20, 500);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        await this.queries.rows(NOTIFY, [position]);
        return;
      } catch {
        await pause(backoff.next());
      }
    }
  }
}
