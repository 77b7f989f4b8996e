import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { promises } from '../api/questions';
import { useWords } from '../i18n/use-words';
import { Countdown } from '../ui/countdown';
import { Panel } from '../ui/panel';
import { ProblemNote } from '../ui/problem-note';

const MOST_SHOWN = 8;

/** What was promised to customers and falls due within the hour. */
export function PromisesPanel({ teams }: { readonly teams: readonly string[] }) {
  const { t, word, number } = useWords();
  const answers = useQueries({
    queries: teams.map((team) => promises({ team, dueWithinMinutes: 60, limit: 200 })),
  });
  const error = answers.find((answer) => answer.error !== null)?.error;
  const due = answers
    .flatMap(({ data }) => data?.items ?? [])
    .sort((one, other) => (one.window.to < other.window.to ? -1 : 1));
  return (
    <Panel title={t('board.promises')} aside={<b className="count">{number(due.length)}</b>}>
      {error != null && <ProblemNote error={error} />}
      {due.length === 0 ? (
        <p className="hint pad">{t('app.nothing')}</p>
      ) : (
        <ul className="lines">
          {due.slice(0, MOST_SHOWN).map(({ promiseId, kind, complaintId, owner, team, window }) => (
            <li key={promiseId}>
              <Countdown dueAt={window.to} />
              <span>{word('promise', kind)}</span>
              {complaintId === null ? (
                <span />
              ) : (
                <Link to="/cases/$caseId" params={{ caseId: complaintId }}>
                  {complaintId.slice(-8)}
                </Link>
              )}
              <span className="hint">{owner ?? team}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
