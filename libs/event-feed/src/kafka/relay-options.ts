import type { EventStore } from '@redress/event-store';
import type { Compression, KafkaConnection } from '@redress/kafka';
import type { Backoff, Position } from '@redress/kernel';
import type { RelayLeases } from './relay-lease';

export interface KafkaRelayOptions extends KafkaConnection {
  readonly store: EventStore;
  readonly topic: string;
  readonly leases: RelayLeases;
  /** The `source` of all CloudEvents: a URI reference that names this installation; default `/redress`. */
  readonly source?: string;
  /** The most events in one batch; default 500. */
  readonly batchSize?: number;
  /** Default `none`. */
  readonly compression?: Compression;
  /** Machine time before a retry, in ms; by default from 50 doubling to 5,000. */
  readonly backoff?: Backoff;
  readonly report?: (report: RelayReport) => void;
  /**
   * Told about once a second, while this relay publishes and keeps up: everything that was in the store at `storeAt` (machine time) is in
   * the topic now. For those who read the topic, who else can't know (see tellRelayProgress).
   */
  readonly onCaughtUp?: (storeAt: number) => void;
}

/** What happens to a relay; for the log. */
export type RelayReport =
  | { readonly kind: 'leading'; readonly epoch: number; readonly after: Position | undefined }
  /** What the checkpoint says was acknowledged is not in the topic: it is written again. */
  | { readonly kind: 'rewriting'; readonly partitions: readonly number[] }
  | { readonly kind: 'published'; readonly events: number; readonly position: Position }
  /** A topic that is not what it was needs a person; everything else is tried again. */
  | { readonly kind: 'refused' | 'failed'; readonly error: unknown };
