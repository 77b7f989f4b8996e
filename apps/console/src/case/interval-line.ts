import type { ClockExplanation } from '../api/types';

/** A part of the line, in shares of its length. What ran after the due instant is a part of its own. */
export interface Piece {
  readonly from: number;
  readonly share: number;
  readonly lengthMs: number;
  readonly state: 'running' | 'paused' | 'closed';
  readonly isLate: boolean;
}

/** A clock as a line from its start to where it was followed, or to its due instant where that is later. */
export interface IntervalLine {
  readonly pieces: readonly Piece[];
  /** Where it is due; undefined where it stands still. */
  readonly due?: number;
  /** Where the line ends that was followed so far: before its end where it is due later. */
  readonly followed: number;
}

export function intervalLine({
  intervals,
  startedAt,
  until,
  dueAt,
}: Pick<ClockExplanation, 'startedAt' | 'until' | 'dueAt'> & {
  readonly intervals: readonly Pick<ClockExplanation['intervals'][number], 'from' | 'to' | 'state'>[];
}): IntervalLine {
  const start = Date.parse(startedAt);
  const dueMs = dueAt === null ? undefined : Date.parse(dueAt);
  const wholeMs = Math.max(Date.parse(until), dueMs ?? 0) - start;
  const shareOf = (ms: number) => (wholeMs <= 0 ? 0 : ms / wholeMs);
  const pieces = intervals.flatMap(({ from, to, state }) => {
    const [begin, end] = [Date.parse(from), Date.parse(to)];
    const cuts = dueMs !== undefined && dueMs > begin && dueMs < end ? [begin, dueMs, end] : [begin, end];
    return cuts.slice(1).map((cut, n) => {
      const at = cuts[n] ?? begin;
      return {
        from: shareOf(at - start),
        share: shareOf(cut - at),
        lengthMs: cut - at,
        state,
        isLate: dueMs !== undefined && at >= dueMs,
      };
    });
  });
  return {
    pieces,
    ...(dueMs === undefined ? {} : { due: shareOf(dueMs - start) }),
    followed: shareOf(Date.parse(until) - start),
  };
}
