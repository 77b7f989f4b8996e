import type { EpochMs } from '@redress/kernel';
import type { ClockName } from '@redress/sla';
import type { KnownVerdict } from '@redress/clocks';

/**
 * `paused`: it stands still · `beyond-calendar`: it runs, and its due instant lies beyond what its calendar vouches for · `breached`: missed,
 * and still going · `met`, `missed`: it was stopped, in time or not · `closed`: it ended without a verdict. By all that is known now: see
 * `corrected_from`.
 */
export const CLOCK_STATES = [
  'running',
  'paused',
  'beyond-calendar',
  'breached',
  'met',
  'missed',
  'closed',
] as const;
export type ClockState = (typeof CLOCK_STATES)[number];

/** The states of a clock that waits for its stop. */
export const GOING_STATES = [
  'running',
  'paused',
  'beyond-calendar',
  'breached',
] as const satisfies readonly ClockState[];

/** In SQL, for indexes: the rows of clocks that wait for their stop. */
export const IS_GOING_SQL = `state IN (${GOING_STATES.map((state) => `'${state}'`).join(', ')}) AND NOT has_left`;

/** Where a case stands; a clock that has ended keeps where the case stood then. */
export interface ClockPlacement {
  readonly reference: string | null;
  readonly team: string;
  readonly agent: string | null;
  readonly priority: number;
}

/**
 * A row of `team_clocks`: one run of a clock of a case, with one team. Where the case leaves the team, the row stays behind as the mark that it
 * left, changed for the last time, so that whoever watches the team learns it, also later.
 */
export interface TeamClock extends ClockPlacement {
  readonly has_left: boolean;
  readonly clock: ClockName;
  readonly instance: number;
  readonly cycle: number;
  readonly state: ClockState;
  readonly started_at: EpochMs;
  /** Null while the clock stands still for as long as it likes, or where its calendar does not reach that far. */
  readonly due_at: EpochMs | null;
  /** The warning marks that it has passed, in percent. */
  readonly marks: readonly number[];
  /** Those that it has passed by the running time that was left (`PT30M`). */
  readonly near_marks: readonly string[];
  readonly breached_at: EpochMs | null;
  /** When it was stopped or closed. */
  readonly ended_at: EpochMs | null;
  /** What was judged, where a fact that was told late has changed what is to be said; else null. */
  readonly corrected_from: KnownVerdict | null;
  readonly policy_name: string;
  readonly policy_version: number;
  /** Counts from 1; null where no rule matched, or a person set the target. */
  readonly policy_rule: number | null;
}

export const isGoing = ({ state }: Pick<TeamClock, 'state'>): boolean =>
  (GOING_STATES as readonly ClockState[]).includes(state);
