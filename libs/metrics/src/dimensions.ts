import type { CaseChannel, CaseKind, Tier } from '@redress/complaints';
import type { EpochMs } from '@redress/kernel';
import type { ColumnType } from '@redress/read-model';

/** What every row of figures can be filtered and grouped by. */
export const DIMENSION_COLUMNS = {
  reference: 'text',
  kind: 'text',
  category: 'text',
  channel: 'text',
  tier: 'text',
  priority: 'integer',
  team: 'text',
  agent: 'text',
  policy_name: 'text',
  policy_version: 'integer',
  policy_rule: 'integer',
  registered_at: 'bigint',
} as const satisfies Record<string, ColumnType>;

/** The dimensions of a row, as they were when what the row counts happened, or as they are while it goes on. */
export type Dimensions = {
  /** The case's number in an outside system, where it has one. */
  readonly reference: string | null;
  readonly kind: CaseKind;
  readonly category: string;
  readonly channel: CaseChannel;
  readonly tier: Tier;
  readonly priority: number;
  readonly team: string;
  readonly agent: string | null;
  readonly policy_name: string;
  readonly policy_version: number;
  /** From 1; null where no rule of the policy matched. */
  readonly policy_rule: number | null;
  readonly registered_at: EpochMs;
};

const NAMES = Object.keys(DIMENSION_COLUMNS) as (keyof Dimensions)[];

/** The dimensions of a row, without its other columns. */
export const dimensionsOf = (row: Dimensions): Dimensions =>
  Object.fromEntries(NAMES.map((name) => [name, row[name]])) as Dimensions;
