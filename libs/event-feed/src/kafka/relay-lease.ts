import type { TopicIdentity } from '@redress/kafka';
import type { Position } from '@redress/kernel';
import type { Lease, Leases } from '../lease';

/** How far a relay has come, and in which topic. */
export interface RelayCheckpoint extends TopicIdentity {
  /** Everything up to here is acknowledged; undefined: nothing yet. */
  readonly position: Position | undefined;
  /** The last position in each partition: what must be found there again. Empty: nothing was published yet. */
  readonly ends: readonly (Position | undefined)[];
}

/** The right to publish to a topic, held by one relay at a time. */
export interface RelayLease extends Lease {
  /** As it was when the lease was taken; undefined: nothing was ever published. */
  readonly checkpoint: RelayCheckpoint | undefined;
  /** Notes how far this relay has come. Throws where the lease is lost: the note of the one who has it now stays. */
  save(checkpoint: RelayCheckpoint): Promise<void>;
}

/** Who gives out the lease. */
export type RelayLeases = Leases<RelayLease>;
