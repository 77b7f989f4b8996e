import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { teamLoad } from '../api/questions';
import type { BoardClock, TeamLoad } from '../api/types';
import { may } from '../app/rights';
import { useWho } from '../app/use-session';
import { useWords } from '../i18n/use-words';
import { Most } from '../ui/most';
import { Panel } from '../ui/panel';
import { ProblemNote } from '../ui/problem-note';
import { useNow, useStandingNow } from '../ui/use-now';
import { CallbacksBehind } from './callbacks-behind';
import { useLateCounts } from './late-counts';
import { MoveWorkDialog, type Holder } from './move-work-dialog';
import type { Only } from './only';

interface LoadsProps {
  readonly teams: readonly string[];
  /** The going clocks of these teams: how many of whom are late is counted by them. */
  readonly clocks: readonly BoardClock[];
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
export function PoolLoad({ teams, clocks, onLate }: LoadsProps) {
  const { t, duration } = useWords();
  const now = useNow();
  const lateOf = useLateCounts(clocks);
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
              <td>
                <CallbacksBehind load={pool} of={{ team, agent: null }} />
              </td>
              <td>{pool.oldestAt !== null && duration(now - Date.parse(pool.oldestAt))}</td>
              <td>
                <Late
                  count={lateOf({ team, agent: null })}
                  of={team}
                  only={{ team, agent: null }}
                  onLate={onLate}
                />
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
export function AgentLoad({ teams, clocks, onLate }: LoadsProps) {
  const { t, number } = useWords();
  const { loads, error } = useLoads(teams);
  const lateOf = useLateCounts(clocks);
  const who = useWho();
  const isPast = useStandingNow() !== undefined;
  const mayMove = may.lead(who) && !isPast;
  const [moving, setMoving] = useState<Holder>();
  const agents = loads
    .flatMap(({ team, agents: those }) =>
      those.map((one) => ({ ...one, team, late: lateOf({ team, agent: one.agent }) })),
    )
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
                  {mayMove && (
                    <th scope="col">
                      <span className="visually-hidden">{t('board.moveWork')}</span>
                    </th>
                  )}
                </tr>
              </thead>
              <tbody>
                {shown.map(({ team, agent, cases, waiting, late, ...load }) => (
                  <tr key={`${team} ${agent}`}>
                    <th scope="row">
                      {agent} {teams.length > 1 && <small className="hint">{team}</small>}
                    </th>
                    <td>
                      <CasesBehind count={cases} search={{ team, agent, phase: 'open,waiting' }} />{' '}
                      {waiting > 0 && (
                        <small className="hint">
                          ·{' '}
                          <CasesBehind
                            count={waiting}
                            text={t('board.waitingOf', { count: waiting })}
                            search={{ team, agent, phase: 'waiting' }}
                          />
                        </small>
                      )}
                    </td>
                    <td>
                      <CallbacksBehind load={load} of={{ team, agent }} />
                    </td>
                    <td>
                      <Late count={late} of={agent} only={{ team, agent }} onLate={onLate} />
                    </td>
                    {mayMove && (
                      <td>
                        <Button
                          className="button small"
                          aria-label={`${t('board.moveWork')}: ${agent}`}
                          onPress={() => {
                            setMoving({ team, agent });
                          }}
                        >
                          {t('board.moveWork')}
                        </Button>
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Most>
      )}
      <MoveWorkDialog
        of={moving}
        teams={teams}
        onClose={() => {
          setMoving(undefined);
        }}
      />
    </Panel>
  );
}

/** A number of cases that leads to them; lists of cases are of now. */
function CasesBehind({
  count,
  text,
  search,
}: {
  readonly count: number;
  /** Shown in its place. */
  readonly text?: string;
  readonly search: Readonly<Record<string, string>>;
}) {
  const { number } = useWords();
  const isPast = useStandingNow() !== undefined;
  const shown = text ?? number(count);
  if (isPast || count === 0) return shown;
  return (
    <Link to="/cases" search={search}>
      {shown}
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
