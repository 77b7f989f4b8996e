import { useQuery } from '@tanstack/react-query';
import { caseTimeline } from '../api/questions';
import type { TimelineEvent } from '../api/types';
import { useWords } from '../i18n/use-words';
import { Asked } from '../ui/asked';
import { Panel } from '../ui/panel';

/** What has happened to a case, the latest first. */
export function Timeline({ caseId }: { readonly caseId: string }) {
  const { t } = useWords();
  const asked = useQuery(caseTimeline(caseId));
  return (
    <Panel title={t('case.timeline')}>
      <Asked asked={asked} isEmpty={({ items }) => items.length === 0}>
        {({ items }) => (
          <ol className="timeline">
            {[...items].reverse().map((event) => (
              <Entry key={event.id} event={event} />
            ))}
          </ol>
        )}
      </Asked>
    </Panel>
  );
}

const CLOCK_FACT = /^(Clock|Verdict|Target|Escalation)/;

function Entry({ event }: { readonly event: TimelineEvent }) {
  const { t, word, dateTime } = useWords();
  const { type, data, actor, occurredAt, recordedAt, texts } = event;
  const details = Object.entries(data).flatMap(([name, value]) =>
    (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') &&
    !/Ref$|Id$/.test(name)
      ? [`${name}: ${name === 'clock' ? word('clock', String(value)) : shown(value)}`]
      : [],
  );
  function shown(value: string | number | boolean): string {
    return typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*Z$/.test(value) ? dateTime(value) : String(value);
  }
  const isLate = Date.parse(recordedAt) - Date.parse(occurredAt) > 60_000;
  return (
    <li className={CLOCK_FACT.test(type) ? 'clock-fact' : ''} data-type={type}>
      <time dateTime={occurredAt}>{dateTime(occurredAt)}</time>
      <div>
        <b>{word('event', type)}</b>{' '}
        <span className="hint">
          {t('case.by', { who: actor.kind === 'system' ? word('role', 'system') : actor.id })}
        </span>
        {isLate && <span className="hint"> · {t('case.recorded', { time: dateTime(recordedAt) })}</span>}
        {details.length > 0 && <div className="details">{details.join(' · ')}</div>}
        {texts.map(({ field, text, erased }) => (
          <blockquote key={field}>{erased ? t('case.erased') : text}</blockquote>
        ))}
      </div>
    </li>
  );
}
