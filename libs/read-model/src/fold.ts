import type { Position, RecordedEvent } from '@redress/kernel';
import type { Projection } from './projection';
import { RowGroup } from './row-group';
import { shapesOf, type TableShapes } from './table-shape';

/** An event that waits for a mend. */
export interface Waiting {
  readonly event: RecordedEvent;
  /** Why it could not be applied; undefined where it waits behind an earlier event of its partition key. */
  readonly reason: string | undefined;
  /** What was thrown, where something was. */
  readonly thrown?: unknown;
}

/**
 * Looks for what a fold lacked, judging by what it threw: configuration that came out while this process was running. True where it is known
 * now, and the event is worth another try. Where it throws, as when it can't ask now, the events are not parked but come again.
 */
export type Learn = (thrown: unknown) => Promise<boolean>;

const LEARNS_NOTHING: Learn = () => Promise.resolve(false);

/** A projection with its tables checked and its events ready to look up. */
export class Folding {
  readonly shapes: TableShapes;
  readonly #events: ReadonlySet<string>;

  constructor(
    readonly projection: Projection,
    private readonly learn: Learn = LEARNS_NOTHING,
  ) {
    this.shapes = shapesOf(projection.tables);
    this.#events = new Set(projection.events);
  }

  /** The events of a batch that the projection has to see: those it looks at, above the checkpoint. */
  unseen(events: readonly RecordedEvent[], checkpoint: Position | undefined): RecordedEvent[] {
    return events.filter(
      ({ type, position }) => this.#events.has(type) && (checkpoint === undefined || position > checkpoint),
    );
  }

  /** Whether there is anything among the events that the projection looks at. */
  concernedBy(events: readonly RecordedEvent[]): boolean {
    return events.some(({ type }) => this.#events.has(type));
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
      const reason = unfit.get(event.position);
      const failed = reason === undefined ? this.#applyOne(event, group) : { event, reason };
      if (failed === undefined) {
        group.applied(event);
        continue;
      }
      blocked.add(partitionKey);
      waiting.push(failed);
    }
    return waiting;
  }

  /**
   * As `apply`, and again what could not be applied for want of something that can be learnt. Throws where it can't be asked for now.
   *
   * @param blocked the partition keys behind which events wait already
   */
  async applyLearning(
    events: readonly RecordedEvent[],
    groups: ReadonlyMap<string, RowGroup>,
    blocked: ReadonlySet<string>,
    unfit?: ReadonlyMap<Position, string>,
  ): Promise<Waiting[]> {
    const asked = new Set<string>();
    for (let left = events; ;) {
      const waiting = this.apply(left, groups, new Set(blocked), unfit);
      if (!(await this.#learnFrom(waiting, asked))) return waiting;
      left = waiting.map(({ event }) => event);
    }
  }

  /** @param asked what was asked for so far: who fails in the same way once more has learnt nothing by it */
  async #learnFrom(waiting: readonly Waiting[], asked: Set<string>): Promise<boolean> {
    let hasLearnt = false;
    for (const { event, reason, thrown } of waiting) {
      const question = `${event.position} ${reason ?? ''}`;
      if (thrown === undefined || asked.has(question)) continue;
      asked.add(question);
      if (await this.learn(thrown)) hasLearnt = true;
    }
    return hasLearnt;
  }

  #applyOne(event: RecordedEvent, group: RowGroup): Waiting | undefined {
    try {
      group.atomically(() => {
        this.projection.apply(event, group);
      });
      return undefined;
    } catch (thrown) {
      return { event, reason: reasonOf(thrown), thrown };
    }
  }
}

/** What an operator is told. Events and rows hold no personal data, so an error about them has none either. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : `threw a ${typeof error}`;
  return text.replaceAll('\u0000', '').slice(0, 500);
}
