import type { EpochMs } from '@redress/kernel';
import type { ClockName } from '@redress/sla';

/**
 * `paused`: it stands still · `breached`: missed, and still going · `met`, `missed`: it was stopped, in time or not ·
 * `closed`: it ended without a verdict.
 */
export const CLOCK_STATES = ['running', 'paused', 'breached', 'met', 'missed', 'closed'] as const;
export type ClockState = (typeof CLOCK_STATES)[number];

/** The states of a clock that waits for its stop. */
export const GOING_STATES = ['running', 'paused', 'breached'] as const satisfies readonly ClockState[];

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
  /** Null while the clock stands still. */
  readonly due_at: EpochMs | null;
  /** The warning marks that it has passed, in percent. */
  readonly marks: readonly number[];
  readonly breached_at: EpochMs | null;
  /** When it was stopped or closed. */
  readonly ended_at: EpochMs | null;
  readonly policy_name: string;
  readonly policy_version: number;
  /** Counts from 1; null where no rule matched, or a person set the target. */
  readonly policy_rule: number | null;
}

export const isGoing = ({ state }: Pick<TeamClock, 'state'>): boolean =>
  (GOING_STATES as readonly ClockState[]).includes(state);
