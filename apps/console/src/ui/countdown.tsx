import type { ClockState } from '../api/types';
import { useWords } from '../i18n/use-words';
import { useNow } from './use-now';

const SOON_MS = 15 * 60_000;
const HOUR_MS = 60 * 60_000;

/** How urgent a due instant is. */
export type Urgency = 'late' | 'soon' | 'hour' | 'calm' | 'paused';

/** `null`: it stands still. */
export function urgencyOf(dueAt: string | null, now: number): Urgency {
  if (dueAt === null) return 'paused';
  const leftMs = Date.parse(dueAt) - now;
  return leftMs <= 0 ? 'late' : leftMs <= SOON_MS ? 'soon' : leftMs <= HOUR_MS ? 'hour' : 'calm';
}

const SIGN: Readonly<Record<Urgency, string>> = { late: '▲', soon: '●', hour: '○', calm: '', paused: '‖' };

/** The time left until an instant, or by how much it has passed, counting. Its colour is said by a sign, too. */
export function Countdown({ dueAt, state }: { readonly dueAt: string | null; readonly state?: ClockState }) {
  const now = useNow();
  const { t, duration, dateTime } = useWords();
  if (state === 'met' || state === 'missed' || state === 'closed') return null;
  const urgency = urgencyOf(dueAt, now);
  if (state === 'beyond-calendar') return <span className="countdown">{t('time.beyondCalendar')}</span>;
  if (dueAt === null)
    return (
      <span className="countdown" data-urgency="paused">
        <span aria-hidden="true">{SIGN.paused}</span> {t('time.paused')}
      </span>
    );
  const leftMs = Date.parse(dueAt) - now;
  const text = duration(leftMs);
  return (
    <time className="countdown" data-urgency={urgency} dateTime={dueAt} title={dateTime(dueAt)}>
      <span aria-hidden="true">{SIGN[urgency]}</span>{' '}
      {leftMs <= 0 ? t('time.late', { duration: text }) : text}
    </time>
  );
}

/** The share of the time from start to due that has gone. */
export function TimeUsed({
  startedAt,
  dueAt,
}: {
  readonly startedAt: string;
  readonly dueAt: string | null;
}) {
  const now = useNow();
  const { t, share } = useWords();
  if (dueAt === null) return <span className="used" data-urgency="paused" />;
  const [start, due] = [Date.parse(startedAt), Date.parse(dueAt)];
  const used = due <= start ? 1 : Math.min(1, Math.max(0, (now - start) / (due - start)));
  return (
    <span
      className="used"
      role="img"
      data-urgency={urgencyOf(dueAt, now)}
      aria-label={`${t('board.used')} ${share(used)}`}
    >
      <span style={{ inlineSize: `${String(Math.round(used * 100))}%` }} />
    </span>
  );
}
