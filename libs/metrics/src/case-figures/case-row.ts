import {
  WAIT_REASONS,
  type ComplaintEvent,
  type ComplaintRegistered,
  type EndedAs,
  type WaitReason,
} from '@redress/complaints';
import type { EpochMs, Recorded, RecordedEvent } from '@redress/kernel';
import type { PolicyRef } from '@redress/sla';
import type { ColumnType, TableDefinition } from '@redress/read-model';
import { DIMENSION_COLUMNS, type Dimensions } from '../dimensions';

/** The events of a case that figures are made of. */
export const CASE_EVENTS = [
  'ComplaintRegistered',
  'ComplaintAssigned',
  'ComplaintClaimed',
  'ComplaintTransferred',
  'ComplaintReturned',
  'ComplaintReprioritised',
  'ComplaintReclassified',
  'ComplaintChased',
  'ComplaintEscalated',
  'ComplaintLinked',
  'ComplaintResponded',
  'ComplaintWaitStarted',
  'ComplaintResumed',
  'ComplaintResolved',
  'ComplaintClosed',
  'ComplaintReopened',
  'ComplaintAppealed',
  'ComplaintRefused',
  'ComplaintWithdrawn',
  'ComplaintMerged',
  'ComplaintArchived',
] as const satisfies readonly ComplaintEvent['type'][];

type CountedFact = Extract<ComplaintEvent, { readonly type: (typeof CASE_EVENTS)[number] }>;

/** One of CASE_EVENTS, as recorded. */
export type CaseFact = Recorded<CountedFact>;

/** What is counted of a case, apart from its waits. `repeats`: how many earlier cases it was found to repeat. */
export const COUNTERS = [
  'transfers',
  'returns',
  'priority_changes',
  'resolutions',
  'closings',
  'reopenings',
  'reclassifications',
  'chases',
  'escalations',
  'repeats',
  'appeals',
] as const;
type Counter = (typeof COUNTERS)[number];

type Underscored<Name extends string> = Name extends `${infer Head}-${infer Tail}` ? `${Head}_${Tail}` : Name;
type ReasonColumn = Underscored<WaitReason>;
type WaitCounts = { readonly [Reason in ReasonColumn as `waits_${Reason}`]: number };
type WaitedTimes = { readonly [Reason in ReasonColumn as `waited_ms_${Reason}`]: number };

/** The column with how often a case has waited for something. */
export const waitsColumn = (reason: WaitReason) =>
  `waits_${reason.replace('-', '_') as ReasonColumn}` as const;

/** The column with the milliseconds of the waits for something that are over. */
export const waitedColumn = (reason: WaitReason) =>
  `waited_ms_${reason.replace('-', '_') as ReasonColumn}` as const;

/** A case, as it stands and as it has been counted: a row of `figure_cases`. */
export type CaseRow = Dimensions &
  Readonly<Record<Counter, number>> &
  WaitCounts &
  WaitedTimes & {
    readonly special_care: boolean;
    readonly cycle: number;
    readonly cycle_started_at: EpochMs;
    readonly first_responded_at: EpochMs | null;
    readonly first_resolved_at: EpochMs | null;
    readonly last_resolved_at: EpochMs | null;
    readonly first_closed_at: EpochMs | null;
    readonly last_closed_at: EpochMs | null;
    /** Since when it waits; null while it does not. */
    readonly waiting_since: EpochMs | null;
    /** Null while it goes on. */
    readonly ended_as: EndedAs | null;
    readonly ended_at: EpochMs | null;
  };

const each = <Name extends string, Value>(names: readonly Name[], value: Value): Record<Name, Value> =>
  Object.fromEntries(names.map((name) => [name, value])) as Record<Name, Value>;

const WAIT_COUNTERS = WAIT_REASONS.map(waitsColumn);
const WAIT_TIMERS = WAIT_REASONS.map(waitedColumn);

const COLUMNS: Record<keyof CaseRow, ColumnType> = {
  ...DIMENSION_COLUMNS,
  special_care: 'boolean',
  cycle: 'integer',
  cycle_started_at: 'bigint',
  first_responded_at: 'bigint',
  first_resolved_at: 'bigint',
  last_resolved_at: 'bigint',
  first_closed_at: 'bigint',
  last_closed_at: 'bigint',
  waiting_since: 'bigint',
  ended_as: 'text',
  ended_at: 'bigint',
  ...each(COUNTERS, 'integer'),
  ...each(WAIT_COUNTERS, 'integer'),
  ...each(WAIT_TIMERS, 'bigint'),
};

