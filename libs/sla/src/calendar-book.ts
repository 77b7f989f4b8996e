import { ROUND_THE_CLOCK, type Calendar } from './calendar';
import type { CalendarDocument, CalendarRef } from './calendar-document';
import { compileCalendar } from './compile-calendar';
import { CalendarUnknown, SlaError } from './sla-error';

/** All versions that are known here, by name, the newest last. A published version never changes, so it may be kept for good. */
const BOOK = new Map<string, Map<number, { readonly calendar: Calendar; readonly written: string }>>([
  [ROUND_THE_CLOCK.name, new Map([[ROUND_THE_CLOCK.version, { calendar: ROUND_THE_CLOCK, written: '' }]])],
]);

/** Those of them that nobody is to choose any more, as `name version`. */
const WITHDRAWN = new Set<string>();

/**
 * Makes a published version known to `findCalendar`; a second time changes nothing. Throws SlaError `calendar-malformed`, or
 * `calendar-changed` where another document is known by that name and version.
 */
export function addCalendar(document: CalendarDocument): Calendar {
  const versions = BOOK.get(document.name) ?? new Map<number, { calendar: Calendar; written: string }>();
  const written = canonical(document);
  const known = versions.get(document.version);
  if (known?.written === written) return known.calendar;
  if (known !== undefined) {
    throw new SlaError(
      'calendar-changed',
      `calendar ${document.name} has another version ${String(document.version)}; what was published never changes`,
    );
  }
  const calendar = compileCalendar(document);
  versions.set(document.version, { calendar, written });
  BOOK.set(document.name, versions);
  return calendar;
}

/** Takes a version out of the book that was never published and is of no more use: one that was only tried out. */
export function forgetCalendar({ name, version }: CalendarRef): void {
  const versions = BOOK.get(name);
  versions?.delete(version);
  if (versions?.size === 0) BOOK.delete(name);
}

/** Has `findCalendar` pass over a version that it is asked for by no number. Who names the version still finds it. */
export function withdrawCalendar({ name, version }: CalendarRef): void {
  WITHDRAWN.add(`${name} ${String(version)}`);
}

/** The calendar of that name, in the version named or else the newest that is not withdrawn; undefined where there is none. */
export function findCalendar(name: string, version?: number): Calendar | undefined {
  const versions = BOOK.get(name);
  if (versions === undefined) return undefined;
  if (version !== undefined) return versions.get(version)?.calendar;
  const standing = [...versions.keys()].filter((one) => !WITHDRAWN.has(`${name} ${String(one)}`));
  return versions.get(Math.max(...standing))?.calendar;
}

/** The calendar of that name and version. Throws CalendarUnknown. */
export function calendarOf({ name, version }: CalendarRef): Calendar {
  const calendar = findCalendar(name, version);
  if (calendar === undefined) throw new CalendarUnknown({ name, version });
  return calendar;
}

/** The same text for the same content, however its keys are ordered. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
