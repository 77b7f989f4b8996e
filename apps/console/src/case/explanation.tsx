import { useQuery } from '@tanstack/react-query';
import { explanation, subjectExplanation } from '../api/questions';
import type { ClockExplanation } from '../api/types';
import { useWords } from '../i18n/use-words';
import { Asked } from '../ui/asked';
import { periodText } from '../ui/period';
import { useStandingNow } from '../ui/use-now';
import { intervalLine } from './interval-line';
import { markText } from './mark-text';

/** What has clocks that can be explained. */
export type Explainable = { readonly caseId: string } | { readonly subjectId: string };

/** Why a clock stands as it does: its target, its intervals on a line and in a table, and the whole of it in words. */
export function Explanation({
  of,
  clock,
  instance,
}: {
  readonly of: Explainable;
  readonly clock: string;
  readonly instance: number;
}) {
  const past = useStandingNow();
  const asked = useQuery(
    'caseId' in of
      ? explanation(of.caseId, clock, instance, past)
      : subjectExplanation(of.subjectId, clock, instance),
  );
  return <Asked asked={asked}>{(found) => <Explained found={found} />}</Asked>;
}

function Explained({ found }: { readonly found: ClockExplanation }) {
  const words = useWords();
  const { t, word, dateTime, duration, language } = words;
  const { target, intervals, lines, marks, corrected } = found;
  return (
    <div className="explanation">
      <p>
        {t('case.within')} <b>{periodText(words, target.within)}</b> · {t('case.calendar')}{' '}
        {target.calendar.name} v{target.calendar.version} ·{' '}
        {t('case.policyOf', { name: found.policy.name, version: found.policy.version })}
        {target.pausedBy.length > 0 &&
          ` · ${t('case.stoppedBy')} ${target.pausedBy.map((reason) => word('waitsFor', reason)).join(', ')}`}
        {target.pauseLimits.flatMap(({ reason, longest, needsApproval }) => {
          const named = { reason: word('waitsFor', reason) };
          return [
            ...(longest === null
              ? []
              : [` · ${t('case.longest', { ...named, period: periodText(words, longest) })}`]),
            ...(needsApproval ? [` · ${t('case.needsApproval', named)}`] : []),
          ];
        })}
      </p>
      {corrected !== null && (
        <p>
          <span className="flag soon">
            {t('case.corrected', { verdict: word('clockState', corrected.known) })}
          </span>{' '}
          {corrected.because.length > 0 &&
            t('case.becauseOf', {
              events: corrected.because.map(({ type }) => word('event', type)).join(', '),
            })}
        </p>
      )}
      <Line found={found} />
      <p className="sums">
        <span className="swatch running" /> {t('case.runningTime')} <b>{duration(found.runningMs)}</b>
        <span className="swatch paused" /> {t('case.pausedTime')} <b>{duration(found.pausedMs)}</b>
        <span className="swatch closed" /> {t('case.closedTime')} <b>{duration(found.closedMs)}</b>
      </p>
      {marks.length > 0 && (
        <p className="hint">
          {t('case.pastMarks')}:{' '}
          {marks.map(({ mark, at }) => `${markText(words, mark)} (${dateTime(at)})`).join(', ')}
        </p>
      )}
      <table className="small-table intervals">
        <caption className="visually-hidden">{t('case.intervals')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('case.from')}</th>
            <th scope="col">{t('case.to')}</th>
            <th scope="col">{t('case.length')}</th>
            <th scope="col">{t('case.what')}</th>
            <th scope="col">{t('case.began')}</th>
          </tr>
        </thead>
        <tbody>
          {intervals.map(({ from, to, lengthMs, state, begins }) => (
            <tr key={from}>
              <td>{dateTime(from)}</td>
              <td>{dateTime(to)}</td>
              <td>{duration(lengthMs)}</td>
              <td>{t(`case.interval.${state}`)}</td>
              <td>
                {t(`case.edge.${begins.by}`)} {begins.event !== null && word('event', begins.event.type)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <details>
        <summary>{t('case.whole')}</summary>
        <pre lang={language}>{language === 'zh-CN' ? lines.zh : lines.en}</pre>
      </details>
    </div>
  );
}

const HEIGHT = 26;

/** The intervals of a clock on a line from its start, with when it was due and until when it was followed. */
function Line({ found }: { readonly found: ClockExplanation }) {
  const { t, word, dateTime, duration } = useWords();
  const { pieces, due, followed } = intervalLine(found);
  const until = useStandingNow() === undefined ? t('case.legendNow') : t('case.legendThen');
  const said = pieces
    .map(({ state, lengthMs }) => `${t(`case.interval.${state}`)} ${duration(lengthMs)}`)
    .join(', ');
  return (
    <figure className="interval-line">
      <svg
        viewBox={`0 0 1000 ${String(HEIGHT)}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${word('clock', found.clock)}: ${said}`}
      >
        {pieces.map(({ from, share, state, isLate }) => (
          <rect
            key={`${String(from)} ${state} ${String(isLate)}`}
            x={from * 1000}
            width={Math.max(share * 1000, 0.8)}
            y={state === 'running' ? 4 : 9}
            height={state === 'running' ? HEIGHT - 8 : HEIGHT - 18}
            className={`piece ${state} ${isLate ? 'late' : ''}`}
          />
        ))}
        {due !== undefined && <line x1={due * 1000} x2={due * 1000} y1={0} y2={HEIGHT} className="due" />}
      </svg>
      <figcaption>
        <LineMark at={0} row={0} text={`${t('case.started')} ${dateTime(found.startedAt)}`} />
        {due !== undefined && found.dueAt !== null && (
          <LineMark at={due} row={1} isDue text={`${t('case.legendDue')} ${dateTime(found.dueAt)}`} />
        )}
        <LineMark
          at={followed}
          row={2}
          text={`${found.verdict === 'running' ? until : t('case.legendEnd')} ${dateTime(found.until)}`}
        />
      </figcaption>
    </figure>
  );
}

/** What stands below a place of the line: to its right in the first half, to its left in the second. */
function LineMark({
  at,
  row,
  text,
  isDue = false,
}: {
  readonly at: number;
  readonly row: number;
  readonly text: string;
  readonly isDue?: boolean;
}) {
  const percent = at <= 0.5 ? at * 100 : (1 - at) * 100;
  const place = `${percent.toFixed(2)}%`;
  return (
    <span
      className={`line-mark ${at <= 0.5 ? 'at-start' : 'at-end'} ${isDue ? 'is-due' : ''}`}
      style={{
        insetBlockStart: `${String(row * 1.25)}em`,
        ...(at <= 0.5 ? { insetInlineStart: place } : { insetInlineEnd: place }),
      }}
    >
      {text}
    </span>
  );
}
