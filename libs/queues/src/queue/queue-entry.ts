import type { CallbackPurpose } from '@redress/callbacks';
import type { CaseKind, Severity, Tier, WaitReason } from '@redress/complaints';
import type { EpochMs } from '@redress/kernel';
import type { ClockName } from '@redress/sla';

/** What an open action is about. */
export const QUEUE_ITEMS = ['case', 'callback'] as const;
export type QueueItemKind = (typeof QUEUE_ITEMS)[number];

/** A clock that waits for its stop, as the clock facts tell it. */
export interface GoingClock {
  readonly clock: ClockName;
  readonly instance: number;
  /** Null while it stands still for as long as it likes, and where its calendar does not reach that far. */
  readonly dueAt: EpochMs | null;
  readonly state: 'running' | 'paused' | 'beyond-calendar';
  readonly breached: boolean;
}

/** What a case is and how it stands. Its callbacks are as urgent as it is; of a call that no case asked for, it is all empty. */
export interface CaseNature {
  readonly complaint_id: string | null;
  readonly reference: string | null;
  readonly kind: CaseKind | null;
  readonly category: string | null;
  readonly priority: number | null;
  readonly tier: Tier | null;
  readonly special_care: boolean;
  readonly phase: 'open' | 'waiting' | 'resolved' | 'closed' | 'ended' | null;
  readonly waits_for: WaitReason | null;
  readonly chases: number;
  readonly supervised: boolean;
  readonly severity: Severity;
  readonly escalation_level: number;
}

/** What the facts of a case or of a callback say of its entry. */
export interface EntryFacts extends CaseNature {
  /** The stream of the case or of the callback. */
  readonly stream: string;
  readonly item: QueueItemKind;
  readonly callback_id: string | null;
  readonly purpose: CallbackPurpose | null;
  readonly team: string;
  readonly agent: string | null;
  readonly claimed: boolean;
  /** When the case was registered, or the callback scheduled. */
  readonly registered_at: EpochMs;
  /** Of a callback: from when on it may be made. */
  readonly opens_at: EpochMs | null;
  /** Of a callback: the end of its window. */
  readonly due_by: EpochMs | null;
  /** Of a callback: who is calling, or has reached the customer and is to complete it. */
  readonly caller: string | null;
  /** Of a callback: whether the contact policy allows no attempt any more, at whatever time. */
  readonly held: boolean;
  readonly transfers: number;
  readonly returns: number;
  readonly clocks: readonly GoingClock[];
}

/** A row of `queue_entries`. `queue_kind` and `queue_name` are null while nobody owes the case an action. */
export interface QueueEntry extends EntryFacts {
  readonly queue_kind: 'agent' | 'team' | null;
  /** The id of the agent or of the team. */
  readonly queue_name: string | null;
  /** See `queueOrder`. */
  readonly order_key: string;
  /** The running clock that is due first. */
  readonly next_clock: ClockName | null;
  /** When that one is due; of a callback, the end of its window. */
  readonly next_due_at: EpochMs | null;
  /** Whether a clock stands still. */
  readonly paused: boolean;
  /** Whether a clock runs that is due beyond what its calendar vouches for. */
  readonly beyond_calendar: boolean;
  /** The clocks that were missed and go on. */
  readonly breached: readonly ClockName[];
}
