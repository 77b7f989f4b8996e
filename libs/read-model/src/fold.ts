import type { Position, RecordedEvent } from '@redress/kernel';
import type { Projection } from './projection';
import { RowGroup } from './row-group';
import { shapesOf, type TableShapes } from './table-shape';

/** An event that waits for a mend. */
export interface Waiting {
  readonly event: RecordedEvent;
  /** Why it could not be applied; undefined where it waits behind an earlier event of its partition key. */
  readonly reason: string | undefined;
}

/** A projection with its tables checked and its events ready to look up. */
export class Folding {
  readonly shapes: TableShapes;
  readonly #events: ReadonlySet<string>;

  constructor(readonly projection: Projection) {
    this.shapes = shapesOf(projection.tables);
    this.#events = new Set(projection.events);
  }

  /** The events of a batch that the projection has to see: those it looks at, above the checkpoint. */
  unseen(events: readonly RecordedEvent[], checkpoint: Position | undefined): RecordedEvent[] {
    return events.filter(
      ({ type, position }) => this.#events.has(type) && (checkpoint === undefined || position > checkpoint),
    );
  }

  newGroup(): RowGroup {
    return new RowGroup(this.shapes);
  }

  /**
   * Applies events of any number of partition keys, in order, to the groups of rows. What can't be applied is given back, and with
   * it all that comes after it under the same key.
   *
   * @param blocked the partition keys behind which events wait already; those that are found are added
   * @param unfit positions of events whose rows the database would not take, with the reason
   */
  apply(
    events: readonly RecordedEvent[],
    groups: ReadonlyMap<string, RowGroup>,
    blocked: Set<string>,
    unfit: ReadonlyMap<Position, string> = new Map(),
  ): Waiting[] {
    const waiting: Waiting[] = [];
    for (const event of events) {
      const { partitionKey } = event;
      const group = groups.get(partitionKey);
      if (blocked.has(partitionKey) || group === undefined) {
        waiting.push({ event, reason: undefined });
        continue;
      }
      const reason = unfit.get(event.position) ?? this.#applyOne(event, group);
      if (reason === undefined) continue;
      blocked.add(partitionKey);
      waiting.push({ event, reason });
    }
    return waiting;
  }

  #applyOne(event: RecordedEvent, group: RowGroup): string | undefined {
    try {
      group.atomically(() => {
        this.projection.apply(event, group);
      });
      return undefined;
    } catch (error) {
      return reasonOf(error);
    }
  }
}

/** What an operator is told. Events and rows hold no personal data, so an error about them has none either. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : `threw a ${typeof error}`;
  return text.replaceAll('\u0000', '').slice(0, 500);
}
