import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Fold, Frame, Freshness } from './live-stream';
import { agentQueue, POOL_ITEMS, teamPool } from './questions';
import type { Page, QueueItem } from './types';
import { useLiveStream } from './use-live-stream';

interface QueueRef {
  readonly kind: 'agent' | 'team';
  readonly name: string;
}

/** `order` is its place: a queue is sorted by it. */
type PlacedItem = QueueItem & { readonly queue: QueueRef; readonly order: string };

const itemKey = ({ queue, item, complaintId, callbackId }: PlacedItem): string =>
  [queue.kind, queue.name, item, item === 'callback' ? callbackId : complaintId].join(' ');

const foldQueue: Fold<PlacedItem> = (items, event, frame) => {
  if (event === 'snapshot') {
    for (const item of (frame as Frame & { readonly items: readonly PlacedItem[] }).items)
      items.set(itemKey(item), item);
    return;
  }
  const { freshness: _, ...item } = frame as Frame & PlacedItem;
  if (event === 'item') items.set(itemKey(item), item);
  else items.delete(itemKey(item));
};

/** There is more than is shown; nobody goes on from here. */
const MORE = 'more';

/**
 * Watches the queue of the one who is signed in and the pools of their teams, in one stream, and answers the questions `agentQueue` and
 * `teamPool` by it: while it is live they need not be asked.
 */
export function useLiveQueue(
  agent: string,
  teams: readonly string[],
): { readonly freshness: Freshness; readonly changes: number } {
  const { rows, freshness, changes } = useLiveStream('/v1/queues/live', foldQueue);
  const queries = useQueryClient();
  const teamNames = teams.join(' ');
  useEffect(() => {
    if (changes === 0) return;
    const items = [...rows.values()].sort((one, other) => (one.order < other.order ? -1 : 1));
    const of = (kind: QueueRef['kind'], name: string, most = Infinity): Page<QueueItem> => {
      const found = items.filter(({ queue }) => queue.kind === kind && queue.name === name);
      return found.length > most ? { items: found.slice(0, most), nextCursor: MORE } : { items: found };
    };
    queries.setQueryData(agentQueue(agent).queryKey, of('agent', agent));
    for (const team of teamNames === '' ? [] : teamNames.split(' '))
      queries.setQueryData(teamPool(team).queryKey, of('team', team, POOL_ITEMS));
  }, [queries, rows, changes, agent, teamNames]);
  return { freshness, changes };
}
