import type { Position, RecordedEvent } from '@redress/kernel';

/** Who listens: one group for each projection or automation. */
export interface Subscriber {
  /** Names the group; members of one group share its partitions. */
  readonly group: string;
  /** Up to which position this partition has been handled; undefined: nothing yet. Asked whenever the partition is taken up. */
  resumeAfter(partition: number): Promise<Position | undefined>;
  /**
   * Handles the next events of a partition, in order. They are given again after a crash or a move of the partition, so the
   * subscriber guards by position. A rejection is retried with back-off: the partition is taken up anew, from where `resumeAfter`
   * says. The feed never skips.
   */
  handle(partition: number, events: readonly RecordedEvent[]): Promise<void>;
}

export interface Subscription {
  /**
   * Business-free machine time (ms since epoch) at which this subscriber had last handled all there was in its partitions; undefined: never
   * yet, or not since it took over one of them.
   */
  caughtUpAt(): number | undefined;
  /** The partitions that are this subscriber's now, of which `caughtUpAt` speaks: all, or the share of this member of the group. */
  partitions(): readonly number[];
  /** Finishes the batch in hand and leaves. */
  stop(): Promise<void>;
}

/** All events in partitions: order holds within a partition, and the events of one `partitionKey` are always in the same one. */
export interface EventFeed {
  /** How many partitions there are. Fixed for the life of the data. */
  readonly partitions: number;
  partitionOf(partitionKey: string): number;
  subscribe(subscriber: Subscriber): Subscription;
  close(): Promise<void>;
}

/** Something did not work and is tried again. `group` and `partition` are undefined where it concerns more than one. */
export interface FeedFailure {
  readonly group?: string | undefined;
  readonly partition?: number | undefined;
  /** How often in a row, from 1. */
  readonly failures?: number;
  readonly error: unknown;
}

/** Nest token of the EventFeed in use. */
export const EVENT_FEED = Symbol('EventFeed');
