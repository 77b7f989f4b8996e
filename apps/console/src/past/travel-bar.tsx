import type { CSSProperties, ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { useWords } from '../i18n/use-words';
import { useNow } from '../ui/use-now';
import { dateText, dayOf, hoursOf, onDate, type LocalDay } from '../ui/local-day';
import type { Travel } from './use-travel';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Hours between two marks below the slider. */
const MARK_HOURS = 3;

/** Says loudly that this is the past, and moves through it: a slider over the day, steps, another day. `back`: the way to what is now. */
export function TravelBar({
  travel,
  shownAt,
  back,
}: {
  readonly travel: Travel;
  /** Of which instant that is which is on the screen; undefined: nothing is yet. */
  readonly shownAt: number | undefined;
  readonly back: ReactNode;
}) {
  const { t, dateTime } = useWords();
  const { wanted } = travel;
  return (
    <section className="travel" aria-label={t('past.travel')}>
      <p className="past-banner" role="status">
        <span className="past-sign" aria-hidden="true">
          «
        </span>
        <strong>{t('past.banner', { time: dateTime(shownAt ?? wanted) })}</strong>
        <span>{shownAt === wanted ? t('past.noActs') : t('past.fetching', { time: dateTime(wanted) })}</span>
        {back}
      </p>
      <Controls travel={travel} />
    </section>
  );
}

function Controls({ travel }: { readonly travel: Travel }) {
  const { t, time } = useWords();
  const now = useNow();
  const { wanted, isPlaying, to, play } = travel;
  const day = dayOf(wanted);
  const steps: readonly (readonly [sign: string, label: string, byMs: number])[] = [
    ['«', t('past.hourBack'), -HOUR_MS],
    ['‹', t('past.minuteBack'), -MINUTE_MS],
    ['›', t('past.minuteOn'), MINUTE_MS],
    ['»', t('past.hourOn'), HOUR_MS],
  ];
  const step = ([sign, label, byMs]: (typeof steps)[number]) => (
    <Button
      key={label}
      className="button small"
      aria-label={label}
      onPress={() => {
        play(false);
        to(wanted + byMs);
      }}
    >
      {sign}
    </Button>
  );
  return (
    <div className="travel-controls">
      <span className="travel-steps">
        {steps.slice(0, 2).map(step)}
        <Button
          className="button small"
          aria-pressed={isPlaying}
          onPress={() => {
            play(!isPlaying);
          }}
        >
          {isPlaying ? t('past.pause') : t('past.play')} <kbd>p</kbd>
        </Button>
        {steps.slice(2).map(step)}
      </span>
      <output className="travel-time">{time(wanted, wanted)}</output>
      <span className="travel-slider" style={{ '--gone': percent(now, day) } as CSSProperties}>
        <input
          type="range"
          min={day.from}
          max={day.to - MINUTE_MS}
          step={MINUTE_MS}
          value={wanted}
          aria-label={t('past.slider')}
          aria-valuetext={time(wanted, wanted)}
          onChange={(event) => {
            play(false);
            to(Number(event.target.value));
          }}
        />
        <HourMarks day={day} />
      </span>
      <label className="filter">
        {t('past.day')}
        <input
          type="date"
          value={dateText(wanted)}
          max={dateText(now)}
          onChange={(event) => {
            const other = onDate(wanted, event.target.value);
            if (other !== undefined) to(other);
          }}
        />
      </label>
    </div>
  );
}

function HourMarks({ day }: { readonly day: LocalDay }) {
  const { time } = useWords();
  return (
    <span className="hour-marks" aria-hidden="true">
      {hoursOf(day, MARK_HOURS).map((at) => (
        <span key={at} style={{ insetInlineStart: percent(at, day) }}>
          {time(at, at)}
        </span>
      ))}
    </span>
  );
}

/** How far into a day an instant lies. */
function percent(at: number, { from, to }: LocalDay): string {
  const share = Math.min(1, Math.max(0, (at - from) / (to - from)));
  return `${(share * 100).toFixed(2)}%`;
}
