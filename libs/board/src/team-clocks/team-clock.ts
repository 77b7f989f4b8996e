import { GOING_STATES, type StandingClock } from '@redress/clocks';

export { CLOCK_STATES, GOING_STATES, type ClockState } from '@redress/clocks';

/** In SQL, for indexes: the rows of clocks that wait for their stop. */
export const IS_GOING_SQL = `state IN (${GOING_STATES.map((state) => `'${state}'`).join(', ')}) AND NOT has_left`;

/** Where a case stands; a clock that has ended keeps where the case stood then. */
export interface ClockPlacement {
  readonly reference: string | null;
  readonly team: string;
  readonly agent: string | null;
  readonly priority: number;
}

/** What a clock is a clock of. */
export interface ClockBearer {
  /** The subject; empty where it is the case itself. */
  readonly subject_id: string;
  /** What the subject is; null where it is the case itself. */
  readonly subject_kind: string | null;
}

/** The case itself. */
export const CASE_ITSELF: ClockBearer = { subject_id: '', subject_kind: null };

/**
 * A row of `team_clocks`: one run of a clock of a case or of a subject, with one team. A subject stays with its team. Where the case leaves the team, the row stays behind as the mark
 * that it left, changed for the last time, so that whoever watches the team learns it, also later.
 */
export interface TeamClock extends ClockPlacement, ClockBearer, StandingClock {
  readonly has_left: boolean;
}
