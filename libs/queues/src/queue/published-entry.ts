import type { CallbackPurpose } from '@redress/callbacks';
import type { CaseKind, Severity, Tier, WaitReason } from '@redress/complaints';
import { isoOrNull, toIso, type IsoInstant } from '@redress/kernel';
import type { PublishedTable } from '@redress/read-model';
import type { ClockName } from '@redress/sla';
import type { QueueEntry, QueueItemKind } from './queue-entry';

/** An open action and the one queue that it is in. What it says of a case is null for a call that no case asked for. */
export interface PublishedQueueEntry {
  readonly item: QueueItemKind;
  readonly complaintId: string | null;
  readonly callbackId: string | null;
  /** Of a callback. */
  readonly purpose: CallbackPurpose | null;
  readonly queue: {
    readonly kind: 'agent' | 'team';
    /** The id of the agent or of the team. */
    readonly name: string;
  };
  /** The number of the case in an outside system. */
  readonly reference: string | null;
  readonly kind: CaseKind | null;
  readonly category: string | null;
  /** 1 is the most urgent, 5 the least. */
  readonly priority: number | null;
  readonly tier: Tier | null;
  readonly specialCare: boolean;
  readonly severity: Severity;
  readonly chases: number;
  /** Whether a supervision order waits for its answer. */
  readonly supervised: boolean;
  /** 0: never escalated. */
  readonly escalationLevel: number;
  readonly phase: QueueEntry['phase'];
  readonly waitsFor: WaitReason | null;
  readonly team: string;
  readonly agent: string | null;
  readonly claimed: boolean;
  readonly transfers: number;
  readonly returns: number;
  /** When the case was registered, or the callback scheduled. */
  readonly registeredAt: IsoInstant;
  /** Of a callback: from when on it may be made. */
  readonly opensAt: IsoInstant | null;
  /** Of a callback: the end of its window. */
  readonly dueBy: IsoInstant | null;
  /** Of a callback: who is calling, or has reached the customer and is to complete it. */
  readonly caller: string | null;
  /** Of a callback: whether the contact policy allows no attempt any more. */
  readonly held: boolean;
  /** The running clock that is due first. */
  readonly nextClock: ClockName | null;
  /** When that one is due; of a callback, the end of its window. */
  readonly nextDueAt: IsoInstant | null;
  /** Whether a clock stands still. */
  readonly paused: boolean;
  /** The clocks that were missed and go on. */
  readonly breached: readonly ClockName[];
}

/** A row that is in a queue. */
type QueuedEntry = QueueEntry & { readonly queue_kind: 'agent' | 'team'; readonly queue_name: string };

const publishedEntry = (row: QueuedEntry): PublishedQueueEntry => ({
  item: row.item,
  complaintId: row.complaint_id,
  callbackId: row.callback_id,
  purpose: row.purpose,
  queue: { kind: row.queue_kind, name: row.queue_name },
  reference: row.reference,
  kind: row.kind,
  category: row.category,
  priority: row.priority,
  tier: row.tier,
  specialCare: row.special_care,
  severity: row.severity,
  chases: row.chases,
  supervised: row.supervised,
  escalationLevel: row.escalation_level,
  phase: row.phase,
  waitsFor: row.waits_for,
  team: row.team,
  agent: row.agent,
  claimed: row.claimed,
  transfers: row.transfers,
  returns: row.returns,
  registeredAt: toIso(row.registered_at),
  opensAt: isoOrNull(row.opens_at),
  dueBy: isoOrNull(row.due_by),
  caller: row.caller,
  held: row.held,
  nextClock: row.next_clock,
  nextDueAt: isoOrNull(row.next_due_at),
  paused: row.paused,
  breached: row.breached,
});

export const PUBLISHED_ENTRIES: PublishedTable = {
  topic: {
    address: 'state.queue-entry.v1',
    description: 'Every open action, in the one queue that it is in now: cases and callbacks.',
    key: 'The stream of the case or of the callback: `complaint-<id>` or `callback-<id>`.',
    tombstone: 'As soon as nobody has to work on it any more. It comes back where a case is reopened.',
    valueType: 'PublishedQueueEntry',
  },
  key: ['stream'],
  presentBy: 'queue_kind',
  state: (row) => publishedEntry(row as Readonly<typeof row> & QueuedEntry),
};
