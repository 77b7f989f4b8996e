import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import type { QueueItem } from '../api/types';
import { useWords } from '../i18n/use-words';
import { Countdown } from '../ui/countdown';
import type { InHand } from './in-hand';

export const itemKey = ({ callbackId, complaintId, item }: InHand): string =>
  item === 'callback' ? `callback ${callbackId ?? ''}` : `case ${complaintId ?? ''}`;

export const itemName = ({ reference, callbackId, complaintId }: InHand): string =>
  reference ?? (callbackId ?? complaintId ?? '').slice(-8);

/** Letters are the shortcuts of the desk: none of them is to be swallowed by a list that looks for lines that begin with it. */
const NO_TYPE_AHEAD = ' ';

/** Actions in the order of their queue, to choose from. */
export function QueueList({
  label,
  items,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly items: readonly QueueItem[];
  readonly chosen: string | undefined;
  readonly onChoose: (item: QueueItem) => void;
}) {
  const { t, word } = useWords();
  return (
    <ListBox
      aria-label={label}
      className="queue"
      selectionMode="single"
      selectedKeys={chosen === undefined ? [] : [chosen]}
      onSelectionChange={(keys) => {
        const item = keys === 'all' ? undefined : items.find((one) => keys.has(itemKey(one)));
        if (item !== undefined) onChoose(item);
      }}
    >
      {items.map((item) => (
        <ListBoxItem key={itemKey(item)} id={itemKey(item)} textValue={NO_TYPE_AHEAD} className="queue-item">
          <span className="queue-top">
            <b>
              {item.item === 'callback' ? '☎ ' : ''}
              {itemName(item)}
            </b>
            <Countdown dueAt={item.nextDueAt} />
          </span>
          <span className="queue-sub">
            {item.priority !== null && (
              <span className="priority" data-priority={item.priority}>
                P{item.priority}
              </span>
            )}
            {item.item === 'callback' && item.purpose !== null
              ? word('purpose', item.purpose)
              : `${item.nextClock === null ? '' : word('clock', item.nextClock)} · ${item.category ?? ''}`}
            {item.phase === 'waiting' && item.waitsFor !== null && (
              <em> {word('waitsFor', item.waitsFor)}</em>
            )}
            {item.severity === 'grave' && <span className="flag late">{t('case.grave')}</span>}
            {item.supervised && <span className="flag soon">{t('clock.supervision')}</span>}
            {item.chases > 0 && <span className="flag">{t('board.chased', { count: item.chases })}</span>}
            {item.specialCare && <span className="flag">{t('case.specialCare')}</span>}
            {item.tier !== null && item.tier !== 'standard' && (
              <span className="flag">{word('tier', item.tier)}</span>
            )}
          </span>
        </ListBoxItem>
      ))}
    </ListBox>
  );
}
