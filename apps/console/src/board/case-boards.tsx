import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Search } from '../api/client';
import { caseList } from '../api/questions';
import { useWords } from '../i18n/use-words';
import { caseName } from '../ui/case-acts';
import { Panel } from '../ui/panel';
import { ProblemNote } from '../ui/problem-note';
import { useNow } from '../ui/use-now';

/** Supervision orders that wait for an answer, and grave cases that are not filed away. */
export function CaseBoards({ teams }: { readonly teams: readonly string[] }) {
  const { t } = useWords();
  return (
    <>
      <CaseBoard title={t('board.supervision')} teams={teams} search={{ supervised: 'true' }} />
      <CaseBoard title={t('board.grave')} teams={teams} search={{ severity: 'grave', archived: 'false' }} />
    </>
  );
}

const MOST_SHOWN = 6;

function CaseBoard({
  title,
  teams,
  search,
}: {
  readonly title: string;
  readonly teams: readonly string[];
  readonly search: Search & Readonly<Record<string, string>>;
}) {
  const { t, word, duration, number } = useWords();
  const now = useNow();
  const answers = useQueries({ queries: teams.map((team) => caseList({ ...search, team, limit: 200 })) });
  const error = answers.find((answer) => answer.error !== null)?.error;
  const found = answers.flatMap(({ data }) => data?.items ?? []);
  const hasMore = answers.some(({ data }) => data?.nextCursor !== undefined);
  return (
    <Panel
      title={title}
      aside={
        <Link to="/cases" search={search} className="count">
          {number(found.length)}
          {hasMore && '+'}
        </Link>
      }
    >
      {error != null && <ProblemNote error={error} />}
      {found.length === 0 ? (
        <p className="hint pad">{t('app.nothing')}</p>
      ) : (
        <ul className="lines">
          {found.slice(0, MOST_SHOWN).map((one) => (
            <li key={one.id}>
              <Link to="/cases/$caseId" params={{ caseId: one.id }}>
                {caseName(one)}
              </Link>
              <span>{word('phase', one.phase)}</span>
              <span className="hint">{one.agent ?? one.team}</span>
              <span>
                {one.supervision?.answeredAt === null &&
                  duration(now - Date.parse(one.supervision.orderedAt))}{' '}
                {one.chases > 0 && <b data-urgency="soon">{t('board.chased', { count: one.chases })}</b>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
