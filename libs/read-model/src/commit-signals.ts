import type { Position } from '@redress/kernel';

/**
 * Tells questions what the runner of the same process has committed, so that they need not ask the database again and again. Give
 * one object to both; questions without a runner beside them work as well, by asking.
 */
export class CommitSignals {
  readonly #running = new Map<
    string,
    { positions: () => ReadonlyMap<number, Position>; caughtUpAt: () => number | undefined }
  >();
  readonly #listeners = new Map<string, Set<() => void>>();

  /** Called by the runner: the live generation of a projection is kept in this process. */
  attach(
    projection: string,
    source: { positions: () => ReadonlyMap<number, Position>; caughtUpAt: () => number | undefined },
  ): void {
    this.#running.set(projection, source);
    this.committed(projection);
  }

  /** Called by the runner: the live generation is not kept in this process any more. */
  detach(projection: string): void {
    this.#running.delete(projection);
  }

  /** Called by the runner after each commit, and after a switch to another generation. */
  committed(projection: string): void {
    for (const listener of this.#listeners.get(projection) ?? []) listener();
  }

  /** Whether the live generation of a projection is kept in this process. */
  isLocal(projection: string): boolean {
    return this.#running.has(projection);
  }

  /** How far the live generation is committed, where it is kept in this process. */
  position(projection: string, partition: number): Position | undefined {
    return this.#running.get(projection)?.positions().get(partition);
  }

  caughtUpAt(projection: string): number | undefined {
    return this.#running.get(projection)?.caughtUpAt();
  }

  /** Calls the listener after each commit in this process that may have changed rows of the projection. Gives the way to end it. */
  onCommit(projection: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(projection) ?? new Set();
    this.#listeners.set(projection, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }
}
