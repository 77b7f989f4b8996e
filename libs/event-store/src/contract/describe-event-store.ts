import type { Clock, RecordedEvent } from '@redress/kernel';
import type { EventStore } from '../event-store';
import { describeAppending } from './appending.contract';
import { describeFollowing } from './following.contract';
import { describeInstants } from './instants.contract';
import { newEvent, newStream } from './new-event';
import { describeRandomAppends } from './random-appends.contract';
import { describeReading } from './reading.contract';
import { describeRepeating } from './repeating.contract';
import { SettableClock, type IdsAreUnique, type Subject } from './subject';

/** An adapter under test. */
export interface OpenedEventStore {
  readonly store: EventStore;
  /** The same log, through connections of its own: as another process has it. */
  readonly other: EventStore;
  close(): Promise<void>;
}

/**
 * What every EventStore keeps, whatever it is made of. An adapter runs the whole of it:
 * `describeEventStore('PostgresEventStore', openStore)`.
 * @param openStore opens the store for the whole suite; the store takes `recordedAt` from the clock given
 * @param idsAreUnique what the adapter says of event ids
 */
export function describeEventStore(
  name: string,
  openStore: (clock: Clock) => Promise<OpenedEventStore>,
  idsAreUnique: IdsAreUnique = 'in the store',
): void {
  describe(`${name}, as an EventStore,`, () => {
    const clock = new SettableClock();
    let opened: OpenedEventStore | undefined;
    const open = (): OpenedEventStore => {
      if (opened === undefined) throw new Error('the store is not open');
      return opened;
    };
    const subject: Subject = {
      clock,
      idsAreUnique,
      get store() {
        return open().store;
      },
      get other() {
        return open().other;
      },
      after: async (position) => {
        const events: RecordedEvent[] = [];
        for (let from = position; ; from = events.at(-1)?.position) {
          const page = await open().store.readAll({
            ...(from === undefined ? {} : { after: from }),
            limit: 1000,
          });
          events.push(...page);
          if (page.length < 1000) return events;
        }
      },
    };

    beforeAll(async () => {
      opened = await openStore(clock);
      // A log from before may end after the clock's beginning.
      const { recordedAt } = await opened.store.append(newStream(), 'none', [newEvent()]);
      clock.at = recordedAt;
    });
    afterAll(async () => {
      await opened?.close();
    });

    describeAppending(subject);
    describeRepeating(subject);
    describeReading(subject);
    describeInstants(subject);
    describeFollowing(subject);
    describeRandomAppends(subject);
  });
}
