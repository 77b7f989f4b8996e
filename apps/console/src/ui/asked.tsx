import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { useWords } from '../i18n/use-words';
import { ProblemNote } from './problem-note';

/**
 * Shows what was asked: the answer, that it is on its way, that there is nothing, or why it could not be had, beside what is still known.
 */
export function Asked<Answer>({
  asked,
  empty,
  isEmpty = () => false,
  children,
}: {
  readonly asked: UseQueryResult<Answer>;
  readonly empty?: string;
  readonly isEmpty?: (answer: Answer) => boolean;
  readonly children: (answer: Answer) => ReactNode;
}) {
  const { t, time } = useWords();
  const { data, error, isPending, dataUpdatedAt, refetch } = asked;
  const problem =
    error === null ? null : (
      <div className="asked-problem">
        <ProblemNote error={error} />
        {data !== undefined && <span className="hint">{t('fresh.asOf', { time: time(dataUpdatedAt) })}</span>}
        <Button className="button small" onPress={() => void refetch()}>
          {t('app.retry')}
        </Button>
      </div>
    );
  if (data === undefined)
    return problem ?? <p className="hint pad">{isPending ? t('app.loading') : t('app.nothing')}</p>;
  return (
    <>
      {problem}
      {isEmpty(data) ? <p className="hint pad">{empty ?? t('app.nothing')}</p> : children(data)}
    </>
  );
}
