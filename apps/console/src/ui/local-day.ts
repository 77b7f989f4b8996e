/** A day of the browser's zone, in ms since 1970: 23 or 25 hours long where the clocks change. */
export interface LocalDay {
  readonly from: number;
  /** The next midnight. */
  readonly to: number;
}

const atMidnight = (at: Date): number => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();

/** The day that an instant lies in. */
export function dayOf(at: number): LocalDay {
  const date = new Date(at);
  const next = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1);
  return { from: atMidnight(date), to: next.getTime() };
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** As an input for dates has it: `2026-03-01`. */
export function dateText(at: number): string {
  const date = new Date(at);
  return `${String(date.getFullYear())}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}

/** The same time of day on another date (`2026-03-01`); undefined where that is no date. */
export function onDate(at: number, text: string): number | undefined {
  const [year, month, day] = text.split('-').map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const time = new Date(at);
  const other = new Date(year, month - 1, day, time.getHours(), time.getMinutes(), time.getSeconds());
  const instant = other.getTime();
  return Number.isNaN(instant) ? undefined : instant;
}

/** The whole hours of a day by the clock on the wall, every so many: instants. */
export function hoursOf({ from, to }: LocalDay, every: number): readonly number[] {
  const start = new Date(from);
  const marks: number[] = [];
  for (let hour = 0; hour < 24; hour += every) {
    const at = new Date(start.getFullYear(), start.getMonth(), start.getDate(), hour).getTime();
    if (at >= from && at < to && at !== marks.at(-1)) marks.push(at);
  }
  return marks;
}
