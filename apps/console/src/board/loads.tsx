import { useMemo } from 'react';
import { Link } from '@tanstack/react-router';
import type { CaseClock } from '../api/types';
import { useWords } from '../i18n/use-words';
import { Panel } from '../ui/panel';
import { urgencyOf } from '../ui/countdown';
import { useNow } from '../ui/use-now';

interface Load {
  readonly name: string;
  readonly team: string;
  cases: Set<string>;
  late: number;
  soon: number;
  oldest: string;
}

function loadsBy(
  clocks: readonly CaseClock[],
  now: number,
  keyOf: (clock: CaseClock) => string | null,
): Load[] {
  const loads = new Map<string, Load>();
  for (const clock of clocks) {
    const name = keyOf(clock);
    if (name === null) continue;
    const { complaintId, team, startedAt, dueAt } = clock;
    const load = loads.get(name) ?? { name, team, cases: new Set(), late: 0, soon: 0, oldest: startedAt };
    load.cases.add(complaintId);
    const urgency = urgencyOf(dueAt, now);
    if (urgency === 'late') load.late += 1;
    if (urgency === 'soon' || urgency === 'hour') load.soon += 1;
    if (startedAt < load.oldest) load.oldest = startedAt;
    loads.set(name, load);
  }
  return [...loads.values()];
}

/** What no agent has yet, by team: how many, and since when the oldest. */
export function PoolLoad({
  clocks,
  teams,
}: {
  readonly clocks: readonly CaseClock[];
  readonly teams: readonly string[];
}) {
  const { t, duration, number } = useWords();
  const now = useNow();
  const loads = useMemo(
    () => loadsBy(clocks, now, ({ agent, team }) => (agent === null ? team : null)),
    [clocks, now],
  );
  return (
    <Panel title={t('board.queues')}>
      <table className="small-table">
        <tbody>
          {teams.map((team) => {
            const load = loads.find(({ name }) => name === team);
            return (
              <tr key={team}>
                <th scope="row">{team}</th>
                <td>
                  <b>{number(load?.cases.size ?? 0)}</b> {t('board.waiting')}
                </td>
                <td>
                  {load !== undefined && (
                    <>
                      {t('board.oldest')} <b>{duration(now - Date.parse(load.oldest))}</b>
                    </>
                  )}
                </td>
                <td>
                  {load !== undefined && load.late > 0 && <b data-urgency="late">▲ {number(load.late)}</b>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}

const MOST_AGENTS = 12;

/** Who has how much in hand: most late first. */
export function AgentLoad({ clocks }: { readonly clocks: readonly CaseClock[] }) {
  const { t, number } = useWords();
  const now = useNow();
  const loads = useMemo(
    () =>
      loadsBy(clocks, now, ({ agent }) => agent)
        .sort((one, other) => other.late - one.late || other.cases.size - one.cases.size)
        .slice(0, MOST_AGENTS),
    [clocks, now],
  );
  if (loads.length === 0) return null;
  return (
    <Panel title={t('board.load')}>
      <table className="small-table">
        <thead>
          <tr>
            <th scope="col">{t('board.agent')}</th>
            <th scope="col">{t('app.cases')}</th>
            <th scope="col">{t('board.hour')}</th>
            <th scope="col">{t('board.late')}</th>
          </tr>
        </thead>
        <tbody>
          {loads.map(({ name, team, cases, late, soon }) => (
            <tr key={name}>
              <th scope="row">
                <Link to="/cases" search={{ team, agent: name, phase: 'open,waiting' }}>
                  {name}
                </Link>
              </th>
              <td>{number(cases.size)}</td>
              <td>{soon > 0 && <b data-urgency="soon">{number(soon)}</b>}</td>
              <td>{late > 0 && <b data-urgency="late">▲ {number(late)}</b>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
