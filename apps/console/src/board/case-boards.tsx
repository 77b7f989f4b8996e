import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { caseList } from '../api/questions';
import type { BoardClock, CaseSummary } from '../api/types';
import { inLists, type CasesSearch } from '../cases/cases-search';
import { useWords } from '../i18n/use-words';
import { caseName } from '../ui/case-acts';
import { CaseLink } from '../ui/case-link';
import { Countdown } from '../ui/countdown';
import { Most } from '../ui/most';
import { Panel } from '../ui/panel';
import { ProblemNote } from '../ui/problem-note';
import { useNow } from '../ui/use-now';

const byAge = (one: CaseSummary, other: CaseSummary): number =>
  one.registeredAt < other.registeredAt ? -1 : 1;
const byChases = (one: CaseSummary, other: CaseSummary): number =>
  other.chases - one.chases || byAge(one, other);

/** Supervision orders that wait for an answer, cases about which the customer asked again, and grave cases that are not filed away. */
export function CaseBoards({
  teams,
  clocks,
}: {
  readonly teams: readonly string[];
  readonly clocks: readonly BoardClock[];
}) {
  const { t, dateTime, duration } = useWords();
  const now = useNow();
  const deadlines = useMemo(
    () =>
      new Map(
        clocks.flatMap(({ clock, complaintId, dueAt }) =>
          clock === 'supervision' ? [[complaintId, dueAt] as const] : [],
        ),
      ),
    [clocks],
  );
  const byDeadline = (one: CaseSummary, other: CaseSummary): number => {
    const [a, b] = [deadlines.get(one.id) ?? '~', deadlines.get(other.id) ?? '~'];
    return a === b ? byAge(one, other) : a < b ? -1 : 1;
  };
  return (
    <>
      <CaseBoard
        title={t('board.supervision')}
        none={t('board.noneSupervised')}
        teams={teams}
        search={{ supervised: 'true' }}
        order={byDeadline}
        tells={({ id, supervision }) => {
          const dueAt = deadlines.get(id);
          if (dueAt !== undefined) return <Countdown dueAt={dueAt} />;
          return supervision === null ? null : duration(now - Date.parse(supervision.orderedAt));
        }}
      />
      <CaseBoard
        title={t('board.chasedCases')}
        none={t('board.noneChased')}
        teams={teams}
        search={{ chased: 'true', phase: 'open,waiting' }}
        order={byChases}
        tells={({ chases }) => <b data-urgency="soon">{t('board.chased', { count: chases })}</b>}
      />
      <CaseBoard
        title={t('board.grave')}
        none={t('board.noneGrave')}
        teams={teams}
        search={{ severity: 'grave', archived: 'false' }}
        order={byAge}
        tells={({ registeredAt }) => (
          <time dateTime={registeredAt} title={dateTime(registeredAt)}>
            {duration(now - Date.parse(registeredAt))}
          </time>
        )}
      />
    </>
  );
}

const MOST_SHOWN = 5;

function CaseBoard({
  title,
  none,
  teams,
  search,
  order,
  tells,
}: {
  readonly title: string;
  readonly none: string;
  readonly teams: readonly string[];
  readonly search: CasesSearch;
  readonly order: (one: CaseSummary, other: CaseSummary) => number;
  /** What is to be known of a case on this board. */
  readonly tells: (found: CaseSummary) => React.ReactNode;
}) {
  const { t, word, number } = useWords();
  const { data, isPending, error } = useQuery(caseList({ ...inLists(search), team: teams, limit: 200 }));
  const { items = [], nextCursor } = data ?? {};
  return (
    <Panel
      title={title}
      aside={
        <Link
          to="/cases"
          search={{ ...search, team: teams.join() }}
          className="count"
          aria-label={`${title}: ${number(items.length)}`}
        >
          {number(items.length)}
          {nextCursor !== undefined && '+'}
        </Link>
      }
    >
      {error !== null && <ProblemNote error={error} />}
      {items.length === 0 ? (
        <p className="hint pad">{isPending ? t('app.loading') : none}</p>
      ) : (
        <Most items={items.toSorted(order)} most={MOST_SHOWN}>
          {(shown) => (
            <ul className="lines pairs">
              {shown.map((one) => (
                <li key={one.id}>
                  <span>{tells(one)}</span>
                  <span>
                    {word('phase', one.phase)} <small className="hint">P{one.priority}</small>
                  </span>
                  <CaseLink caseId={one.id}>{caseName(one)}</CaseLink>
                  <span className="hint">{one.agent ?? one.team}</span>
                </li>
              ))}
            </ul>
          )}
        </Most>
      )}
    </Panel>
  );
}
