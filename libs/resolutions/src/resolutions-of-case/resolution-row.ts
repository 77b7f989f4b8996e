import type { EpochMs, Role } from '@redress/kernel';
import type { ResolutionState } from '../domain/state';
import type { Limit, Remedy } from '../events';

/** A row of `resolutions`. Instants are business time; null: it has not happened. Who: the id of the person or system that said so. */
export interface ResolutionRow {
  readonly resolution_id: string;
  /** The n-th of the case, from 1. */
  readonly number: number;
  readonly state: ResolutionState;
  /** Whether it keeps another one from being proposed. */
  readonly in_force: boolean;
  /** The cycle of the case in which it was proposed. */
  readonly cycle: number;
  readonly remedies: readonly Remedy[];
  /** What the remedies cost together, in the smallest unit of the currency; null where they cost nothing. */
  readonly cost_minor: number | null;
  readonly currency: string | null;
  readonly cause: string;
  readonly details_ref: string | null;
  readonly proposed_at: EpochMs;
  readonly proposed_by: string;
  /** Why approval was asked for, and of whom. */
  readonly exceeds: Limit | null;
  readonly approvers: readonly Role[];
  readonly approved_at: EpochMs | null;
  readonly approved_by: string | null;
  readonly approved_role: Role | null;
  readonly declined_at: EpochMs | null;
  readonly declined_by: string | null;
  readonly offered_at: EpochMs | null;
  readonly offered_by: string | null;
  readonly accepted_at: EpochMs | null;
  readonly accepted_by: string | null;
  readonly refused_at: EpochMs | null;
  readonly withdrawn_at: EpochMs | null;
  readonly withdrawn_by: string | null;
  /** When it is promised to be in effect, as it stands now. */
  readonly fulfil_by: EpochMs | null;
  /** How often another instant was promised. */
  readonly reschedulings: number;
  readonly fulfilled_at: EpochMs | null;
  readonly fulfilled_by: string | null;
  readonly reference: string | null;
  readonly reversed_at: EpochMs | null;
  readonly reversed_by: string | null;
  /** Why it was declined, refused, withdrawn or reversed. */
  readonly reason: string | null;
}

/** A row of `remedies_sought`: one for each case. */
export interface RemedySoughtRow {
  readonly remedy_sought_ref: string | null;
}
