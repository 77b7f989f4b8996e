/** For whoever works in rounds and is woken for the next one: no word is missed that comes while it is busy. */
export class Waking {
  #woken = false;
  #wake: () => void = () => undefined;

  /** There may be something new. */
  readonly wake = (): void => {
    this.#woken = true;
    this.#wake();
  };

  /** From now on a word counts for the next sleep. */
  protected busy(): void {
    this.#woken = false;
  }

  /** Until it is woken, or was since it began to be busy, at most so long (machine time); at once where the signal aborts. */
  sleep(atMostMs: number, signal: AbortSignal): Promise<void> {
    if (this.#woken || signal.aborted || atMostMs <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#wake = () => undefined;
        resolve();
      };
      const timer = setTimeout(done, atMostMs);
      signal.addEventListener('abort', done);
      this.#wake = done;
    });
  }
}
