import { fromIso, type Recorded, type RecordedEvent } from '@redress/kernel';
import type { ComplaintEvent, Why } from '../events';
import type { CaseRow } from './case-row';
import {
  BEGUN_AGAIN,
  changeBySideRoad,
  ended,
  isSideRoadFact,
  NO_EXTENSION,
  NO_SIDE_ROADS,
  NO_WAIT_REQUEST,
  nothingOpen,
} from './side-roads';

type Registration = Extract<Recorded<ComplaintEvent>, { readonly type: 'ComplaintRegistered' }>;
type LaterFact = Exclude<Recorded<ComplaintEvent>, Registration>;

/** A case as its own facts tell it. */
type CaseFacts = Omit<CaseRow, 'revision' | 'changed_at'>;

/** The case after one more fact of its own; undefined where it was never registered. */
export const caseAfter = (
  before: CaseFacts | undefined,
  fact: Recorded<ComplaintEvent>,
): CaseFacts | undefined =>
  fact.type === 'ComplaintRegistered' ? registered(fact) : before && changed(before, fact);

const registered = ({ data, occurredAt }: Registration): CaseFacts => ({
  reference: data.reference ?? null,
  kind: data.kind,
  category: data.category,
  channel: data.channel,
  priority: data.priority,
  tier: data.tier,
  special_care: data.specialCare,
  customer_id: data.customerId,
  description_ref: data.descriptionRef ?? null,
  remedy_sought_ref: data.remedySoughtRef ?? null,
  ...policyOf(data.policy),
  phase: 'open',
  waits_for: null,
  team: data.team,
  agent: null,
  claimed: false,
  cycle: 1,
  registered_at: occurredAt,
  accepted_at: null,
  acknowledged_at:
    data.splitFrom?.acknowledgedAt === undefined ? null : fromIso(data.splitFrom.acknowledgedAt),
  first_responded_at: null,
  waiting_since: null,
  first_resolved_at: null,
  resolved_at: null,
  resolved_by: null,
  closed_at: null,
  refused_at: null,
  refusal_reason: null,
  reopened_at: null,
  transfers: 0,
  returns: 0,
  responses: 0,
  notes: notesIn(data),
  waits: 0,
  resolutions: 0,
  reopenings: 0,
  ...NO_SIDE_ROADS,
  ...(data.splitFrom === undefined
    ? {}
    : { links: [{ otherId: data.splitFrom.otherId, relation: 'split-from' }] }),
});

const changed = (before: CaseFacts, fact: LaterFact): CaseFacts => ({
  ...before,
  notes: before.notes + notesIn(fact.data),
  ...changeBy(before, fact),
});

/** The case after a fact that stands beside it on its stream. */
export const caseBeside = (before: CaseFacts, { data }: RecordedEvent): CaseFacts => ({
  ...before,
  notes: before.notes + notesIn(data),
});

const notesIn = ({ noteRef }: Why): number => (noteRef === undefined ? 0 : 1);

function changeBy(before: CaseFacts, fact: LaterFact): Partial<CaseFacts> {
  if (isSideRoadFact(fact)) return changeBySideRoad(before, fact);
  const { occurredAt: at } = fact;
  switch (fact.type) {
    case 'ComplaintAccepted':
      return { accepted_at: Math.min(before.accepted_at ?? at, at) };
    case 'ComplaintRefused':
      return {
        ...ended(before, 'refused', at),
        refused_at: at,
        refusal_reason: fact.data.reason,
      };
    case 'ComplaintAssigned':
      return { team: fact.data.team, agent: fact.data.agent, claimed: false };
    case 'ComplaintClaimed':
      return { team: fact.data.team, agent: fact.data.agent, claimed: true };
    case 'ComplaintTransferred':
      return {
        team: fact.data.team,
        agent: fact.data.agent,
        claimed: false,
        transfers: before.transfers + 1,
      };
    case 'ComplaintReturned':
      return { team: fact.data.team, agent: null, claimed: false, returns: before.returns + 1 };
    case 'ComplaintReprioritised':
      return { priority: fact.data.priority, ...policyOf(fact.data.policy) };
    case 'ComplaintPolicyChanged':
      return policyOf(fact.data.policy);
    case 'ComplaintReclassified': {
      const { kind, category, tier, specialCare, policy } = fact.data;
      return { kind, category, tier, special_care: specialCare, ...policyOf(policy) };
    }
    case 'ComplaintAcknowledged':
      return { acknowledged_at: Math.min(before.acknowledged_at ?? at, at) };
    case 'ComplaintResponded':
      return {
        first_responded_at: Math.min(before.first_responded_at ?? at, at),
        responses: before.responses + 1,
        answer_promised_by: null,
        ...(before.extension_clock === 'first-response' && fact.data.cycleOver !== true ? NO_EXTENSION : {}),
      };
    case 'ComplaintNoteAdded':
      return {};
    case 'ComplaintWaitApproved':
    case 'ComplaintWaitRefused':
      return NO_WAIT_REQUEST;
    case 'ComplaintWaitStarted': {
      const { waitsFor, approval } = fact.data;
      return {
        phase: 'waiting',
        waits_for: waitsFor,
        waiting_since: at,
        waits: before.waits + 1,
        wait_request_number: approval?.number ?? null,
        wait_requested_by: approval?.requestedBy ?? null,
      };
    }
    case 'ComplaintResumed':
      return { phase: 'open', waits_for: null, waiting_since: null };
    case 'ComplaintResolved':
      return {
        phase: 'resolved',
        first_resolved_at: before.first_resolved_at ?? at,
        resolved_at: at,
        resolved_by: fact.data.resolvedBy,
        resolutions: before.resolutions + 1,
        answer_promised_by: null,
        ...NO_EXTENSION,
      };
    case 'ComplaintClosed':
      return { phase: 'closed', closed_at: at, ...nothingOpen(before) };
    case 'ComplaintReopened':
      return {
        phase: 'open',
        cycle: fact.data.cycle,
        ...policyOf(fact.data.policy),
        resolved_at: null,
        resolved_by: null,
        closed_at: null,
        reopened_at: at,
        reopenings: before.reopenings + 1,
        ...BEGUN_AGAIN,
      };
  }
}

const policyOf = ({ name, version, rule }: Registration['data']['policy']) => ({
  policy_name: name,
  policy_version: version,
  policy_rule: rule,
});
