import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { verdictFigures } from '../api/questions';
import { useLiveBoard } from '../api/use-live-clocks';
import { may } from '../app/rights';
import { useWho } from '../app/use-session';
import { useWords } from '../i18n/use-words';
import { FreshnessMark, StaleBanner } from '../ui/freshness-mark';
import { AgentLoad, PoolLoad } from './loads';
import { ApprovalsPanel } from './approvals-panel';
import { CaseBoards } from './case-boards';
import { ClockList } from './clock-list';
import { PromisesPanel } from './promises-panel';
import { TodayPanel } from './today-panel';
import { TeamChoice, useWatchedTeams } from './watched-teams';

/** Questions beside the stream are asked again at most so often while things change. */
const ASK_AGAIN_MS = 2_000;

/** What is about to break, and all that a supervisor decides by. */
export function BoardPage() {
  const { t } = useWords();
  const who = useWho();
  const [teams, setTeams] = useWatchedTeams();
  const board = useLiveBoard(teams);
  const queries = useQueryClient();
  const isLive = board.freshness.state === 'live';
  useEffect(() => {
    const timer = setTimeout(() => void queries.invalidateQueries(), ASK_AGAIN_MS);
    return () => {
      clearTimeout(timer);
    };
    // Also when the connection stands again: what was asked meanwhile may be missing.
  }, [queries, board.changes, isLive]);
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
      </header>
      <StaleBanner freshness={board.freshness} />
      {teams.length === 0 ? (
        <p className="hint pad">{t('board.noTeams')}</p>
      ) : (
        <div className="board-grid">
          <ClockList clocks={board.clocks} teams={teams} />
          <div className="board-side">
            {leads && <TodayPanel teams={teams} />}
            <ApprovalsPanel />
            <PoolLoad clocks={board.clocks} teams={teams} />
            <PromisesPanel teams={teams} />
            <CaseBoards teams={teams} />
            <AgentLoad clocks={board.clocks} />
          </div>
        </div>
      )}
    </div>
  );
}
