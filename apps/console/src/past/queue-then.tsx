import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { BoardClock, QueueItem } from '../api/types';
import { itemKey, itemName } from '../desk/queue-list';
import { useWords } from '../i18n/use-words';
import { Asked } from '../ui/asked';
import { CaseLink } from '../ui/case-link';
import { Countdown } from '../ui/countdown';
import { Panel } from '../ui/panel';
import { queueAt, type QueueOf } from './questions-of-the-past';

const MOST_SHOWN = 20;

/** A pool, or the queue of an agent who had work then, in the order that it had. */
export function QueueThen({
  teams,
  clocks,
  at,
}: {
  readonly teams: readonly string[];
  readonly clocks: readonly BoardClock[];
  readonly at: number;
}) {
  const { t, number } = useWords();
  const [chosen, setChosen] = useState('');
  const agents = new Set(clocks.flatMap(({ agent }) => (agent === null ? [] : [agent])));
  const queues: readonly (readonly [key: string, shown: string, queue: QueueOf])[] = [
    ...teams.map((name) => [`teams ${name}`, t('desk.pool', { team: name }), { of: 'teams', name }] as const),
    ...[...agents].sort().map((name) => [`agents ${name}`, name, { of: 'agents', name }] as const),
  ];
  const [key, , queue] = queues.find(([one]) => one === chosen) ?? queues[0] ?? [];
  const asked = useQuery({
    ...queueAt(queue ?? { of: 'teams', name: '' }, at),
    enabled: queue !== undefined,
  });
  return (
    <Panel
      title={t('past.queue')}
      aside={
        <select
          aria-label={t('past.queueOf')}
          value={key}
          onChange={(event) => {
            setChosen(event.target.value);
          }}
        >
          {queues.map(([one, shown]) => (
            <option key={one} value={one}>
              {shown}
            </option>
          ))}
        </select>
      }
    >
      <Asked asked={asked} isEmpty={({ items }) => items.length === 0}>
        {({ items, nextCursor }) => (
          <>
            <ol className="lines">
              {items.slice(0, MOST_SHOWN).map((item) => (
                <Line key={itemKey(item)} item={item} />
              ))}
            </ol>
            {items.length > MOST_SHOWN && (
              <p className="hint">
                {t('past.queueMore', {
                  more: `${number(items.length - MOST_SHOWN)}${nextCursor === undefined ? '' : '+'}`,
                })}
              </p>
            )}
          </>
        )}
      </Asked>
    </Panel>
  );
}

function Line({ item }: { readonly item: QueueItem }) {
  const { word } = useWords();
  const { complaintId, priority, nextDueAt } = item;
  return (
    <li>
      <Countdown dueAt={nextDueAt} />
      <span>{item.item === 'callback' ? word('purpose', item.purpose ?? '') : item.category}</span>
      {complaintId === null ? (
        <span>{itemName(item)}</span>
      ) : (
        <CaseLink caseId={complaintId}>{itemName(item)}</CaseLink>
      )}
      <span>{priority !== null && `P${String(priority)}`}</span>
    </li>
  );
}
