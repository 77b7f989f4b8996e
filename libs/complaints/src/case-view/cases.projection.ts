import type { Recorded, RecordedEvent } from '@redress/kernel';
import type { ColumnType, Projection, Rows } from '@redress/read-model';
import { COMPLAINT_EVENT_TYPES, type ComplaintEvent } from '../events';
import type { CaseRow } from './case-row';

/** Every case as it stands, without its clocks. */
export const cases: Projection = {
  name: 'cases',
  version: 1,
  tables: {
    cases: {
      columns: {
        reference: 'text',
        kind: 'text',
        category: 'text',
        channel: 'text',
        priority: 'integer',
        tier: 'text',
        special_care: 'boolean',
        customer_id: 'text',
        description_ref: 'text',
        remedy_sought_ref: 'text',
        policy_name: 'text',
        policy_version: 'integer',
        policy_rule: 'integer',
        phase: 'text',
        waits_for: 'text',
        team: 'text',
        agent: 'text',
        claimed: 'boolean',
        cycle: 'integer',
        revision: 'integer',
        registered_at: 'bigint',
        accepted_at: 'bigint',
        acknowledged_at: 'bigint',
        first_responded_at: 'bigint',
        waiting_since: 'bigint',
        first_resolved_at: 'bigint',
        resolved_at: 'bigint',
        resolved_by: 'text',
        closed_at: 'bigint',
        refused_at: 'bigint',
        refusal_reason: 'text',
        reopened_at: 'bigint',
        changed_at: 'bigint',
        transfers: 'integer',
        returns: 'integer',
        responses: 'integer',
        notes: 'integer',
        waits: 'integer',
        resolutions: 'integer',
        reopenings: 'integer',
      } satisfies Record<keyof CaseRow, ColumnType>,
      key: [],
      indexes: [
        '(registered_at, partition_key)',
        '(team, registered_at, partition_key)',
        '(agent, registered_at, partition_key) WHERE agent IS NOT NULL',
        '(customer_id, registered_at, partition_key)',
        '(reference) WHERE reference IS NOT NULL',
      ],
    },
  },
  events: COMPLAINT_EVENT_TYPES,
  apply(event: RecordedEvent, rows: Rows): void {
    const fact = event as Recorded<ComplaintEvent>;
    const before = rows.get('cases') as CaseRow | undefined;
    const after = fact.type === 'ComplaintRegistered' ? registered(fact) : changed(before, fact);
    rows.put('cases', {
      ...after,
      revision: event.actor.kind === 'system' ? (before?.revision ?? -1) : event.revision,
      changed_at: Math.max(before?.changed_at ?? event.occurredAt, event.occurredAt),
    });
  },
};

type Registration = Extract<Recorded<ComplaintEvent>, { readonly type: 'ComplaintRegistered' }>;
type LaterFact = Exclude<Recorded<ComplaintEvent>, Registration>;

const registered = ({ data, occurredAt }: Registration): Omit<CaseRow, 'revision' | 'changed_at'> => ({
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
  acknowledged_at: null,
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
  notes: data.noteRef === undefined ? 0 : 1,
  waits: 0,
  resolutions: 0,
  reopenings: 0,
});

function changed(before: CaseRow | undefined, fact: LaterFact): CaseRow {
  if (before === undefined) throw new Error(`${fact.type} of a case that was never registered`);
  const notes = before.notes + (fact.data.noteRef === undefined ? 0 : 1);
  return { ...before, notes, ...changeBy(before, fact) };
}

function changeBy(before: CaseRow, fact: LaterFact): Partial<CaseRow> {
  const { occurredAt: at } = fact;
  switch (fact.type) {
    case 'ComplaintAccepted':
      return { accepted_at: at };
    case 'ComplaintRefused':
      return { phase: 'ended', refused_at: at, refusal_reason: fact.data.reason };
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
    case 'ComplaintAcknowledged':
      return { acknowledged_at: at };
    case 'ComplaintResponded':
      return { first_responded_at: before.first_responded_at ?? at, responses: before.responses + 1 };
    case 'ComplaintNoteAdded':
      return {};
    case 'ComplaintWaitStarted':
      return { phase: 'waiting', waits_for: fact.data.waitsFor, waiting_since: at, waits: before.waits + 1 };
    case 'ComplaintResumed':
      return { phase: 'open', waits_for: null, waiting_since: null };
    case 'ComplaintResolved':
      return {
        phase: 'resolved',
        first_resolved_at: before.first_resolved_at ?? at,
        resolved_at: at,
        resolved_by: fact.data.resolvedBy,
        resolutions: before.resolutions + 1,
      };
    case 'ComplaintClosed':
      return { phase: 'closed', closed_at: at };
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
      };
  }
}

const policyOf = ({ name, version, rule }: Registration['data']['policy']) => ({
  policy_name: name,
  policy_version: version,
  policy_rule: rule,
});
