import type { Position } from '@redress/kernel';

/** How far each partition is. */
export type Positions = ReadonlyMap<number, Position>;

/** A projection whose live generation is kept in this process: all of its partitions, or a share. */
export interface KeptProjection {
  readonly generation: number;
  /** How many partitions there are. */
  readonly partitionCount: number;
  /** How far each partition is committed, as far as this process knows. */
  positions(): Positions;
  /** The partitions that this process keeps now. */
  partitions(): readonly number[];
  /** Machine time at which this process had last handled all there was in them. */
  caughtUpAt(): number | undefined;
}

/** What other processes have told of the projections that they keep. */
export interface HeardProjections {
  position(projection: string, partition: number): Position | undefined;
  /** Whether the next commit in the partition will be heard of. */
  hears(projection: string, partition: number): boolean;
  /** Machine time at which all that there was had been handled in all partitions, by whoever keeps them. */
  caughtUpAt(projection: string): number | undefined;
}

/** A commit in this process: the partitions that went on, and how far; none where rows changed without it. */
export type KeptCommitListener = (projection: string, kept: KeptProjection, positions: Positions) => void;

const NOTHING: Positions = new Map();

/**
 * Tells questions what has been committed, so that they need not ask the database again and again: by the runner of the same process, and by
 * others where a ReadModelListener hears of them. Give one object to all; questions without any of it work as well, by asking.
 */
export class CommitSignals {
  readonly #kept = new Map<string, KeptProjection>();
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #keptListeners = new Set<KeptCommitListener>();
  #heard: HeardProjections | undefined;

  /** Called by the runner: the live generation of a projection is kept in this process. */
  attach(projection: string, kept: KeptProjection): void {
    this.#kept.set(projection, kept);
    this.committed(projection);
  }

  /** Called by the runner: the live generation is not kept in this process any more. */
  detach(projection: string): void {
    this.#kept.delete(projection);
  }

  /** Called by the runner after each commit, and after a switch to another generation. */
  committed(projection: string, positions = NOTHING): void {
    this.heardOf(projection);
    const kept = this.#kept.get(projection);
    if (kept === undefined) return;
    for (const listener of this.#keptListeners) listener(projection, kept, positions);
  }

  /** Called by the ReadModelListener: from now on it answers for other processes. Undefined: no longer. */
  hear(heard: HeardProjections | undefined): void {
    this.#heard = heard;
  }

  /** Called by the ReadModelListener: something has become of a projection in another process, or it can't be heard any more. */
  heardOf(projection: string): void {
    for (const listener of this.#listeners.get(projection) ?? []) listener();
  }

  /** The projections whose live generation is kept in this process, by name. */
  get kept(): ReadonlyMap<string, KeptProjection> {
    return this.#kept;
  }

  /** Whether `onCommit` will tell of the next commit in the partition, so that there is no need to ask. */
  tells(projection: string, partition: number): boolean {
    const kept = this.#kept.get(projection);
    if (kept?.positions().has(partition) === true && kept.partitions().includes(partition)) return true;
    return this.#heard?.hears(projection, partition) === true;
  }

  /** How far the live generation is committed, as far as is known here. */
  position(projection: string, partition: number): Position | undefined {
    const kept = this.#kept.get(projection)?.positions().get(partition);
    const heard = this.#heard?.position(projection, partition);
    // Of two generations, too: one takes the place of another only where it has come as far.
    return kept === undefined || (heard !== undefined && heard > kept) ? heard : kept;
  }

  /**
   * Machine time at which a projection had last handled all there was; undefined where nobody knows. Where a share is kept here and nobody
   * tells of the others, it is that of the share.
   */
  caughtUpAt(projection: string): number | undefined {
    const kept = this.#kept.get(projection);
    const keepsAll = kept?.partitions().length === kept?.partitionCount;
    return kept !== undefined && (keepsAll || this.#heard === undefined)
      ? kept.caughtUpAt()
      : this.#heard?.caughtUpAt(projection);
  }

  /** Calls the listener after each commit that may have changed rows of the projection. Gives the way to end it. */
  onCommit(projection: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(projection) ?? new Set();
    this.#listeners.set(projection, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }

  /** Calls the listener after each commit in this process. Gives the way to end it. */
  onKeptCommit(listener: KeptCommitListener): () => void {
    this.#keptListeners.add(listener);
    return () => {
      this.#keptListeners.delete(listener);
    };
  }
}
