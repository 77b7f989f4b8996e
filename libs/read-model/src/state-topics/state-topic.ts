import type { Position } from '@redress/kernel';

/** A compacted topic with the present state of something: the last record of a key says how it stands, a tombstone that it is over. */
export interface StateTopic {
  /**
   * What follows the prefix in the topic's name, such as `state.case.v1`. Values that no longer fit their readers get an address of their
   * own.
   */
  readonly address: string;
  readonly description: string;
  /** What a key is made of, in words. */
  readonly key: string;
  /** When a key gets a tombstone, in words. */
  readonly tombstone: string;
  /** The TypeScript type of the values; the lib of the projection exports it under this name. */
  readonly valueType: string;
}

/** A state or a tombstone on its way to a topic. */
export interface StateRecord {
  /** The address of the topic. */
  readonly topic: string;
  readonly key: string;
  /** JSON; null: a tombstone. */
  readonly value: string | null;
  /** All records of one partition key belong in one partition: all states of a case lie together. */
  readonly partitionKey: string;
  /** By whose rules the state was made, such as `cases.v3`. */
  readonly projection: string;
  /**
   * The last event of the partition key that is in the state. Undefined where that is not known: in the tombstones of a rebuild, and where
   * a topic was filled from rows that were there before.
   */
  readonly position: Position | undefined;
}

/** Which topic it is, beyond its name: one that was deleted and made anew has another id. */
export interface StateTopicIdentity {
  readonly topicId: string;
  readonly partitions: number;
}

/** Where states go. */
export interface StateSink {
  /**
   * Opens the topics with these addresses. From now on, nothing that was opened before may put an older state over what is sent here: it
   * fails instead. Throws where a topic is not there.
   */
  open(addresses: readonly string[]): Promise<OpenStateSink>;
}

export interface OpenStateSink {
  /** By address. */
  readonly identities: ReadonlyMap<string, StateTopicIdentity>;
  /** Resolves when all of it is safe; those of one key stay in their order. After a rejection nobody knows what of it is there. */
  send(records: readonly StateRecord[]): Promise<void>;
  /** Throws where a topic is not the one that was opened any more. */
  mustBeSame(): Promise<void>;
  close(): Promise<void>;
}
