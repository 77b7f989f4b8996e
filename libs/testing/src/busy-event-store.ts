import type { ExpectedRevision } from '@redress/event-store';
import type { NewEvent } from '@redress/kernel';
import { InMemoryEventStore } from './in-memory-event-store';

/** A store that lets other writers in just before it appends, so that a race is lost for certain. */
export class BusyEventStore extends InMemoryEventStore {
  #others: (() => Promise<unknown>)[] = [];
  /** How often it was told to append. */
  appends = 0;

  /** One of these comes first at each of the next appends, in their order. */
  letIn(...others: readonly (() => Promise<unknown>)[]): void {
    this.#others = [...others];
  }

  override async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]) {
    const [other, ...later] = this.#others;
    this.#others = []; // nobody comes before those who came first
    await other?.();
    this.#others = later;
    this.appends += 1;
    return super.append(stream, expected, events);
  }
}
