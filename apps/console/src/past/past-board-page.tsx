import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { ApprovalsPanel } from '../board/approvals-panel';
import { AgentLoad, PoolLoad } from '../board/loads';
import { ClockList, type ClockView } from '../board/clock-list';
import type { Only } from '../board/only';
import { PromisesPanel } from '../board/promises-panel';
import { TeamChoice, useWatchedTeams } from '../board/watched-teams';
import { useWords } from '../i18n/use-words';
import { ProblemNote } from '../ui/problem-note';
import { StandingNow } from '../ui/use-now';
import './past.css';
import { QueueThen } from './queue-then';
import { boardAt, type PastBoard } from './questions-of-the-past';
import { TravelBar } from './travel-bar';
import { useTravel } from './use-travel';

const route = getRouteApi('/inside/board/past');

/** The board as it was at the instant that the address names. Nothing can be done there. */
export function PastBoardPage() {
  const { t } = useWords();
  const { at: iso = '', teams: named } = route.useSearch();
  const navigate = route.useNavigate();
  const [watched] = useWatchedTeams();
  const teams = named?.split(',') ?? watched;
  const at = Date.parse(iso);
  const asked = useQuery({ ...boardAt(teams, at), enabled: teams.length > 0 });
  const go = useCallback(
    (instant: number) =>
      navigate({
        search: (before) => ({ ...before, at: new Date(instant).toISOString() }),
        replace: true,
      }),
    [navigate],
  );
  const board = asked.data;
  const travel = useTravel(at, board?.at === at && !asked.isPlaceholderData, go);
  return (
    <div className="board is-past">
      <header className="page-head">
        <h1>{t('past.board')}</h1>
        <TeamChoice
          teams={teams}
          known={watched}
          onChange={(next) => void navigate({ search: { at: iso, teams: next.join() }, replace: true })}
        />
      </header>
      <TravelBar
        travel={travel}
        shownAt={asked.error === null ? board?.at : undefined}
        back={
          <Link className="button" to="/board">
            {t('past.backToNow')}
          </Link>
        }
      />
      {asked.error !== null && <ProblemNote error={asked.error} />}
      {teams.length === 0 && <p className="hint pad">{t('board.noTeams')}</p>}
      {board === undefined
        ? asked.isFetching && <p className="hint pad">{t('app.loading')}</p>
        : asked.error === null && (
            <StandingNow value={board.at}>
              <BoardThen board={board} teams={teams} />
            </StandingNow>
          )}
    </div>
  );
}

function BoardThen({ board, teams }: { readonly board: PastBoard; readonly teams: readonly string[] }) {
  const { t, number } = useWords();
  const [view, setView] = useState<ClockView>('next');
  const [only, setOnly] = useState<Only>();
  const showLate = (of: Only) => {
    setOnly(of);
    setView('late');
  };
  const { at, clocks, isCut } = board;
  return (
    <div className="board-grid" data-shown-at={new Date(at).toISOString()}>
      <ClockList
        clocks={clocks}
        teams={teams}
        only={only}
        view={view}
        onView={setView}
        onAll={() => {
          setOnly(undefined);
        }}
      />
      <div className="board-side">
        {isCut && <p className="hint pad">{t('past.cut', { shown: number(clocks.length) })}</p>}
        <ApprovalsPanel />
        <PoolLoad teams={teams} clocks={clocks} onLate={showLate} />
        <PromisesPanel teams={teams} />
        <AgentLoad teams={teams} clocks={clocks} onLate={showLate} />
        <QueueThen teams={teams} clocks={clocks} at={at} />
        <p className="hint">{t('past.notKept')}</p>
      </div>
    </div>
  );
}
