import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { promises } from '../api/questions';
import { useWords } from '../i18n/use-words';
import { Countdown } from '../ui/countdown';
import { Panel } from '../ui/panel';
import { ProblemNote } from '../ui/problem-note';
import { useStandingNow } from '../ui/use-now';

/**
 * What the customer was promised on a case, as far as the reader may see it, and what became of that; nothing where there is nothing.
 *
 * @param changes asked again when it changes
 */
export function CasePromises({
  caseId,
  changes = 0,
}: {
  readonly caseId: string;
  readonly changes?: number;
}) {
  const { t, word, dateTime } = useWords();
  const { data, error, refetch } = useQuery(promises({ complaintId: caseId }, useStandingNow()));
  useEffect(() => {
    if (changes > 0) void refetch();
  }, [changes, refetch]);
  const items = data?.items ?? [];
  if (error === null && items.length === 0) return null;
  return (
    <Panel title={t('case.promises')}>
      {error !== null && <ProblemNote error={error} />}
      <ul className="lines pairs">
        {items.map(({ promiseId, kind, owner, team, window, state, open }) => (
          <li key={promiseId}>
            {open ? <Countdown dueAt={window.to} /> : <span>{word('promiseState', state)}</span>}
            <span>
              {word('promise', kind)}{' '}
              {open && state === 'broken' && <b data-urgency="late">{word('promiseState', state)}</b>}
            </span>
            <span className="hint">{t('case.promiseDue', { time: dateTime(window.to) })}</span>
            <span className="hint">{owner ?? team}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
