import type { ReadModel } from './read-model';

/**
 * For whoever works in rounds behind a projection: sleeps until there is something new, without missing a commit that came while it was
 * busy. All times are machine time.
 */
export class CommitWatch {
  readonly #unsubscribe: () => void;
  #woken = false;
  #wake: () => void = () => undefined;

  constructor(readModel: ReadModel, projection: string) {
    this.#unsubscribe = readModel.onCommit(projection, () => {
      this.#woken = true;
      this.#wake();
    });
  }

  /**
   * Until a commit since the last sleep, but at least `atLeastMs`, so that many commits make one round, and at most `atMostMs`. At once where
   * the signal aborts.
   */
  async sleep({
    atLeastMs,
    atMostMs,
    signal,
  }: {
    atLeastMs: number;
    atMostMs: number;
    signal: AbortSignal;
  }): Promise<void> {
    await this.#pause(atLeastMs, signal, false);
    if (!this.#woken) await this.#pause(atMostMs - atLeastMs, signal, true);
    this.#woken = false;
  }

  end(): void {
    this.#unsubscribe();
  }

  #pause(ms: number, signal: AbortSignal, untilWoken: boolean): Promise<void> {
    if (signal.aborted || ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#wake = () => undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done);
      if (untilWoken) this.#wake = done;
    });
  }
}
