import type { ClockHistory, EpochMs, Pause, TargetInForce } from '@redress/sla';
import type { DeskRow } from './servicenow-rows';

/** What a clock of a case promises while the case has that priority; undefined where nothing is promised. */
export type TargetOf = (
  clock: DeskClock,
  priority: number,
) => (Omit<TargetInForce, 'from' | 'pauses'> & { readonly pausedBy: readonly string[] }) | undefined;

export const DESK_CLOCKS = ['first-response', 'resolution'] as const;
export type DeskClock = (typeof DESK_CLOCKS)[number];

/** One clock of the first cycle of a case, and the priority in force at its stop. */
export interface DeskClockLife {
  readonly clock: DeskClock;
  readonly priority: number;
  readonly history: ClockHistory;
}

/** The facts of a case that its first cycle's clocks go by. */
interface CaseFacts {
  readonly openedAt: EpochMs;
  readonly priorities: readonly { readonly from: EpochMs; readonly priority: number; readonly row: number }[];
  readonly waits: readonly Pause[];
  /** The row of the stop, and when that was. */
  readonly stops: { readonly [Clock in DeskClock]?: { readonly at: EpochMs; readonly row: number } };
}

/**
 * The clocks of one case, told from its rows without any part of the product but the algebra: in file order, a row earlier than the one
 * before it counting at that one's time; what a row says of the priority comes before what it says of the state.
 */
export function clocksOf(
  rows: readonly DeskRow[],
  asOf: EpochMs,
  targetOf: TargetOf,
): readonly DeskClockLife[] {
  const facts = factsOf(rows, asOf);
  return DESK_CLOCKS.map((clock) => {
    const stop = facts.stops[clock];
    const priorities = facts.priorities.filter(({ row }) => row <= (stop?.row ?? Infinity));
    return {
      clock,
      priority: priorities.at(-1)?.priority ?? NaN,
      history: {
        start: facts.openedAt,
        targets: priorities.flatMap(({ from, priority }) => {
          const target = targetOf(clock, priority);
          const pauses = target?.pausedBy.includes('customer') === true ? facts.waits : [];
          return target === undefined ? [] : [{ ...target, from, pauses }];
        }),
        ...(stop === undefined ? {} : { stoppedAt: stop.at }),
      },
    };
  });
}

function factsOf(rows: readonly DeskRow[], asOf: EpochMs): CaseFacts {
  const openedAt = rows[0]?.openedAt ?? NaN;
  const priorities: CaseFacts['priorities'][number][] = [];
  const waits: Pause[] = [];
  const stops: { [Clock in DeskClock]?: { at: EpochMs; row: number } } = {};
  let at = openedAt;
  for (const [row, { updatedAt, priority, state }] of rows.entries()) {
    if (updatedAt > asOf) continue;
    if (row === 0) priorities.push({ from: openedAt, priority, row });
    at = Math.max(at, updatedAt);
    if (priority !== priorities.at(-1)?.priority) priorities.push({ from: at, priority, row });
    const wait = waits.at(-1);
    const isWaiting = wait !== undefined && wait.to === undefined;
    if (state === 'Awaiting User Info') {
      if (!isWaiting) waits.push({ from: at });
    } else if (isWaiting) {
      waits[waits.length - 1] = { from: wait.from, to: at };
    }
    if (state !== 'New') stops['first-response'] ??= { at, row };
    if (state === 'Resolved' || state === 'Closed') stops.resolution ??= { at, row };
  }
  return { openedAt, priorities, waits, stops };
}
