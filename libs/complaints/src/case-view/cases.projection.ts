import type { Recorded, RecordedEvent } from '@redress/kernel';
import type { ColumnType, Projection, Rows } from '@redress/read-model';
import { COMPLAINT_EVENT_TYPES, type ComplaintEvent } from '../events';
import { caseAfter, caseBeside } from './case-changes';
import type { CaseRow } from './case-row';
import { PUBLISHED_CASES } from './published-case';
import { SIDE_ROAD_COLUMNS } from './side-roads';

const OWN_TYPES: ReadonlySet<string> = new Set(COMPLAINT_EVENT_TYPES);

/**
 * Every case as it stands, without its clocks. `neighbours` are the types of the facts that stand on the stream of a case beside its own
 * (those of its resolutions): of them, only revision, instant and note count. Without them the ETag of a case would stay behind its stream,
 * and every command that carries it be refused.
 */
export const casesBeside = (neighbours: readonly string[]): Projection => ({
  name: 'cases',
  version: 5,
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
        ...SIDE_ROAD_COLUMNS,
      } satisfies Record<keyof CaseRow, ColumnType>,
      key: [],
      indexes: [
        '(registered_at, partition_key)',
        '(team, registered_at, partition_key)',
        '(agent, registered_at, partition_key) WHERE agent IS NOT NULL',
        '(customer_id, registered_at, partition_key)',
        '(reference) WHERE reference IS NOT NULL',
        "(registered_at, partition_key) WHERE chases > 0 AND phase IN ('open', 'waiting')",
        // Head office's board and the supervisors': few cases among many.
        "(registered_at, partition_key) WHERE severity = 'grave' AND ended_as IS DISTINCT FROM 'archived'",
        '(registered_at, partition_key) WHERE supervision_number IS NOT NULL AND supervision_answered_at IS NULL',
      ],
      changeNumbers: true,
      published: PUBLISHED_CASES,
    },
  },
  events: [...COMPLAINT_EVENT_TYPES, ...neighbours],
  apply(event: RecordedEvent, rows: Rows): void {
    const before = rows.get('cases') as CaseRow | undefined;
    const after = OWN_TYPES.has(event.type)
      ? caseAfter(before, event as Recorded<ComplaintEvent>)
      : before && caseBeside(before, event);
    if (after === undefined) throw new Error(`${event.type} of a case that was never registered`);
    rows.put('cases', {
      ...after,
      revision: event.actor.kind === 'system' ? (before?.revision ?? -1) : event.revision,
      changed_at: Math.max(before?.changed_at ?? event.occurredAt, event.occurredAt),
    });
  },
});

/** Every case as it stands, where nothing stands beside it on its stream. */
export const cases = casesBeside([]);
