import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { ApiProblem } from '../api/problem';
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
  readonly asked: Pick<UseQueryResult<Answer>, 'data' | 'error' | 'isPending' | 'dataUpdatedAt'> & {
    readonly refetch: () => unknown;
  };
  readonly empty?: string;
  readonly isEmpty?: (answer: Answer) => boolean;
  readonly children: (answer: Answer) => ReactNode;
}) {
  const { t, time } = useWords();
  const { data, error, isPending, dataUpdatedAt, refetch } = asked;
  // Where the page says already that the server is away, each of its parts says only how old it is.
  const isAway = data !== undefined && error instanceof ApiProblem && error.code === 'offline';
  const problem =
    error === null ? null : (
      <div className="asked-problem" data-away={isAway}>
        <ProblemNote error={error} />
        {data !== undefined && <span className="hint">{t('fresh.asOf', { time: time(dataUpdatedAt) })}</span>}
        <Button className="button small" onPress={() => refetch()}>
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
