import type { ReadModel } from './read-model';

/**
 * For whoever works in rounds behind projections: sleeps until there is something new, without missing a commit that came while it was
 * busy. All times are machine time.
 */
export class CommitWatch {
  readonly #unsubscribe: readonly (() => void)[];
  #woken = false;
  #wake: () => void = () => undefined;

  constructor(source: Pick<ReadModel, 'onCommit'>, ...projections: readonly string[]) {
    const wake = (): void => {
      this.#woken = true;
      this.#wake();
    };
    this.#unsubscribe = projections.map((projection) => source.onCommit(projection, wake));
  }

  /**
   * Until a commit since the last sleep, but at least `atLeastMs`, so that many commits make one round, and at most `atMostMs`. At once
   * where the signal aborts.
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
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
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
