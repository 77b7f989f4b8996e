import type { TopicIdentity } from '@redress/kafka';
import type { Position } from '@redress/kernel';

/** How far a relay has come, and in which topic. */
export interface RelayCheckpoint extends TopicIdentity {
  /** Everything up to here is acknowledged; undefined: nothing yet. */
  readonly position: Position | undefined;
  /** The last position in each partition: what must be found there again. Empty: nothing was published yet. */
  readonly ends: readonly (Position | undefined)[];
}

/** The right to publish to a topic, held by one relay at a time. */
export interface RelayLease {
  /** Higher than that of all who held it before. */
  readonly epoch: number;
  /** As it was when the lease was taken; undefined: nothing was ever published. */
  readonly checkpoint: RelayCheckpoint | undefined;
  /** Aborts as soon as it is known, or must be feared, that another one may hold it. */
  readonly lost: AbortSignal;
  /** Notes how far this relay has come. Throws where the lease is lost: the note of the one who has it now stays. */
  save(checkpoint: RelayCheckpoint): Promise<void>;
  /** Lets another one have it at once. */
  release(): Promise<void>;
}

/** Who gives out the lease. */
export interface RelayLeases {
  /** Waits until nobody else holds the lease; undefined: the signal aborted first. Throws where that can't be found out. */
  acquire(signal: AbortSignal): Promise<RelayLease | undefined>;
}

/** Another relay has taken over, or may have. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}
