import type { Words } from '../i18n/use-words';

const RUNNING = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/;
const DAYS = /^P(\d+)(BD|CD)$/;

/** A period as policies write it, in words: `PT90M` is 1 h 30 min, `P3BD` three working days. What is none stays as it is. */
export function periodText({ t, span }: Pick<Words, 't' | 'span'>, period: string): string {
  const [, days, unit] = DAYS.exec(period) ?? [];
  if (days !== undefined)
    return t(unit === 'BD' ? 'period.workingDays' : 'period.calendarDays', { count: Number(days) });
  const running = RUNNING.exec(period);
  if (running === null) return period;
  const [hours, minutes, seconds] = running.slice(1).map((part: string | undefined) => Number(part ?? 0));
  return span((((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000);
}
