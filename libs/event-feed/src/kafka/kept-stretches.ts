import { reaches, type EventStretch } from './event-stretch';

/** Who reads a partition, record after record. */
export interface PartitionReader {
  readonly partition: number;
  /** The offset where it reads on; undefined: nobody knows now. */
  readonly place: number | undefined;
}

interface Kept {
  readonly stretch: EventStretch;
  readonly takers: Set<PartitionReader>;
  /** Machine time at which somebody took it for the first time. */
  takenAt: number;
}

/** How long somebody who is about to take a stretch is waited for after another has taken it, in ms of machine time. */
const PATIENCE_MS = 1_000;
/** How long a stretch is good for: it may, if rarely, be another one after brokers have failed. In ms of machine time. */
const GOOD_FOR_MS = 5_000;

/**
 * What was read of each partition a moment ago, for those who come to the same place a little later. Whoever is ahead waits for the others
 * a little before the oldest stretch is dropped: subscribers who catch up side by side would else drift apart and read everything for
 * themselves.
 */
export class KeptStretches {
  readonly #kept = new Map<number, Kept[]>();

  /** @param bytes of one partition; the stretch that goes beyond it is kept too */
  constructor(private readonly bytes: number) {}

  add(stretch: EventStretch): void {
    const kept = this.#of(stretch.partition);
    kept.push({ stretch, takers: new Set(), takenAt: Date.now() });
    let size = sizeOf(kept);
    for (let oldest = kept[0]; oldest !== undefined; oldest = kept[0]) {
      size -= oldest.stretch.bytes;
      if (size < this.bytes) return;
      kept.shift();
    }
  }

  /** The stretch with which a reader can go on; undefined: it was not kept. */
  take(reader: PartitionReader): EventStretch | undefined {
    const { partition, place } = reader;
    if (place === undefined) return undefined;
    const found = this.#of(partition).find(({ stretch }) => reaches(stretch, place) && isGood(stretch));
    if (found === undefined) return undefined;
    // Who takes it again and again holds nobody.
    if (!found.takers.has(reader)) found.takenAt = Date.now();
    found.takers.add(reader);
    return found.stretch;
  }

  /** How long the partition is not to be read on, since one of its readers is about to take what would be dropped for it. */
  waitMs(partition: number, readers: readonly PartitionReader[]): number {
    const kept = this.#of(partition);
    const [oldest] = kept;
    if (oldest === undefined || sizeOf(kept) < this.bytes) return 0;
    const { stretch, takenAt, takers } = oldest;
    const isWanted = readers.some(
      (reader) => reader.place !== undefined && !takers.has(reader) && reaches(stretch, reader.place),
    );
    const until = Math.min(takenAt + PATIENCE_MS, stretch.seenAt + GOOD_FOR_MS);
    return isWanted ? Math.max(0, until - Date.now()) : 0;
  }

  /** Drops what is good for nobody any more. */
  dropOld(partition: number): void {
    this.#kept.set(
      partition,
      this.#of(partition).filter(({ stretch }) => isGood(stretch)),
    );
  }

  /** What is in this partition is not what it was. */
  drop(partition: number): void {
    this.#kept.delete(partition);
  }

  #of(partition: number): Kept[] {
    const kept = this.#kept.get(partition) ?? [];
    this.#kept.set(partition, kept);
    return kept;
  }
}

const sizeOf = (kept: readonly Kept[]): number => kept.reduce((sum, { stretch }) => sum + stretch.bytes, 0);

const isGood = ({ seenAt }: EventStretch): boolean => Date.now() - seenAt <= GOOD_FOR_MS;
