import type { ClockBreached } from '@redress/clocks';
import type { Recorded, RecordedEvent } from '@redress/kernel';
import type { Projection, Rows } from '@redress/read-model';
import { CALLBACK_EVENT_TYPES, callbackStream, isOnCallbackStream, type CallbackEvent } from '../events';
import { callbackAfter, missed } from './callback-changes';
import { CALLBACKS_TABLE, type CallbackRow } from './callback-row';
import { PUBLISHED_CALLBACKS } from './published-callback';

/** Every callback as it stands, those that are over included. */
export const callbacks: Projection = {
  name: 'callbacks',
  version: 2,
  tables: { callbacks: { ...CALLBACKS_TABLE, published: PUBLISHED_CALLBACKS } },
  events: [...CALLBACK_EVENT_TYPES, 'ClockBreached'],
  apply(event: RecordedEvent, rows: Rows): void {
    // The clocks of the case share the partition key of its callbacks.
    if (!isOnCallbackStream(event)) return;
    if (event.type === 'ClockBreached') {
      const row = (rows.all('callbacks') as readonly CallbackRow[]).find(
        ({ callback_id: id }) => callbackStream(id) === event.stream,
      );
      if (row === undefined) throw new Error(`${event.type} of a callback that was never scheduled`);
      rows.put('callbacks', missed(row, (event as RecordedEvent<ClockBreached>).data));
      return;
    }
    const fact = event as Recorded<CallbackEvent>;
    const before = rows.get('callbacks', fact.data.callbackId) as CallbackRow | undefined;
    rows.put('callbacks', callbackAfter(before, fact));
  },
};
