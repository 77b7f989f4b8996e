import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { verdictFigures } from '../api/questions';
import { useLiveBoard } from '../api/use-live-clocks';
import { may } from '../app/rights';
import { useWho } from '../app/use-session';
import { useWords } from '../i18n/use-words';
import { FreshnessMark, StaleBanner } from '../ui/freshness-mark';
import { AgentLoad, PoolLoad } from './loads';
import { ApprovalsPanel } from './approvals-panel';
import { CaseBoards } from './case-boards';
import { ClockList, type ClockView } from './clock-list';
import type { Only } from './only';
import { PromisesPanel } from './promises-panel';
import { TodayPanel } from './today-panel';
import { useAskedAgain } from './use-asked-again';
import { TeamChoice, useWatchedTeams } from './watched-teams';

/** What is about to break, and all that a supervisor decides by. */
export function BoardPage() {
  const { t } = useWords();
  const who = useWho();
  const [teams, setTeams] = useWatchedTeams();
  const board = useLiveBoard(teams);
  const isLive = board.freshness.state === 'live';
  // Also when the connection stands again: what was asked meanwhile may be missing.
  useAskedAgain(`${String(board.changes)} ${String(isLive)}`);
  const [view, setView] = useState<ClockView>('next');
  const [only, setOnly] = useState<Only>();
  const showLate = (of: Only) => {
    setOnly(of);
    setView('late');
  };
  const leads = may.lead(who);
  const known = useQuery({
    ...verdictFigures({ kind: 'all', clock: 'resolution', by: 'team' }),
    enabled: leads,
    staleTime: 60_000,
  });
  return (
    <div className={`board ${isLive ? '' : 'is-stale'}`}>
      <header className="page-head">
        <h1>{t('board.title')}</h1>
        <FreshnessMark freshness={board.freshness} />
        <TeamChoice
          teams={teams}
          known={(known.data?.groups ?? []).flatMap(({ group }) => (group === null ? [] : [group]))}
          onChange={setTeams}
        />
        <Link className="button" to="/board/past" search={{ teams: teams.join() }}>
          {t('past.lookBack')}
        </Link>
      </header>
      <StaleBanner freshness={board.freshness} />
      {teams.length === 0 ? (
        <p className="hint pad">{t('board.noTeams')}</p>
      ) : (
        <div className="board-grid">
          <ClockList
            clocks={board.clocks}
            teams={teams}
            only={only}
            isPartial={board.freshness.state === 'starting' && board.clocks.length > 0}
            view={view}
            onView={setView}
            onAll={() => {
              setOnly(undefined);
            }}
          />
          <div className="board-side">
            {leads && <TodayPanel teams={teams} />}
            <ApprovalsPanel />
            <PoolLoad teams={teams} clocks={board.clocks} onLate={showLate} />
            <PromisesPanel teams={teams} />
            <CaseBoards teams={teams} clocks={board.clocks} />
            <AgentLoad teams={teams} clocks={board.clocks} onLate={showLate} />
          </div>
        </div>
      )}
    </div>
  );
}
