import { useMemo, useSyncExternalStore } from 'react';
import { liveClocksOf, type Freshness, type LiveState } from './live-clocks';
import type { CaseClock } from './types';

/** The going clocks of several teams as one, as fresh as the least fresh of them. */
export interface LiveBoard {
  readonly clocks: readonly CaseClock[];
  readonly freshness: Freshness;
  readonly changes: number;
}

const RANK: Readonly<Record<Freshness['state'], number>> = {
  live: 0,
  starting: 1,
  behind: 2,
  refused: 3,
  cut: 4,
};

/** Add this to the machine's clock to get the server's: taken from whichever stream spoke last. */
let offsetMs = 0;

/** What time it is on the server, in ms since 1970. Screens count down by it: the machine's own clock may be wrong. */
export const serverNow = (): number => Date.now() + offsetMs;

/** Watches these teams for as long as the caller is on the screen. */
export function useLiveBoard(teams: readonly string[]): LiveBoard {
  const key = teams.join(' ');
  const watch = useMemo(() => combined(key === '' ? [] : key.split(' ')), [key]);
  return useSyncExternalStore(watch.subscribe, watch.state);
}

interface Combined {
  readonly subscribe: (listener: () => void) => () => void;
  readonly state: () => LiveBoard;
}

function combined(teams: readonly string[]): Combined {
  const watches = teams.map(liveClocksOf);
  let seen: readonly LiveState[] = [];
  let board: LiveBoard = { clocks: [], freshness: { state: 'starting' }, changes: 0 };
  return {
    subscribe: (listener) => {
      const ends = watches.map((watch) => watch.subscribe(listener));
      return () => {
        for (const end of ends) end();
      };
    },
    state: () => {
      const states = watches.map((watch) => watch.state());
      if (states.length === seen.length && states.every((state, n) => state === seen[n])) return board;
      const sameClocks =
        states.length === seen.length && states.every((state, n) => state.clocks === seen[n]?.clocks);
      offsetMs = states.find((state, n) => state.offsetMs !== seen[n]?.offsetMs)?.offsetMs ?? offsetMs;
      seen = states;
      board = {
        clocks: sameClocks ? board.clocks : states.flatMap(({ clocks }) => [...clocks.values()]).sort(byDue),
        freshness: states.map(({ freshness }) => freshness).reduce(leastFresh, { state: 'live' }),
        changes: states.reduce((sum, { changes }) => sum + changes, 0),
      };
      return board;
    },
  };
}

const leastFresh = (one: Freshness, other: Freshness): Freshness =>
  RANK[other.state] > RANK[one.state] || (RANK[other.state] === RANK[one.state] && earlier(other, one))
    ? other
    : one;

const earlier = (one: Freshness, other: Freshness): boolean =>
  other.asOf === undefined || (one.asOf !== undefined && one.asOf < other.asOf);

/** The earliest due first, those that stand still at the end. */
function byDue(one: CaseClock, other: CaseClock): number {
  if (one.dueAt === other.dueAt) return one.complaintId < other.complaintId ? -1 : 1;
  if (one.dueAt === null) return 1;
  if (other.dueAt === null) return -1;
  return one.dueAt < other.dueAt ? -1 : 1;
}
