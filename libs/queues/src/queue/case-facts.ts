import type { ComplaintEvent } from '@redress/complaints';
import type { Recorded } from '@redress/kernel';
import type { CaseNature, EntryFacts } from './queue-entry';

/** The complaint events that change who owes the next action, or how urgent it is. */
export const CASE_EVENT_TYPES = [
  'ComplaintRegistered',
  'ComplaintRefused',
  'ComplaintAssigned',
  'ComplaintClaimed',
  'ComplaintTransferred',
  'ComplaintReturned',
  'ComplaintReprioritised',
  'ComplaintReclassified',
  'ComplaintSeverityChanged',
  'ComplaintChased',
  'ComplaintEscalated',
  'SupervisionOrdered',
  'SupervisionAnswered',
  'ComplaintWaitStarted',
  'ComplaintResumed',
  'ComplaintResolved',
  'ComplaintClosed',
  'ComplaintReopened',
  'ComplaintMerged',
  'ComplaintWithdrawn',
  'ComplaintArchived',
] as const satisfies readonly ComplaintEvent['type'][];

/** The events of a case that this projection folds. */
export type QueuedCaseEvent = Extract<ComplaintEvent, { readonly type: (typeof CASE_EVENT_TYPES)[number] }>;

/** Of a call that no case asked for. */
export const NO_CASE: CaseNature = {
  complaint_id: null,
  reference: null,
  kind: null,
  category: null,
  priority: null,
  tier: null,
  special_care: false,
  phase: null,
  waits_for: null,
  chases: 0,
  supervised: false,
  severity: 'normal',
  escalation_level: 0,
};

/** What the callbacks of a case take over from its entry. */
export const natureOf = (entry: CaseNature): CaseNature => ({
  complaint_id: entry.complaint_id,
  reference: entry.reference,
  kind: entry.kind,
  category: entry.category,
  priority: entry.priority,
  tier: entry.tier,
  special_care: entry.special_care,
  phase: entry.phase,
  waits_for: entry.waits_for,
  chases: entry.chases,
  supervised: entry.supervised,
  severity: entry.severity,
  escalation_level: entry.escalation_level,
});

/** The case after one more fact. Throws where it was never registered. */
export function caseAfter(before: EntryFacts | undefined, event: Recorded<QueuedCaseEvent>): EntryFacts {
  if (event.type === 'ComplaintRegistered') return registered(event);
  if (before === undefined) throw new Error(`${event.type} of a case that was never registered`);
  return { ...before, ...changeBy(before, event) };
}

type Registration = Extract<Recorded<QueuedCaseEvent>, { readonly type: 'ComplaintRegistered' }>;

const registered = ({ data, occurredAt, stream, partitionKey }: Registration): EntryFacts => ({
  ...NO_CASE,
  stream,
  item: 'case',
  complaint_id: partitionKey,
  callback_id: null,
  purpose: null,
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
  registered_at: occurredAt,
  opens_at: null,
  due_by: null,
  caller: null,
  held: false,
  transfers: 0,
  returns: 0,
  clocks: [],
});

function changeBy(
  before: EntryFacts,
  event: Exclude<Recorded<QueuedCaseEvent>, Registration>,
): Partial<EntryFacts> {
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
    case 'ComplaintReclassified': {
      const { kind, category, tier, specialCare } = event.data;
      return { kind, category, tier, special_care: specialCare };
    }
    case 'ComplaintSeverityChanged':
      return { severity: event.data.severity };
    case 'ComplaintChased':
      return { chases: event.data.chases };
    case 'ComplaintEscalated':
      return { escalation_level: event.data.level };
    case 'SupervisionOrdered':
      return { supervised: true };
    case 'SupervisionAnswered':
      return { supervised: false };
    case 'ComplaintWaitStarted':
      return { phase: 'waiting', waits_for: event.data.waitsFor };
    case 'ComplaintResumed':
    case 'ComplaintReopened':
      return { phase: 'open', waits_for: null };
    case 'ComplaintResolved':
      return { phase: 'resolved' };
    case 'ComplaintClosed':
      return { phase: 'closed', supervised: false };
    case 'ComplaintRefused':
    case 'ComplaintMerged':
    case 'ComplaintWithdrawn':
    case 'ComplaintArchived':
      return { phase: 'ended', supervised: false };
  }
}
