import type { ColumnType, Rows, TableDefinition } from '@redress/read-model';
import type { QueueEntry } from './queue-entry';

/**
 * A row of `queue_departures`: an action has left a queue, so that whoever watches the queue learns it, also later. It stays when the
 * action comes back; what has happened last is told by the change numbers of this row and of the entry.
 */
export interface QueueDeparture extends Pick<QueueEntry, 'stream' | 'item' | 'complaint_id' | 'callback_id'> {
  readonly queue_kind: 'agent' | 'team';
  readonly queue_name: string;
  /** How often it has left. */
  readonly times: number;
}

/** Before the entries among the tables: what leaves one queue for another, or comes back at once, is told in that order. */
export const DEPARTURES: TableDefinition = {
  columns: {
    stream: 'text',
    queue_kind: 'text',
    queue_name: 'text',
    item: 'text',
    complaint_id: 'text',
    callback_id: 'text',
    times: 'integer',
  } satisfies Record<keyof QueueDeparture, ColumnType>,
  key: ['stream', 'queue_kind', 'queue_name'],
  changeNumbers: true,
};

/** Notes that an action has left its queue, where it has; `after` undefined: it is over. */
export function noteDeparture(
  rows: Rows,
  before: QueueEntry | undefined,
  after: Pick<QueueEntry, 'queue_kind' | 'queue_name'> | undefined,
): void {
  const { queue_kind: kind = null, queue_name: name = null } = before ?? {};
  if (before === undefined || kind === null || name === null) return;
  if (after?.queue_kind === kind && after.queue_name === name) return;
  const { stream, item, complaint_id, callback_id } = before;
  const departed = rows.get('queue_departures', stream, kind, name) as QueueDeparture | undefined;
  rows.put('queue_departures', {
    stream,
    queue_kind: kind,
    queue_name: name,
    item,
    complaint_id,
    callback_id,
    times: (departed?.times ?? 0) + 1,
  } satisfies QueueDeparture);
}
