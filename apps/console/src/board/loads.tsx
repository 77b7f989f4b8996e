import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'react-aria-components/Button';
import { teamLoad } from '../api/questions';
import type { TeamLoad } from '../api/types';
import { useWords } from '../i18n/use-words';
import { Most } from '../ui/most';
import { Panel } from '../ui/panel';
import { ProblemNote } from '../ui/problem-note';
import { useNow, useStandingNow } from '../ui/use-now';
import type { Only } from './only';

interface LoadsProps {
  readonly teams: readonly string[];
  /** Shows the late clocks of these only; without it, numbers lead nowhere. */
  readonly onLate?: (only: Only) => void;
}

const together = (answers: readonly UseQueryResult<TeamLoad>[]) => ({
  loads: answers.flatMap(({ data }) => (data === undefined ? [] : [data])),
  error: answers.find(({ error }) => error !== null)?.error,
});

function useLoads(teams: readonly string[]) {
  const past = useStandingNow();
  return useQueries({ queries: teams.map((team) => teamLoad(team, past)), combine: together });
}

/** What no agent has yet, by team: how many, and since when the oldest. */
export function PoolLoad({ teams, onLate }: LoadsProps) {
  const { t, duration, number } = useWords();
  const now = useNow();
  const { loads, error } = useLoads(teams);
  return (
    <Panel title={t('board.queues')}>
      {error != null && <ProblemNote error={error} />}
      <table className="small-table">
        <thead>
          <tr>
            <th scope="col">{t('case.team')}</th>
            <th scope="col">{t('board.inHand')}</th>
            <th scope="col">{t('board.callbacks')}</th>
            <th scope="col">{t('board.oldestHead')}</th>
            <th scope="col">{t('board.lateHead')}</th>
          </tr>
        </thead>
        <tbody>
          {loads.map(({ team, pool }) => (
            <tr key={team}>
              <th scope="row">{team}</th>
              <td>
                <CasesBehind count={pool.cases} search={{ team, inPool: 'true', phase: 'open,waiting' }} />
              </td>
              <td>{pool.callbacks > 0 && number(pool.callbacks)}</td>
              <td>{pool.oldestAt !== null && duration(now - Date.parse(pool.oldestAt))}</td>
              <td>
                <Late count={pool.late} of={team} only={{ team, agent: null }} onLate={onLate} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

const MOST_AGENTS = 8;

/** Who has how much in hand: most late first. */
export function AgentLoad({ teams, onLate }: LoadsProps) {
  const { t, number } = useWords();
  const { loads, error } = useLoads(teams);
  const agents = loads
    .flatMap(({ team, agents: those }) => those.map((one) => ({ team, ...one })))
    .sort((one, other) => other.late - one.late || other.cases - one.cases);
  return (
    <Panel title={t('board.load')} aside={<b className="count">{number(agents.length)}</b>}>
      {error != null && <ProblemNote error={error} />}
      {agents.length === 0 ? (
        <p className="hint pad">{t('board.noAgents')}</p>
      ) : (
        <Most items={agents} most={MOST_AGENTS}>
          {(shown) => (
            <table className="small-table">
              <thead>
                <tr>
                  <th scope="col">{t('board.agent')}</th>
                  <th scope="col">{t('board.inHand')}</th>
                  <th scope="col">{t('board.callbacks')}</th>
                  <th scope="col">{t('board.lateHead')}</th>
                </tr>
              </thead>
              <tbody>
                {shown.map(({ team, agent, cases, waiting, callbacks, late }) => (
                  <tr key={`${team} ${agent}`}>
                    <th scope="row">
                      {agent} {teams.length > 1 && <small className="hint">{team}</small>}
                    </th>
                    <td>
                      <CasesBehind count={cases} search={{ team, agent, phase: 'open,waiting' }} />{' '}
                      {waiting > 0 && (
                        <small className="hint">{t('board.waitingOf', { count: waiting })}</small>
                      )}
                    </td>
                    <td>{callbacks > 0 && number(callbacks)}</td>
                    <td>
                      <Late count={late} of={agent} only={{ team, agent }} onLate={onLate} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Most>
      )}
    </Panel>
  );
}

/** A number of cases that leads to them; lists of cases are of now. */
function CasesBehind({
  count,
  search,
}: {
  readonly count: number;
  readonly search: Readonly<Record<string, string>>;
}) {
  const { number } = useWords();
  const isPast = useStandingNow() !== undefined;
  if (isPast || count === 0) return number(count);
  return (
    <Link to="/cases" search={search}>
      {number(count)}
    </Link>
  );
}

function Late({
  count,
  of,
  only,
  onLate,
}: {
  readonly count: number;
  readonly of: string;
  readonly only: Only;
  readonly onLate: LoadsProps['onLate'];
}) {
  const { t, number } = useWords();
  if (count === 0) return null;
  const text = (
    <b data-urgency="late">
      <span aria-hidden="true">▲</span> {number(count)}
    </b>
  );
  if (onLate === undefined) return text;
  return (
    <Button
      className="button small"
      aria-label={`${t('board.late')}: ${of}, ${number(count)}`}
      onPress={() => {
        onLate(only);
      }}
    >
      {text}
    </Button>
  );
}
