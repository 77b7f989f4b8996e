import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { caseTimeline } from '../api/questions';
import type { TimelineEvent } from '../api/types';
import { useWords } from '../i18n/use-words';
import { Asked } from '../ui/asked';
import { CaseLink } from '../ui/case-link';
import { MoreButton } from '../ui/more-button';
import { Panel } from '../ui/panel';
import { useStandingNow } from '../ui/use-now';
import { detailsOf } from './event-details';

/** What has happened to a case, the latest first; on a page of the past only what had been recorded by then. */
export function Timeline({ caseId }: { readonly caseId: string }) {
  const { t, number } = useWords();
  const asked = useInfiniteQuery(caseTimeline(caseId, useStandingNow()));
  const [withClocks, setWithClocks] = useState(true);
  const events = asked.data?.pages.flatMap(({ items }) => items) ?? [];
  // The n-th event has the revision n - 1.
  const earlier = events.at(-1)?.revision ?? 0;
  return (
    <Panel
      title={t('case.timeline')}
      aside={
        <label className="check">
          <input
            type="checkbox"
            checked={withClocks}
            onChange={(event) => {
              setWithClocks(event.target.checked);
            }}
          />{' '}
          {t('case.clockFacts')}
        </label>
      }
    >
      <Asked asked={asked}>
        {() => (
          <ol className="timeline">
            {events
              .filter(({ type }) => withClocks || !CLOCK_FACT.test(type))
              .map((event) => (
                <Entry key={event.id} event={event} />
              ))}
          </ol>
        )}
      </Asked>
      <MoreButton pages={asked}>
        {t('case.earlier')} ({number(earlier)})
      </MoreButton>
    </Panel>
  );
}

const CLOCK_FACT = /^(Clock|Verdict|Target|Escalation)/;

function Entry({ event }: { readonly event: TimelineEvent }) {
  const words = useWords();
  const { t, word, dateTime } = words;
  const { type, actor, occurredAt, recordedAt, texts } = event;
  const details = detailsOf(event, words);
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
        {details.length > 0 && (
          <dl className="details">
            {details.map(({ field, label, value, caseId }) => (
              <div key={field}>
                <dt>{label}</dt>
                <dd>{caseId === undefined ? value : <CaseLink caseId={caseId}>{value}</CaseLink>}</dd>
              </div>
            ))}
          </dl>
        )}
        {texts.map(({ field, text, erased }) => (
          <blockquote key={field}>{erased ? t('case.erased') : text}</blockquote>
        ))}
      </div>
    </li>
  );
}
