import { PersonalDataUnavailable } from '../errors';

interface Waiting<Call, Result> {
  readonly call: Call;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

/** How one call of a group ended. */
export type Outcome<Result> = { readonly result: Result } | { readonly error: unknown };

/**
 * Calls that arrive while a group is being written form the next group: one round trip and one flush to disk for all of them.
 * A call alone waits for nobody.
 */
export class GroupCommit<Call, Result> {
  readonly #waiting: Waiting<Call, Result>[] = [];
  #writing = false;

  /**
   * @param write writes a group and gives the outcomes in the order of its calls. Where it throws, each call is written alone, so
   *   that one can't spoil the others; not so where the store is unavailable
   * @param groupSize calls of a group at most
   */
  constructor(
    private readonly write: (calls: readonly Call[]) => Promise<readonly Outcome<Result>[]>,
    private readonly groupSize: number,
  ) {}

  add(call: Call): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ call, resolve, reject });
      if (this.#writing) return;
      this.#writing = true;
      // Calls of the same turn of the event loop share the first group.
      setImmediate(() => void this.#writeAll());
    });
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) await this.#writeGroup(this.#waiting.splice(0, this.groupSize));
    this.#writing = false;
  }

  async #writeGroup(group: readonly Waiting<Call, Result>[]): Promise<void> {
    try {
      const outcomes = await this.write(group.map(({ call }) => call));
      group.forEach(({ resolve, reject }, index) => {
        const outcome = outcomes[index];
        if (outcome === undefined) reject(new Error('a call of the group has no outcome'));
        else if ('error' in outcome) reject(outcome.error);
        else resolve(outcome.result);
      });
    } catch (error) {
      if (group.length === 1 || error instanceof PersonalDataUnavailable)
        for (const { reject } of group) reject(error);
      else for (const waiting of group) await this.#writeGroup([waiting]);
    }
  }
}
