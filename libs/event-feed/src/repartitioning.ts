import type { EventStore } from '@redress/event-store';
import type { Position } from '@redress/kernel';
import { LogEnds } from './log-ends';
import { partitionFor } from './partition';

/**
 * The move of all who hear the feed to another number of partitions, at a moment when nothing is written and everything was heard. Then a
 * place in the log is a place in every partition, old and new: whoever had come to the end goes on there, and nothing is told twice or left
 * out.
 */
export class Repartitioning {
  readonly #ends = new Map<number, ReadonlyMap<number, Position>>();

  constructor(
    private readonly store: EventStore,
    /** How many there will be. */
    readonly partitions: number,
  ) {}

  /** In which of the new ones a key is. */
  partitionOf(partitionKey: string): number {
    return partitionFor(partitionKey, this.partitions);
  }

  /** Where everybody goes on; undefined: nothing was recorded yet. */
  head(): Promise<Position | undefined> {
    return this.store.head();
  }

  /** Whether somebody who had so many partitions, and has come to these places in them, has heard everything. */
  async hasHeardAll(
    partitions: number,
    positionIn: (partition: number) => Position | undefined,
  ): Promise<boolean> {
    const ends = await this.#endsIn(partitions);
    return [...ends].every(([partition, end]) => (positionIn(partition) ?? '') >= end);
  }

  async #endsIn(partitions: number): Promise<ReadonlyMap<number, Position>> {
    const feed = { partitionOf: (key: string) => partitionFor(key, partitions) };
    const ends = this.#ends.get(partitions) ?? (await new LogEnds(this.store, feed).now());
    this.#ends.set(partitions, ends);
    return ends;
  }
}
