import { sql, type LiveChange, type LiveSource } from '@redress/read-model';
import type { QueueDeparture } from '../queue/queue-departures';
import { queueItemOf, type QueuedEntry, type QueueRef } from '../queue/queue-item.dto';
import { queues } from '../queue/queues.projection';

type Numbered<Row> = Row & { readonly change_no: number };

export const queueTopic = ({ kind, name }: QueueRef): string => `${kind} ${name}`;

const refOf = (topic: string): QueueRef => {
  const [kind, name = ''] = topic.split(' ');
  return { kind: kind === 'agent' ? kind : 'team', name };
};

const queueOf = (row: { readonly queue_kind: QueueRef['kind']; readonly queue_name: string }): QueueRef => ({
  kind: row.queue_kind,
  name: row.queue_name,
});

/** The place in its queue stands beside the item: a client sorts by it. */
const placedItem = (row: QueuedEntry) => ({ ...queueItemOf(row), order: row.order_key });

const IS_QUEUED = sql.raw('queue_kind IS NOT NULL');

/** The queues of agents and the pools of teams, live: what stands in each, then each item that changes, and each that has left. */
export const liveQueues: LiveSource<string> = {
  projection: queues.name,
  tables: ['queue_departures', 'queue_entries'],
  nothing: { items: [] },
  async changes(query, { after, limit, topics }) {
    const ofTopics =
      topics === undefined ? sql`` : sql`AND (queue_kind || ' ' || queue_name) = ANY(${[...topics]})`;
    const { rows: departures } = await sql<Numbered<QueueDeparture>>`
      SELECT * FROM queue_departures WHERE change_no > ${after} ${ofTopics} ORDER BY change_no LIMIT ${limit}
    `.execute(query);
    const { rows: entries } = await sql<Numbered<QueuedEntry>>`
      SELECT * FROM queue_entries WHERE change_no > ${after} AND ${IS_QUEUED} ${ofTopics} ORDER BY change_no LIMIT ${limit}
    `.execute(query);
    return [...departures.map(departed), ...entries.map(changed)]
      .sort((one, other) => one.changeNo - other.changeNo)
      .slice(0, limit);
  },
  async topics(query) {
    const { rows } = await sql<{ readonly queue_kind: QueueRef['kind']; readonly queue_name: string }>`
      SELECT DISTINCT queue_kind, queue_name FROM queue_entries WHERE ${IS_QUEUED}
    `.execute(query);
    return rows.map((row) => queueTopic(queueOf(row)));
  },
  async page(query, { topic, after = '', changedUpTo, limit }) {
    const queue = refOf(topic);
    const { rows } = await sql<QueuedEntry>`
      SELECT * FROM queue_entries
      WHERE queue_kind = ${queue.kind} AND queue_name = ${queue.name} AND order_key > ${after} COLLATE "C"
        AND change_no <= ${changedUpTo}
      ORDER BY order_key COLLATE "C" LIMIT ${limit}
    `.execute(query);
    return {
      body: { queue, items: rows.map(placedItem) },
      next: rows.length < limit ? undefined : rows.at(-1)?.order_key,
    };
  },
};

function changed(row: Numbered<QueuedEntry>): LiveChange {
  const topic = queueTopic(queueOf(row));
  return {
    changeNo: row.change_no,
    topics: [topic],
    key: `${topic} ${row.stream}`,
    event: 'item',
    body: placedItem(row),
  };
}

/** No more is told than that it has left. It may stand in another one. */
function departed(row: Numbered<QueueDeparture>): LiveChange {
  const queue = queueOf(row);
  const topic = queueTopic(queue);
  return {
    changeNo: row.change_no,
    topics: [topic],
    key: `${topic} ${row.stream}`,
    event: 'removed',
    body: { queue, item: row.item, complaintId: row.complaint_id, callbackId: row.callback_id },
  };
}
