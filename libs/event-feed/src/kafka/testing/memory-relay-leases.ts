import { Notifier } from '../../notifier';
import type { RelayCheckpoint, RelayLease, RelayLeases } from '../relay-lease';

/** The lease of one topic within a process, for specs that need no database. */
export class MemoryRelayLeases implements RelayLeases {
  checkpoint: RelayCheckpoint | undefined;
  #epoch = 0;
  #holder: AbortController | undefined;
  readonly #freed = new Notifier();

  async acquire(signal: AbortSignal): Promise<RelayLease | undefined> {
    const wake = (): void => {
      this.#freed.notify();
    };
    signal.addEventListener('abort', wake);
    while (this.#holder !== undefined && !signal.aborted) await this.#freed.wait();
    signal.removeEventListener('abort', wake);
    return signal.aborted ? undefined : this.#give();
  }

  /** As if the lease had run out while its holder was paused: the next one gets it, and the former learns nothing until it is told. */
  takeAway(): { tell(): void } {
    const holder = this.#holder;
    this.#free();
    return { tell: () => holder?.abort() };
  }

  #free(): void {
    this.#holder = undefined;
    this.#freed.notify();
  }

  #give(): RelayLease {
    const lost = new AbortController();
    this.#holder = lost;
    return {
      epoch: ++this.#epoch,
      checkpoint: this.checkpoint,
      lost: lost.signal,
      save: (checkpoint) => {
        if (this.#holder === lost) this.checkpoint = checkpoint;
        return Promise.resolve();
      },
      release: () => {
        if (this.#holder === lost) this.#free();
        return Promise.resolve();
      },
    };
  }
}
