import { actOnCallback, actOnCase } from '../api/acts';
import { ask } from '../api/client';
import type { Page, QueueItem } from '../api/types';
import type { Filled } from '../ui/act-dialog';
import type { Only } from './only';

/** So many are moved at a time. */
const AT_ONCE = 4;

/** One that could not be moved, and why. */
export interface NotMoved {
  readonly item: QueueItem;
  readonly error: unknown;
}

/** All that an agent has in hand of the work of a team, in the order of their queue. Throws ApiProblem. */
export async function workOf({ team, agent }: Only, signal?: AbortSignal): Promise<readonly QueueItem[]> {
  const path = `/v1/queues/agents/${encodeURIComponent(agent ?? '')}`;
  const items: QueueItem[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<QueueItem> = await ask(path, { limit: 200, cursor }, signal);
    items.push(...page.items.filter((one) => one.team === team));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return items;
}

/**
 * Moves each by a command of its own: what is refused stays where it is, and is told; the others are moved. The first of the queue go
 * first.
 */
export async function moveWork(
  items: readonly QueueItem[],
  { agent, ...where }: Filled,
  onMoved: () => void,
): Promise<readonly NotMoved[]> {
  const left = [...items];
  const failed: NotMoved[] = [];
  const move = ({ item, complaintId, callbackId }: QueueItem) =>
    item === 'callback'
      ? actOnCallback(callbackId ?? '', 'transfer', {
          ...where,
          ...(agent === undefined ? {} : { owner: agent }),
        })
      : actOnCase(complaintId ?? '', 'transfer', { ...where, ...(agent === undefined ? {} : { agent }) });
  const goOn = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) {
      const one = item;
      await move(one).then(onMoved, (error: unknown) => failed.push({ item: one, error }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, goOn));
  return failed;
}
