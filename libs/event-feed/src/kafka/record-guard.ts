import type { Position } from '@redress/kernel';
import type { EventRecord } from './event-record';

/** Up to where the records of a partition have been read. */
export interface ReadPlace {
  /** Of the last event; undefined: none yet. */
  readonly position: Position | undefined;
  /** Of the last event; -1: none yet. */
  readonly sequence: number;
}

export const PARTITION_START: ReadPlace = { position: undefined, sequence: -1 };

/** Events are missing between two records of a partition. */
export class RecordGap extends Error {
  override readonly name = 'RecordGap';
}

/**
 * Through which a partition is read: no gap, no repeat, never out of order. A relay may write a stretch again: after a crash between the
 * acknowledgement and its checkpoint, or where it was paused, another took over, and it wakes. So records whose position is not above the
 * last are dropped, and whatever is left must be the very next event of the partition.
 *
 * A record of a relay that was replaced is as good as any other: all write the same events in the same order, and none begins beyond the
 * end. To drop it for its lower epoch would lose it: the next relay may begin right after it.
 */
export class RecordGuard {
  #place: ReadPlace;

  constructor(
    private readonly partition: number,
    after: ReadPlace,
  ) {
    this.#place = after;
  }

  get place(): ReadPlace {
    return this.#place;
  }

  /** Whether the event is the next one; false: it was there already. Throws RecordGap. */
  admit({ event, sequence, offset }: EventRecord): boolean {
    const last = this.#place;
    if (last.position !== undefined && event.position <= last.position) return false;
    if (sequence !== last.sequence + 1) {
      throw new RecordGap(
        `partition ${String(this.partition)}: event ${String(sequence)} at offset ${String(offset)} comes after event ${String(last.sequence)}: what is between them is missing`,
      );
    }
    this.#place = { position: event.position, sequence };
    return true;
  }
}
