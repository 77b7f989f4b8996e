import type { ComplaintRegistered, ComplaintReopened } from '@redress/complaints';
import { fromIso, type Recorded, type RecordedEvent } from '@redress/kernel';
import type { ColumnType, Projection, Rows } from '@redress/read-model';
import { costOf } from '../domain/remedies';
import { RESOLUTION_EVENT_TYPES, type ResolutionEvent } from '../events';
import type { RemedySoughtRow, ResolutionRow } from './resolution-row';

type Fact = Recorded<ComplaintRegistered | ComplaintReopened | ResolutionEvent>;
type Proposal = Extract<Fact, { readonly type: 'ResolutionProposed' }>;
type LaterFact = Exclude<Recorded<ResolutionEvent>, Proposal>;

/** The resolutions of every case as they stand, and what its customer asked for. */
export const resolutions: Projection = {
  name: 'resolutions',
  version: 1,
  tables: {
    resolutions: {
      columns: {
        resolution_id: 'text',
        number: 'integer',
        state: 'text',
        in_force: 'boolean',
        cycle: 'integer',
        remedies: 'jsonb',
        cost_minor: 'bigint',
        currency: 'text',
        cause: 'text',
        details_ref: 'text',
        proposed_at: 'bigint',
        proposed_by: 'text',
        exceeds: 'text',
        approvers: 'text[]',
        approved_at: 'bigint',
        approved_by: 'text',
        approved_role: 'text',
        declined_at: 'bigint',
        declined_by: 'text',
        offered_at: 'bigint',
        offered_by: 'text',
        accepted_at: 'bigint',
        accepted_by: 'text',
        refused_at: 'bigint',
        withdrawn_at: 'bigint',
        withdrawn_by: 'text',
        fulfil_by: 'bigint',
        reschedulings: 'integer',
        fulfilled_at: 'bigint',
        fulfilled_by: 'text',
        reference: 'text',
        reversed_at: 'bigint',
        reversed_by: 'text',
        reason: 'text',
      } satisfies Record<keyof ResolutionRow, ColumnType>,
      key: ['resolution_id'],
    },
    remedies_sought: {
      columns: { remedy_sought_ref: 'text' } satisfies Record<keyof RemedySoughtRow, ColumnType>,
      key: [],
    },
  },
  events: ['ComplaintRegistered', 'ComplaintReopened', ...RESOLUTION_EVENT_TYPES],
  apply(event: RecordedEvent, rows: Rows): void {
    const fact = event as Fact;
    if (fact.type === 'ComplaintRegistered') {
      const row: RemedySoughtRow = { remedy_sought_ref: fact.data.remedySoughtRef ?? null };
      rows.put('remedies_sought', { ...row });
    } else if (fact.type === 'ComplaintReopened') {
      for (const row of rows.all('resolutions')) {
        if (row['state'] === 'fulfilled') rows.put('resolutions', { ...row, in_force: false });
      }
    } else if (fact.type === 'ResolutionProposed') {
      rows.put('resolutions', { ...proposed(fact, rows.all('resolutions').length + 1) });
    } else {
      const before = rows.get('resolutions', fact.data.resolutionId) as ResolutionRow | undefined;
      if (before === undefined) throw new Error(`${fact.type} of a resolution that was never proposed`);
      rows.put('resolutions', { ...before, ...changeBy(before, fact) });
    }
  },
};

function proposed({ data, occurredAt }: Proposal, number: number): ResolutionRow {
  const cost = costOf(data.remedies);
  return {
    resolution_id: data.resolutionId,
    number,
    state: 'proposed',
    in_force: true,
    cycle: data.cycle,
    remedies: data.remedies,
    cost_minor: cost?.minor ?? null,
    currency: cost?.currency ?? null,
    cause: data.cause,
    details_ref: data.detailsRef ?? null,
    proposed_at: occurredAt,
    proposed_by: data.proposedBy,
    exceeds: null,
    approvers: [],
    approved_at: null,
    approved_by: null,
    approved_role: null,
    declined_at: null,
    declined_by: null,
    offered_at: null,
    offered_by: null,
    accepted_at: null,
    accepted_by: null,
    refused_at: null,
    withdrawn_at: null,
    withdrawn_by: null,
    fulfil_by: null,
    reschedulings: 0,
    fulfilled_at: null,
    fulfilled_by: null,
    reference: null,
    reversed_at: null,
    reversed_by: null,
    reason: null,
  };
}

function changeBy(before: ResolutionRow, fact: LaterFact): Partial<ResolutionRow> {
  const { occurredAt: at, actor } = fact;
  switch (fact.type) {
    case 'ResolutionApprovalRequested':
      return { state: 'approval-requested', exceeds: fact.data.exceeds, approvers: fact.data.approvers };
    case 'ResolutionApproved': {
      const { approvedBy, role } = fact.data;
      return { state: 'approved', approved_at: at, approved_by: approvedBy, approved_role: role };
    }
    case 'ResolutionDeclined': {
      const { declinedBy, reason } = fact.data;
      return { state: 'declined', in_force: false, declined_at: at, declined_by: declinedBy, reason };
    }
    case 'ResolutionOffered':
      return { state: 'offered', offered_at: at, offered_by: actor.id };
    case 'ResolutionAccepted':
      return {
        state: 'accepted',
        accepted_at: at,
        accepted_by: actor.id,
        fulfil_by: instantOf(fact.data.fulfilBy),
      };
    case 'ResolutionRefused':
      return { state: 'refused', in_force: false, refused_at: at, reason: fact.data.reason ?? null };
    case 'ResolutionWithdrawn': {
      const { reason } = fact.data;
      return { state: 'withdrawn', in_force: false, withdrawn_at: at, withdrawn_by: actor.id, reason };
    }
    case 'FulfilmentRescheduled':
      return { fulfil_by: instantOf(fact.data.fulfilBy), reschedulings: before.reschedulings + 1 };
    case 'ResolutionFulfilled':
      return {
        state: 'fulfilled',
        fulfilled_at: at,
        fulfilled_by: actor.id,
        reference: fact.data.reference ?? null,
      };
    case 'ResolutionReversed': {
      const { reason } = fact.data;
      return { state: 'reversed', in_force: false, reversed_at: at, reversed_by: actor.id, reason };
    }
  }
}

const instantOf = (iso: string | undefined) => (iso === undefined ? null : fromIso(iso));
