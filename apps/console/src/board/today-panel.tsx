import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { verdictFigures } from '../api/questions';
import { useWords } from '../i18n/use-words';
import { Most } from '../ui/most';
import { Panel } from '../ui/panel';
import { ProblemNote } from '../ui/problem-note';
import { useNow } from '../ui/use-now';

const CLOCKS = ['first-response', 'resolution', 'callback', 'follow-up', 'supervision', 'approval'] as const;

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
  const answers = useQueries({
    queries: CLOCKS.map((clock) => verdictFigures({ ...common, clock, by: 'team', team: teams })),
  });
  const error = answers.find((answer) => answer.error !== null)?.error;
  const rows = CLOCKS.flatMap((clock, n) =>
    (answers[n]?.data?.groups ?? [])
      .filter(({ met, missed }) => met + missed > 0)
      .map(({ group, met, missed }) => ({ clock, team: group ?? '', met, missed })),
  ).toSorted((one, other) => other.missed - one.missed);
  const sum = (name: 'met' | 'missed') => rows.reduce((total, row) => total + row[name], 0);
  const [met, missed] = [sum('met'), sum('missed')];
  const number_ = (clock: string, team: string, verdict: string, count: number) => (
    <Link
      to="/cases"
      search={{ source: 'verdicts', ...common, clock, verdict, ...(team === '' ? {} : { team }) }}
    >
      {number(count)}
    </Link>
  );
  return (
    <Panel
      title={t('board.metMissed')}
      aside={
        met + missed > 0 && (
          <b className="hint">{t('board.attainment', { share: share(met / (met + missed)) })}</b>
        )
      }
    >
      {error != null && <ProblemNote error={error} />}
      <p className="big-numbers">
        <span>
          <b data-urgency="ok">{number(met)}</b> {t('board.met')}
        </span>
        <span>
          <b data-urgency={missed > 0 ? 'late' : 'calm'}>{number(missed)}</b> {t('board.missed')}
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
                    {number_(row.clock, row.team, 'met', row.met)} {t('board.met')}
                  </td>
                  <td className="count" data-urgency={row.missed > 0 ? 'late' : 'calm'}>
                    {number_(row.clock, row.team, 'missed', row.missed)} {t('board.missed')}
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
