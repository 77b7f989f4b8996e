/** A sleep of machine time that can be cut short. */
export class Nap {
  #woken = false;
  #wake: () => void = () => undefined;

  /** Ends the sleep, as soon as its shortest time is over; where nobody sleeps, the next one. */
  wake(): void {
    this.#woken = true;
    this.#wake();
  }

  /** Sleeps `longestMs`, or less where it is woken, but never less than `shortestMs`. */
  async sleep(shortestMs: number, longestMs: number): Promise<void> {
    await pause(shortestMs);
    if (!this.#woken && longestMs > shortestMs) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, longestMs - shortestMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#woken = false;
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
