/** What stands in the address of a page of the past: all of it can be passed on. */
export interface PastSearch {
  /** The instant that is looked at (ISO 8601). */
  readonly at?: string;
  /** The teams of a board, with commas between; left out: those that the reader watches. */
  readonly teams?: string;
}

const MINUTE_MS = 60_000;

/** The last whole minute: of it the server knows all. `now` in ms since 1970. */
export const lastMinute = (now: number): number => Math.floor(now / MINUTE_MS) * MINUTE_MS;

/** Reads an address; an instant that is none is left out. */
export function pastSearch({ at, teams }: Readonly<Record<string, unknown>>): PastSearch {
  const instant = typeof at === 'string' ? Date.parse(at) : NaN;
  // A team may be called 42: the router reads that as a number.
  const named = typeof teams === 'number' ? String(teams) : teams;
  return {
    ...(Number.isNaN(instant) ? {} : { at: new Date(instant).toISOString() }),
    ...(typeof named === 'string' && named !== '' ? { teams: named } : {}),
  };
}
