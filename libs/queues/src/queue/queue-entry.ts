import type { CaseKind, Tier, WaitReason } from '@redress/complaints';
import type { EpochMs } from '@redress/kernel';
import type { ClockName } from '@redress/sla';

/** A clock of the case that waits for its stop, as the clock facts tell it. */
export interface GoingClock {
  readonly clock: ClockName;
  readonly instance: number;
  /** Null while it stands still. */
  readonly dueAt: EpochMs | null;
  readonly breached: boolean;
}

/** A row of `queue_entries`. One for each case; `queue_kind` and `queue_name` are null while nobody owes the case an action. */
export interface QueueEntry {
  readonly queue_kind: 'agent' | 'team' | null;
  /** The id of the agent or of the team. */
  readonly queue_name: string | null;
  /** See `queueOrder`. */
  readonly order_key: string;
  readonly reference: string | null;
  readonly kind: CaseKind;
  readonly category: string;
  readonly priority: number;
  readonly tier: Tier;
  readonly special_care: boolean;
  readonly team: string;
  readonly agent: string | null;
  readonly claimed: boolean;
  readonly phase: 'open' | 'waiting' | 'resolved' | 'closed' | 'ended';
  readonly waits_for: WaitReason | null;
  readonly registered_at: EpochMs;
  readonly transfers: number;
  readonly returns: number;
  readonly clocks: readonly GoingClock[];
  /** The running clock that is due first, and when. */
  readonly next_clock: ClockName | null;
  readonly next_due_at: EpochMs | null;
  /** Whether a clock stands still. */
  readonly paused: boolean;
  /** The clocks that were missed and go on. */
  readonly breached: readonly ClockName[];
}
