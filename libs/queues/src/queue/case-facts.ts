import type { ComplaintEvent } from '@redress/complaints';
import type { Recorded } from '@redress/kernel';
import type { QueueEntry } from './queue-entry';

/** The complaint events that change who owes the next action, or how urgent it is. */
export const CASE_EVENT_TYPES = [
  'ComplaintRegistered',
  'ComplaintRefused',
  'ComplaintAssigned',
  'ComplaintClaimed',
  'ComplaintTransferred',
  'ComplaintReturned',
  'ComplaintReprioritised',
  'ComplaintWaitStarted',
  'ComplaintResumed',
  'ComplaintResolved',
  'ComplaintClosed',
  'ComplaintReopened',
] as const satisfies readonly ComplaintEvent['type'][];

/** The events of a case that this projection folds. */
export type QueuedCaseEvent = Extract<ComplaintEvent, { readonly type: (typeof CASE_EVENT_TYPES)[number] }>;

/** What the case's own events say of its entry; the rest follows from its clocks. */
export type CaseFacts = Omit<
  QueueEntry,
  'queue_kind' | 'queue_name' | 'order_key' | 'clocks' | 'next_clock' | 'next_due_at' | 'paused' | 'breached'
>;

type Registration = Extract<Recorded<QueuedCaseEvent>, { readonly type: 'ComplaintRegistered' }>;

export const registered = ({ data, occurredAt }: Registration): CaseFacts => ({
  reference: data.reference ?? null,
  kind: data.kind,
  category: data.category,
  priority: data.priority,
  tier: data.tier,
  special_care: data.specialCare,
  team: data.team,
  agent: null,
  claimed: false,
  phase: 'open',
  waits_for: null,
  registered_at: occurredAt,
  transfers: 0,
  returns: 0,
});

export function changeByCase(
  before: CaseFacts,
  event: Exclude<Recorded<QueuedCaseEvent>, Registration>,
): Partial<CaseFacts> {
  switch (event.type) {
    case 'ComplaintAssigned':
      return { team: event.data.team, agent: event.data.agent, claimed: false };
    case 'ComplaintTransferred':
      return {
        team: event.data.team,
        agent: event.data.agent,
        claimed: false,
        transfers: before.transfers + 1,
      };
    case 'ComplaintClaimed':
      return { team: event.data.team, agent: event.data.agent, claimed: true };
    case 'ComplaintReturned':
      return { team: event.data.team, agent: null, claimed: false, returns: before.returns + 1 };
    case 'ComplaintReprioritised':
      return { priority: event.data.priority };
    case 'ComplaintWaitStarted':
      return { phase: 'waiting', waits_for: event.data.waitsFor };
    case 'ComplaintResumed':
    case 'ComplaintReopened':
      return { phase: 'open', waits_for: null };
    case 'ComplaintResolved':
      return { phase: 'resolved' };
    case 'ComplaintClosed':
      return { phase: 'closed' };
    case 'ComplaintRefused':
      return { phase: 'ended' };
  }
}
