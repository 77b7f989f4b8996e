import type { ExtendableClock } from '@redress/complaints';
import type { EpochMs, Role } from '@redress/kernel';
import type { ColumnType, TableDefinition } from '@redress/read-model';
import type { Limit, RemedyKind } from '@redress/resolutions';

/**
 * What waits for a decision: a remedy beyond its proposer's authority, more time for a clock, a decision that the customer contests, or
 * that a case waits.
 */
export const APPROVAL_KINDS = ['remedy', 'extension', 'appeal', 'wait'] as const;
export type ApprovalKind = (typeof APPROVAL_KINDS)[number];

/** Something on a case that waits for a decision: a row of `approval_requests`. */
export type ApprovalRow = {
  readonly kind: ApprovalKind;
  /** The id of the resolution, or the number of the extension, the appeal or the wait. */
  readonly request_id: string;
  readonly requested_by: string;
  readonly requested_at: EpochMs;
  /** Who may not decide on it: who asked for it, or whose decision is contested. */
  readonly barred: string | null;
  readonly approvers: readonly Role[];
  /** It can not be decided as the case stands: it may again when the case is reopened. */
  readonly dormant: boolean;
  /** Which run of its clock is for it; null where the policy has no target. */
  readonly clock_instance: number | null;
  readonly due_at: EpochMs | null;
  readonly breached: boolean;
  /** The number of the case in an outside system. */
  readonly reference: string | null;
  /** Where the case stands. */
  readonly team: string;
  readonly agent: string | null;
  /** Of a remedy: all that it costs, in the smallest unit of the currency. */
  readonly amount_minor: number | null;
  readonly currency: string | null;
  readonly remedies: readonly RemedyKind[] | null;
  readonly exceeds: Limit | null;
  /** Of an extension. */
  readonly clock: ExtendableClock | null;
  readonly within: string | null;
  /** A code; of an extension, why more time is asked for; of a wait, what the case waits for. */
  readonly reason: string | null;
};

const COLUMNS: Record<keyof ApprovalRow, ColumnType> = {
  kind: 'text',
  request_id: 'text',
  requested_by: 'text',
  requested_at: 'bigint',
  barred: 'text',
  approvers: 'text[]',
  dormant: 'boolean',
  clock_instance: 'integer',
  due_at: 'bigint',
  breached: 'boolean',
  reference: 'text',
  team: 'text',
  agent: 'text',
  amount_minor: 'bigint',
  currency: 'text',
  remedies: 'text[]',
  exceeds: 'text',
  clock: 'text',
  within: 'text',
  reason: 'text',
};

export const APPROVALS_TABLE: TableDefinition = {
  columns: COLUMNS,
  key: ['kind', 'request_id'],
  indexes: [
    `((COALESCE(due_at, 9223372036854775807)), requested_at, partition_key, kind, request_id) WHERE NOT dormant`,
  ],
  history: { indexes: [{ columns: [], where: 'NOT dormant' }] },
};

/** A case, as far as it says where its requests stand and who may not decide on them: a row of `approval_cases`. */
export type ApprovalCase = {
  /** Its number in an outside system. */
  readonly reference: string | null;
  readonly team: string;
  readonly agent: string | null;
  readonly resolved_by: string | null;
  /** Who refused it, while it is refused. */
  readonly refused_by: string | null;
};

export const APPROVAL_CASES_TABLE: TableDefinition = {
  columns: {
    reference: 'text',
    team: 'text',
    agent: 'text',
    resolved_by: 'text',
    refused_by: 'text',
  } satisfies Record<keyof ApprovalCase, ColumnType>,
  key: [],
};
