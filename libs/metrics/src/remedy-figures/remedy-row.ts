import type { EpochMs } from '@redress/kernel';
import type { ColumnType, TableDefinition } from '@redress/read-model';
import type { RemedyKind } from '@redress/resolutions';
import { DIMENSION_COLUMNS, type Dimensions } from '../dimensions';
import type { Account, RemedyAct } from './remedy-ledger';

/**
 * A line of the ledger of remedies: a row of `figure_remedies`. It says what happened to one remedy and, where that moves money, from which
 * account to which. Its dimensions are those of when it happened.
 */
export type RemedyRow = Dimensions & {
  /** The n-th line of the case, from 1. */
  readonly number: number;
  readonly act: RemedyAct;
  /** Null of what was sought: no resolution was proposed yet. */
  readonly resolution_id: string | null;
  /** The n-th remedy of the resolution, from 1. */
  readonly remedy_number: number | null;
  readonly remedy: RemedyKind | null;
  /** The code of the root cause. */
  readonly cause: string | null;
  readonly cycle: number;
  readonly happened_at: EpochMs;
  readonly debit: Account | null;
  readonly credit: Account | null;
  /** In the smallest unit of the currency; null where nothing is posted. */
  readonly amount_minor: number | null;
  /** Of the remedy; null where it costs no money. */
  readonly currency: string | null;
};

const COLUMNS: Record<keyof RemedyRow, ColumnType> = {
  ...DIMENSION_COLUMNS,
  number: 'integer',
  act: 'text',
  resolution_id: 'text',
  remedy_number: 'integer',
  remedy: 'text',
  cause: 'text',
  cycle: 'integer',
  happened_at: 'bigint',
  debit: 'text',
  credit: 'text',
  amount_minor: 'bigint',
  currency: 'text',
};

export const REMEDIES_TABLE: TableDefinition = {
  columns: COLUMNS,
  key: ['number'],
  indexes: ['(happened_at)'],
};
