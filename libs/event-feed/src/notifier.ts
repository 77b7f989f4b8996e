/** Wakes whoever waits. Who waits checks his condition again, since others are woken by the same call. */
export class Notifier {
  #wake: (() => void)[] = [];

  wait(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve));
  }

  notify(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const wake of waiting) wake();
  }
}
