import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { verdictsByClock } from '../api/questions';
import { useWords } from '../i18n/use-words';
import { Most } from '../ui/most';
import { Panel } from '../ui/panel';
import { ProblemNote } from '../ui/problem-note';
import { useNow } from '../ui/use-now';

/** Where most was missed. */
const MOST_SHOWN = 6;

/** Midnight of the browser's zone, by the server's clock. */
function startOfDay(now: number): string {
  const day = new Date(now);
  day.setHours(0, 0, 0, 0);
  return day.toISOString();
}

/** Met and missed since midnight, by team and clock; each number leads to its cases. */
export function TodayPanel({ teams }: { readonly teams: readonly string[] }) {
  const { t, word, number, share } = useWords();
  const from = startOfDay(useNow());
  const common = { kind: 'all', on: 'happened', from } as const;
  const { data, error } = useQuery(verdictsByClock({ ...common, team: teams }));
  const clocks = data?.groups ?? [];
  const rows = clocks
    .flatMap(({ group, teams: those }) => those.map((one) => ({ ...one, clock: group ?? '' })))
    .filter((row) => row.met + row.missed > 0)
    .toSorted((one, other) => other.missed - one.missed);
  const sum = (name: 'met' | 'missed') => clocks.reduce((total, clock) => total + clock[name], 0);
  const [met, missed] = [sum('met'), sum('missed')];
  /** A number, which leads to what it counts. */
  const counted = (verdict: 'met' | 'missed', count: number, of: { clock?: string; team: string }) =>
    count === 0 ? (
      number(count)
    ) : (
      <Link to="/cases" search={{ source: 'verdicts', ...common, verdict, ...of }}>
        {number(count)}
      </Link>
    );
  const all = { team: teams.join() };
  return (
    <Panel
      title={t('board.metMissed')}
      aside={
        met + missed > 0 && (
          <b className="hint">{t('board.attainment', { share: share(met / (met + missed)) })}</b>
        )
      }
    >
      {error !== null && <ProblemNote error={error} />}
      <p className="big-numbers">
        <span>
          <b data-urgency="ok">{counted('met', met, all)}</b> {t('board.met')}
        </span>
        <span>
          <b data-urgency={missed > 0 ? 'late' : 'calm'}>{counted('missed', missed, all)}</b>{' '}
          {t('board.missed')}
        </span>
      </p>
      <Most items={rows} most={MOST_SHOWN}>
        {(shown) => (
          <table className="small-table">
            <tbody>
              {shown.map((row) => (
                <tr key={`${row.clock} ${row.team}`}>
                  <th scope="row">{word('clock', row.clock)}</th>
                  <td className="hint">{row.team}</td>
                  <td className="count">
                    {counted('met', row.met, { clock: row.clock, team: row.team })} {t('board.met')}
                  </td>
                  <td className="count" data-urgency={row.missed > 0 ? 'late' : 'calm'}>
                    {counted('missed', row.missed, { clock: row.clock, team: row.team })} {t('board.missed')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Most>
    </Panel>
  );
}
