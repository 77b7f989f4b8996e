import { useQuery } from '@tanstack/react-query';
import { teamPool } from '../api/questions';
import type { QueueItem } from '../api/types';
import { useWords } from '../i18n/use-words';
import { Asked } from '../ui/asked';
import { Panel } from '../ui/panel';
import { QueueList } from './queue-list';

/** What nobody of the team has yet. */
export function TeamPool({
  team,
  isLive,
  chosen,
  onChoose,
}: {
  readonly team: string;
  /** What is in it is told as it changes, and need not be asked for. */
  readonly isLive: boolean;
  readonly chosen: string | undefined;
  readonly onChoose: (item: QueueItem) => void;
}) {
  const { t, number } = useWords();
  const asked = useQuery({ ...teamPool(team), enabled: !isLive });
  return (
    <Panel
      title={t('desk.pool', { team })}
      aside={
        <b className="count">
          {number(asked.data?.items.length ?? 0)}
          {asked.data?.nextCursor !== undefined && '+'}
        </b>
      }
    >
      <Asked asked={asked} empty={t('desk.poolEmpty')} isEmpty={({ items }) => items.length === 0}>
        {({ items }) => (
          <QueueList label={t('desk.pool', { team })} items={items} chosen={chosen} onChoose={onChoose} />
        )}
      </Asked>
    </Panel>
  );
}
