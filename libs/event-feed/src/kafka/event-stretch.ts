import type { Stretch } from '@redress/kafka';
import { eventIn, type EventRecord, type NotAnEvent } from './event-record';

/** A stretch of a partition, decoded: one for all who read it. */
export interface EventStretch {
  readonly partition: number;
  /** The offset that was asked for. */
  readonly from: number;
  /** The offset after the last record that came, events or not. */
  readonly next: number;
  /** The offset after the last record that there was. */
  readonly end: number;
  /** Machine time before which the broker has not looked. */
  readonly seenAt: number;
  readonly records: readonly EventRecord[];
  /** What is no event. */
  readonly foreign: readonly { readonly offset: number; readonly error: NotAnEvent }[];
  /** What it takes in memory, estimated. */
  readonly bytes: number;
}

/** What an event takes in memory beside its data, roughly: its texts, and the objects around them. */
const BYTES_AROUND_DATA = 1_500;

export function decodeStretch(
  { partition, records, next, end }: Stretch,
  from: number,
  seenAt: number,
): EventStretch {
  const events: EventRecord[] = [];
  const foreign: { offset: number; error: NotAnEvent }[] = [];
  let bytes = 0;
  for (const record of records) {
    const event = eventIn(record, (error) => foreign.push({ offset: Number(record.offset), error }));
    if (event === undefined) continue;
    events.push(event);
    bytes += BYTES_AROUND_DATA + 2 * (record.value?.length ?? 0);
  }
  return { partition, from, next, end, seenAt, records: events, foreign, bytes };
}

/** Whether who reads on at this offset can go on with the stretch. An empty one tells him where the partition ends. */
export const reaches = ({ from, next }: EventStretch, offset: number): boolean =>
  offset === from || (offset > from && offset < next);
