import type { Freshness } from '../api/live-stream';
import { useWords } from '../i18n/use-words';
import { ProblemNote } from './problem-note';

/** Says how fresh a live page is, and says it loudly where it is not. */
export function FreshnessMark({ freshness }: { readonly freshness: Freshness }) {
  const { t, timeToTheSecond } = useWords();
  const { state, asOf } = freshness;
  return (
    <span className="fresh" data-fresh={state} role="status">
      <span className="fresh-dot" aria-hidden="true" /> {t(`fresh.${state}`)}
      {asOf !== undefined && <small> {t('fresh.asOf', { time: timeToTheSecond(asOf) })}</small>}
    </span>
  );
}

export function StaleBanner({ freshness }: { readonly freshness: Freshness }) {
  const { t, timeToTheSecond } = useWords();
  const { state, asOf, problem } = freshness;
  if (state === 'live' || state === 'starting') return null;
  if (state === 'refused') return problem === undefined ? null : <ProblemNote error={problem} />;
  const time = asOf === undefined ? undefined : timeToTheSecond(asOf);
  return (
    <p className="stale" role="alert">
      {time === undefined
        ? t(state === 'behind' ? 'fresh.behindNever' : 'fresh.cutNever')
        : state === 'behind'
          ? t('fresh.behindLong', { time })
          : t('fresh.cutLong', { time })}
    </p>
  );
}
