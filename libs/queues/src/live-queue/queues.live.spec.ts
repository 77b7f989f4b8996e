import type { Past } from '@redress/read-model';
import { describeLive } from '../../../../test/support/live-contract';
import { AskQueueHandler } from '../queue/ask-queue.handler';
import { AskQueue } from '../queue/ask-queue.query';
import type { QueueItem, QueueRef } from '../queue/queue-item.dto';
import { queues } from '../queue/queues.projection';
import { liveQueues, queueTopic } from './queues.live';

type PlacedItem = QueueItem & { readonly order: string };

const WATCHED: readonly QueueRef[] = [
  { kind: 'agent', name: 'ann' },
  { kind: 'team', name: 'north' },
];
const EVERYTHING = { limit: 200 };
const keyOf = ({ queue, complaintId }: QueueItem): string => [queueTopic(queue), complaintId].join(' ');

describeLive('the queue of an agent and the pool of a team', {
  projection: queues,
  source: liveQueues,
  topics: WATCHED.map(queueTopic),
  fold: (shown, { event }, data) => {
    const { items = [], ...item } = data as unknown as PlacedItem & { items?: readonly PlacedItem[] };
    if (event === 'snapshot') for (const one of items) shown.set(keyOf(one), one);
    else if (event === 'item') shown.set(keyOf(item), item);
    else shown.delete(keyOf(item));
    const inOrder = [...(shown as Map<string, PlacedItem>)].sort(([, one], [, other]) =>
      one.order < other.order ? -1 : 1,
    );
    shown.clear();
    for (const [key, one] of inOrder) shown.set(key, one);
  },
  asked: async (readModel) => {
    const past = {} as Past; // nobody asks about the past
    const handler = new AskQueueHandler(readModel, past);
    const pages = await Promise.all(WATCHED.map((queue) => handler.execute(new AskQueue(queue, EVERYTHING))));
    const items = pages.flatMap((page) => page.items);
    return new Map(items.map((item) => [keyOf(item), { ...item, order: expect.any(String) as string }]));
  },
});
