import type { EpochMs } from '@redress/kernel';
import type { Phase } from '../domain/phases';
import type { CaseChannel, CaseKind, Tier, WaitReason } from '../events';
import type { SideRoads } from './side-roads';

/** A row of `cases`. Instants are business time; null: it has not happened. */
export interface CaseRow extends SideRoads {
  readonly reference: string | null;
  readonly kind: CaseKind;
  readonly category: string;
  readonly channel: CaseChannel;
  readonly priority: number;
  readonly tier: Tier;
  readonly special_care: boolean;
  readonly customer_id: string;
  readonly description_ref: string | null;
  readonly remedy_sought_ref: string | null;
  readonly policy_name: string;
  readonly policy_version: number;
  readonly policy_rule: number | null;

  readonly phase: Phase;
  readonly waits_for: WaitReason | null;
  readonly team: string;
  readonly agent: string | null;
  readonly claimed: boolean;
  readonly cycle: number;
  /** The revision of the last event by a person or an outside system; -1 where there is none. */
  readonly revision: number;

  readonly registered_at: EpochMs;
  readonly accepted_at: EpochMs | null;
  readonly acknowledged_at: EpochMs | null;
  /** The first response of the case. */
  readonly first_responded_at: EpochMs | null;
  /** Since when the case waits. */
  readonly waiting_since: EpochMs | null;
  /** The first resolution of the case, and the last. */
  readonly first_resolved_at: EpochMs | null;
  readonly resolved_at: EpochMs | null;
  readonly resolved_by: string | null;
  readonly closed_at: EpochMs | null;
  readonly refused_at: EpochMs | null;
  readonly refusal_reason: string | null;
  readonly reopened_at: EpochMs | null;
  /** When the last fact of the case occurred. */
  readonly changed_at: EpochMs;

  readonly transfers: number;
  readonly returns: number;
  readonly responses: number;
  readonly notes: number;
  readonly waits: number;
  readonly resolutions: number;
  readonly reopenings: number;
}
