import type { Clock, EpochMs, Position, RecordedEvent } from '@redress/kernel';
import type { EventStore } from '../event-store';

/** How far an event id is known: where another event already has it, an append is refused. */
export type IdsAreUnique = 'in the store' | 'in their stream';

/** What the parts of the suite work with. The log may hold events of earlier tests, so each test looks behind where it began. */
export interface Subject {
  readonly store: EventStore;
  readonly other: EventStore;
  readonly clock: SettableClock;
  readonly idsAreUnique: IdsAreUnique;
  /** All events after `position`, in order. */
  after(position: Position | undefined): Promise<RecordedEvent[]>;
}

/** A clock that is set by hand, backwards too: no clock of a real machine only goes forward. */
export class SettableClock implements Clock {
  at: EpochMs = Date.UTC(2026, 2, 1, 9, 30);

  now(): EpochMs {
    return this.at;
  }
}
