import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { promisesDue } from '../api/questions';
import { useWords } from '../i18n/use-words';
import { caseName } from '../ui/case-acts';
import { CaseLink } from '../ui/case-link';
import { Countdown } from '../ui/countdown';
import { Most } from '../ui/most';
import { Panel } from '../ui/panel';
import { ProblemNote } from '../ui/problem-note';
import { useStandingNow } from '../ui/use-now';
import { oneAnswer } from './one-answer';

const MOST_SHOWN = 6;

/** What was promised to customers and falls due within the hour; and, at a press, what should have been kept already. */
export function PromisesPanel({ teams }: { readonly teams: readonly string[] }) {
  const { t, word, number } = useWords();
  const [isLate, setIsLate] = useState(false);
  const past = useStandingNow();
  const soon = useQueries({
    queries: teams.map((team) => promisesDue(team, false, past)),
    combine: oneAnswer,
  });
  const late = useQueries({
    queries: teams.map((team) => promisesDue(team, true, past)),
    combine: oneAnswer,
  });
  const { error, items } = isLate ? late : soon;
  const due = items.toSorted((one, other) => (one.window.to < other.window.to ? -1 : 1));
  return (
    <Panel
      title={t('board.promises')}
      aside={
        <span className="flags">
          <b className="count">
            {number(soon.items.length)}
            {soon.hasMore && '+'}
          </b>
          {(late.items.length > 0 || isLate) && (
            <Button
              className="button small"
              aria-pressed={isLate}
              onPress={() => {
                setIsLate(!isLate);
              }}
            >
              <span data-urgency="late">
                ▲ {number(late.items.length)}
                {late.hasMore && '+'}
              </span>{' '}
              {t('board.overdue')}
            </Button>
          )}
        </span>
      }
    >
      {error !== undefined && <ProblemNote error={error} />}
      {due.length === 0 ? (
        <p className="hint pad">{t('board.nonePromised')}</p>
      ) : (
        <Most items={due} most={MOST_SHOWN}>
          {(shown) => (
            <ul className="lines pairs">
              {shown.map(({ promiseId, kind, complaintId, reference, owner, team, window }) => (
                <li key={promiseId}>
                  <Countdown dueAt={window.to} />
                  <span>{word('promise', kind)}</span>
                  {complaintId === null ? (
                    <span />
                  ) : (
                    <CaseLink caseId={complaintId}>{caseName({ id: complaintId, reference })}</CaseLink>
                  )}
                  <span className="hint">{owner ?? team}</span>
                </li>
              ))}
            </ul>
          )}
        </Most>
      )}
    </Panel>
  );
}
