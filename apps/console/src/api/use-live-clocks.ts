import { useMemo } from 'react';
import { address } from './client';
import { clockKey, foldClocks } from './live-clocks';
import type { Freshness } from './live-stream';
import type { BoardClock } from './types';
import { useLiveStream } from './use-live-stream';

export { serverNow } from './server-now';

/** The going clocks of several teams, and how fresh they are. */
export interface LiveBoard {
  readonly clocks: readonly BoardClock[];
  readonly freshness: Freshness;
  readonly changes: number;
}

/** Watches these teams in one stream for as long as the caller is on the screen. */
export function useLiveBoard(teams: readonly string[]): LiveBoard {
  const path = teams.length === 0 ? undefined : address('/v1/clocks/live', { team: teams.toSorted() });
  const { rows, freshness, changes } = useLiveStream(path, foldClocks);
  const clocks = useMemo(() => [...rows.values()].sort(byDue), [rows]);
  return { clocks, freshness, changes };
}

/** The earliest due first, those that stand still at the end. */
export function byDue(one: BoardClock, other: BoardClock): number {
  if (one.dueAt === other.dueAt) {
    const [a, b] = [one.complaintId ?? '', other.complaintId ?? ''];
    return (a === b ? clockKey(one) < clockKey(other) : a < b) ? -1 : 1;
  }
  if (one.dueAt === null) return 1;
  if (other.dueAt === null) return -1;
  return one.dueAt < other.dueAt ? -1 : 1;
}
