import { useEffect, useRef } from 'react';
import type { QueueItem } from '../api/types';
import { useWords } from '../i18n/use-words';
import { tellUser } from '../ui/notices';
import { itemKey, itemName } from './queue-list';

const MOST_NAMED = 3;

/** Says what has come into the queue, and what of it has left while it was in hand: others change it, too. */
export function useQueueNews(items: readonly QueueItem[] | undefined, inHand: string | undefined): void {
  const { t, word } = useWords();
  const before = useRef<readonly QueueItem[]>(undefined);
  useEffect(() => {
    if (items === undefined) return;
    const seen = before.current;
    before.current = items;
    if (seen === undefined) return;
    const known = new Set(seen.map(itemKey));
    const news = items.filter((item) => !known.has(itemKey(item)) && itemKey(item) !== inHand);
    if (news.length > MOST_NAMED) tellUser(t('desk.cameMany', { number: news.length }));
    else if (news.length > 0) {
      const named = news.map((item) =>
        item.item === 'callback' && item.purpose !== null
          ? `${word('purpose', item.purpose)} ${itemName(item)}`
          : itemName(item),
      );
      tellUser(t('desk.came', { names: named.join(', ') }));
    }
    const left = seen.find(
      (item) => itemKey(item) === inHand && !items.some((one) => itemKey(one) === inHand),
    );
    if (left !== undefined) tellUser(t('desk.left', { name: itemName(left) }));
  }, [items, inHand, t, word]);
}
