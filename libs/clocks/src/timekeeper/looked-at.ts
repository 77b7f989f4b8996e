/** How long what came to nothing is left alone: a stream that could not be recorded, or had nothing to record. Machine time. */
const REST_MS = 15_000;

/**
 * What was looked at a moment ago, by the fact that it followed from: until the outcome has come back, its timer row says "due" still. A row
 * that has moved on follows from another fact, and is not among these.
 */
export class LookedAt {
  readonly #until = new Map<string, number>();

  add(factId: string): void {
    this.#until.set(factId, Date.now() + REST_MS);
  }

  delete(factId: string): void {
    this.#until.delete(factId);
  }

  clear(): void {
    this.#until.clear();
  }

  /** Those that are still to be left alone. */
  get facts(): readonly string[] {
    const now = Date.now();
    for (const [factId, until] of this.#until) if (until <= now) this.#until.delete(factId);
    return [...this.#until.keys()];
  }
}
