import type { Position } from '@redress/kernel';

/** Where an event stands in KurrentDB's log: two unsigned 64-bit integers, which no JavaScript number holds exactly. */
export interface LogPosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** 2^64 - 1 has twenty digits; of one width, so that text compares as pairs of numbers do. */
const WIDTH = 20;
const PAIR = /^(\d{20})-(\d{20})$/;
/** What a server says that does not know the position. */
const UNKNOWN = 2n ** 64n - 1n;

/** Throws an Error where the server gave none: before version 22.6 it knew positions in the log of all streams only. */
export function toPosition(position: LogPosition | undefined): Position {
  if (position === undefined || position.commit === UNKNOWN) {
    throw new Error('an event came without its position: KurrentDB, or EventStoreDB from 22.6, is needed');
  }
  return `${digits(position.commit)}-${digits(position.prepare)}`;
}

/** Throws a RangeError where it is no position of this store. */
export function toLogPosition(position: Position): LogPosition {
  const [, commit, prepare] = PAIR.exec(position) ?? [];
  if (commit === undefined || prepare === undefined) {
    throw new RangeError(`not a position of this event store: ${JSON.stringify(position)}`);
  }
  return { commit: BigInt(commit), prepare: BigInt(prepare) };
}

const digits = (integer: bigint): string => String(integer).padStart(WIDTH, '0');
