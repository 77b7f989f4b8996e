import type { FollowUpOutcome } from '@redress/complaints';
import type { EpochMs } from '@redress/kernel';
import type { ColumnType, TableDefinition } from '@redress/read-model';
import { DIMENSION_COLUMNS, type Dimensions } from '../dimensions';

/** A resolution that is to be followed up: a row of `figure_follow_ups`. Filed under who resolved it, and where the case then was. */
export type FollowUpRow = Dimensions & {
  readonly cycle: number;
  /** When the case was resolved. */
  readonly happened_at: EpochMs;
  /** How the last asking in this cycle ended; null: nobody has asked yet. */
  readonly outcome: FollowUpOutcome | null;
  /** What the clock `follow-up` said; null: it goes on, ended without a verdict, or the policy has none. */
  readonly verdict: 'met' | 'missed' | null;
  /** Calls to ask, reached or not. */
  readonly attempts: number;
};

const COLUMNS: Record<keyof FollowUpRow, ColumnType> = {
  ...DIMENSION_COLUMNS,
  cycle: 'integer',
  happened_at: 'bigint',
  outcome: 'text',
  verdict: 'text',
  attempts: 'integer',
};

export const FOLLOW_UPS_TABLE: TableDefinition = {
  columns: COLUMNS,
  key: ['cycle'],
  indexes: ['(happened_at)'],
};
