import type { Position } from '@redress/kernel';
import type { Positions } from './commit-signals';
import type { ToldStatus } from './told-progress';

/** Who has said for so long that he keeps a partition will tell of its next commit, in ms. He says so once a second. */
const TRUST_MS = 4_000;

/** What the database says of a live generation. */
export interface FoundProjection {
  readonly generation: number;
  readonly partitionCount: number;
  readonly positions: Map<number, Position>;
}

/** Partitions only go on, in whatever order it is heard of. */
export function advance(known: Map<number, Position>, positions: Positions): void {
  for (const [partition, position] of positions)
    if (position > (known.get(partition) ?? '')) known.set(partition, position);
}

interface PartitionReport {
  /** When somebody last said that he keeps the partition. */
  readonly toldAt: number;
  /** The latest time at which all there was in it had been handled, whoever kept it then. */
  readonly caughtUpAt: number | undefined;
}

/** What is known of a projection that other processes keep. All times are machine time. */
export class HeardProjection {
  #found: FoundProjection;
  readonly #reports = new Map<number, PartitionReport>();

  constructor(found: FoundProjection) {
    this.#found = found;
  }

  get generation(): number {
    return this.#found.generation;
  }

  position(partition: number): Position | undefined {
    return this.#found.positions.get(partition);
  }

  hears(partition: number): boolean {
    const toldAt = this.#reports.get(partition)?.toldAt;
    return toldAt !== undefined && this.#found.positions.has(partition) && Date.now() - toldAt <= TRUST_MS;
  }

  /** That of the partition that is furthest behind; undefined until all have been heard of. */
  caughtUpAt(): number | undefined {
    let oldest = Infinity;
    for (let partition = 0; partition < this.#found.partitionCount; partition++) {
      const at = this.#reports.get(partition)?.caughtUpAt;
      if (at === undefined) return undefined;
      oldest = Math.min(oldest, at);
    }
    return oldest;
  }

  /** Takes over what the database says. Gives whether it is news. */
  find(found: FoundProjection): boolean {
    const before = this.#found.positions;
    const isNews =
      found.generation !== this.generation ||
      [...found.positions].some(([partition, position]) => position !== before.get(partition));
    const isBehind = [...before].some(
      ([partition, position]) => (found.positions.get(partition) ?? '') < position,
    );
    // The database has lost commits, as in a crash, or is an older one: what was handled is not any more.
    if (isBehind) this.#reports.clear();
    this.#found = found;
    return isNews;
  }

  /** A commit of the generation that is known here. */
  committed(positions: Positions): void {
    advance(this.#found.positions, positions);
  }

  /** The status of somebody who keeps partitions of the generation that is known here. */
  told({ partitions, agoMs }: ToldStatus): void {
    const toldAt = Date.now();
    const at = agoMs === undefined ? undefined : toldAt - agoMs;
    for (const partition of partitions) {
      const before = this.#reports.get(partition)?.caughtUpAt;
      const caughtUpAt = before !== undefined && (at === undefined || before > at) ? before : at;
      this.#reports.set(partition, { toldAt, caughtUpAt });
    }
  }
}
