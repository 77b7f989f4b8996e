const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:Z|[+-](\d\d):(\d\d))$/;

/** No business is older. */
const FIRST = Date.UTC(1900, 0);
/** The last instant whose year is written in four digits. */
const LAST = Date.UTC(10_000, 0) - 1;

/** Whether a value is an ISO 8601 (RFC 3339) instant with `Z` or an offset, on a day and at a time that exist, in 1900 to 9999 by UTC. */
export function isInstant(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const parts = INSTANT.exec(value);
  if (parts === null) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, offsetHour = 0, offsetMinute = 0] =
    parts.slice(1).map((part: string | undefined) => Number(part ?? 0));
  if (hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) return false;
  // Date.UTC would read the years 0 to 99 as 1900 and later.
  if (year < 1900 || month < 1 || month > 12) return false;
  // Day 0 of the next month is the last of this one.
  if (day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return false;
  const at = Date.parse(value);
  return at >= FIRST && at <= LAST;
}