export const CASES_TABLE: TableDefinition = { columns: COLUMNS, key: [], indexes: ['(registered_at)'] };

const NOTHING_COUNTED = { ...each(COUNTERS, 0), ...each(WAIT_COUNTERS, 0), ...each(WAIT_TIMERS, 0) };

/** The row of a case that was just registered. */
export function registeredCase({ data, occurredAt }: RecordedEvent<ComplaintRegistered>): CaseRow {
  return {
    reference: data.reference ?? null,
    kind: data.kind,
    category: data.category,
    channel: data.channel,
    tier: data.tier,
    special_care: data.specialCare,
    priority: data.priority,
    team: data.team,
    agent: null,
    ...policyColumns(data.policy),
    registered_at: occurredAt,
    cycle: 1,
    cycle_started_at: occurredAt,
    first_responded_at: null,
    first_resolved_at: null,
    last_resolved_at: null,
    first_closed_at: null,
    last_closed_at: null,
    waiting_since: null,
    ended_as: null,
    ended_at: null,
    ...NOTHING_COUNTED,
  };
}

/** A policy reference as columns. */
export const policyColumns = ({ name, version, rule }: PolicyRef) => ({
  policy_name: name,
  policy_version: version,
  policy_rule: rule,
});

/** The case after one more fact. */
export const evolveCase = (
  row: CaseRow,
  fact: Exclude<CaseFact, RecordedEvent<ComplaintRegistered>>,
): CaseRow => ({
  ...row,
  ...changeBy(fact, row),
});

function changeBy(
  fact: Exclude<CaseFact, RecordedEvent<ComplaintRegistered>>,
  row: CaseRow,
): Partial<CaseRow> {
  const at = fact.occurredAt;
  switch (fact.type) {
    case 'ComplaintAssigned':
    case 'ComplaintClaimed':
      return { team: fact.data.team, agent: fact.data.agent };
    case 'ComplaintTransferred':
      return { team: fact.data.team, agent: fact.data.agent, transfers: row.transfers + 1 };
    case 'ComplaintReturned':
      return { team: fact.data.team, agent: null, returns: row.returns + 1 };
    case 'ComplaintReprioritised': {
      const { priority, policy } = fact.data;
      return { priority, ...policyColumns(policy), priority_changes: row.priority_changes + 1 };
    }
    case 'ComplaintReclassified': {
      const { kind, category, tier, specialCare, policy } = fact.data;
      return {
        kind,
        category,
        tier,
        special_care: specialCare,
        ...policyColumns(policy),
        reclassifications: row.reclassifications + 1,
      };
    }
    case 'ComplaintChased':
      return { chases: row.chases + 1 };
    case 'ComplaintEscalated':
      return { escalations: row.escalations + 1 };
    case 'ComplaintLinked':
      return fact.data.relation === 'repeat-of' ? { repeats: row.repeats + 1 } : {};
    case 'ComplaintAppealed':
      return { appeals: row.appeals + 1 };
    case 'ComplaintResponded':
      return { first_responded_at: row.first_responded_at ?? at };
    case 'ComplaintWaitStarted': {
      const waits = waitsColumn(fact.data.waitsFor);
      return { waiting_since: at, [waits]: row[waits] + 1 };
    }
    case 'ComplaintResumed': {
      const waited = waitedColumn(fact.data.waitedFor);
      return { waiting_since: null, [waited]: row[waited] + at - (row.waiting_since ?? at) };
    }
    case 'ComplaintResolved':
      return {
        first_resolved_at: row.first_resolved_at ?? at,
        last_resolved_at: at,
        resolutions: row.resolutions + 1,
      };
    case 'ComplaintClosed':
      return { first_closed_at: row.first_closed_at ?? at, last_closed_at: at, closings: row.closings + 1 };
    case 'ComplaintReopened': {
      const { cycle, policy } = fact.data;
      return {
        cycle,
        cycle_started_at: at,
        ...policyColumns(policy),
        reopenings: row.reopenings + 1,
        ended_as: null,
        ended_at: null,
      };
    }
    case 'ComplaintRefused':
      return { ended_as: 'refused', ended_at: at };
    case 'ComplaintWithdrawn':
      return { ended_as: 'withdrawn', ended_at: at };
    case 'ComplaintMerged':
      return { ended_as: 'merged', ended_at: at };
    case 'ComplaintArchived':
      return { ended_as: 'archived', ended_at: at };
  }
}
