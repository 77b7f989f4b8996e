import type { EpochMs, Position, RecordedEvent } from '@redress/kernel';

/** A command that was refused in the words of the domain. */
export interface RefusedReaction {
  readonly position: Position;
  readonly eventId: string;
  readonly type: string;
  /** The code of the refusal. */
  readonly code: string;
}

/** An event that could not be reacted to, or that waits behind such a one of its partition key. */
export interface ParkedReaction {
  readonly event: RecordedEvent;
  /** Undefined: it waits behind an earlier one. */
  readonly reason: string | undefined;
}

/** A step forward in one partition, with what was noted on the way. */
export interface AutomationStep {
  readonly partition: number;
  /** Everything up to here was reacted to, refused or parked. */
  readonly position: Position;
  readonly refused: readonly RefusedReaction[];
  readonly parked: readonly ParkedReaction[];
}

/** What is on record about an automation, for operators: counts, and the newest of each. `at` is machine time. */
export interface AutomationRecord {
  /** Business time. */
  readonly startedAt: EpochMs;
  readonly parkedCount: number;
  readonly parked: readonly {
    readonly position: Position;
    readonly eventId: string;
    readonly type: string;
    readonly reason: string | undefined;
    readonly at: EpochMs;
  }[];
  readonly refusedCount: number;
  readonly refused: readonly (RefusedReaction & { readonly at: EpochMs })[];
}

/** What automations write down: their start, how far they have come, and what they could not do. */
export interface AutomationStore {
  /**
   * Writes down the first start of an automation; gives the instant of the first start, however often it is started.
   * Throws where the feed had another number of partitions then: the checkpoints would mean something else.
   */
  begin(automation: string, start: { readonly at: EpochMs; readonly partitions: number }): Promise<EpochMs>;
  /** Up to which position a partition is done; undefined: nothing yet. */
  checkpoint(automation: string, partition: number): Promise<Position | undefined>;
  /** Notes a step, all of it or nothing. False, and nothing noted, where the checkpoint is there already or beyond. */
  advance(automation: string, step: AutomationStep): Promise<boolean>;
  /** Which of these partition keys have events parked. */
  blockedKeys(automation: string, partitionKeys: readonly string[]): Promise<ReadonlySet<string>>;
  /** All partition keys that have events parked. */
  parkedKeys(automation: string): Promise<string[]>;
  /** How many events each automation has parked; those with none are left out. */
  parkedCounts(): Promise<ReadonlyMap<string, number>>;
  /** The earliest parked event of a partition key. */
  firstParked(automation: string, partitionKey: string): Promise<RecordedEvent | undefined>;
  /** A parked event is done with: reacted to, or refused. */
  settleParked(automation: string, position: Position, refused?: RefusedReaction): Promise<void>;
  /** A parked event was tried again, in vain. */
  keepParked(automation: string, position: Position, reason: string): Promise<void>;
  /** At most `newest` of the parked and refused ones; undefined where the automation never began. */
  record(automation: string, newest: number): Promise<AutomationRecord | undefined>;
}
