import type { CallbackCompleted, CallbackPurpose, ServqualItem } from '@redress/callbacks';
import type { ComplaintFollowedUp } from '@redress/complaints';
import { fromIso, type EpochMs, type RecordedEvent } from '@redress/kernel';
import type { ColumnType, TableDefinition } from '@redress/read-model';
import type { DimensionsIfAny } from '../case-dimensions';
import { DIMENSION_COLUMNS } from '../dimensions';

/** What a customer answered when asked: a row of `figure_answers`. */
export type AnswerRow = DimensionsIfAny & {
  /** The event that it was recorded with. */
  readonly event_id: string;
  /** Of the call; asked in another way, it is a follow-up. */
  readonly purpose: CallbackPurpose;
  readonly cycle: number | null;
  /** When the customer was asked. */
  readonly happened_at: EpochMs;
  readonly satisfied: boolean | null;
  /** 1 (very bad) to 5 (very good). */
  readonly csat: number | null;
  /** As given. */
  readonly servqual: readonly ServqualItem[];
};

const COLUMNS: Record<keyof AnswerRow, ColumnType> = {
  ...DIMENSION_COLUMNS,
  event_id: 'text',
  purpose: 'text',
  cycle: 'integer',
  happened_at: 'bigint',
  satisfied: 'boolean',
  csat: 'integer',
  servqual: 'jsonb',
};

export const ANSWERS_TABLE: TableDefinition = {
  columns: COLUMNS,
  key: ['event_id'],
  indexes: ['(purpose, happened_at)'],
};

/** The answers of a call; undefined where the customer gave none. */
export function answersOfCall(
  { id, data }: RecordedEvent<CallbackCompleted>,
  place: DimensionsIfAny,
): AnswerRow | undefined {
  const { purpose, reachedAt, cycle = null, answers } = data;
  const { satisfied = null, csat = null, servqual = [] } = answers;
  if (satisfied === null && csat === null && servqual.length === 0) return undefined;
  return {
    ...place,
    event_id: id,
    purpose,
    cycle,
    happened_at: fromIso(reachedAt),
    satisfied,
    csat,
    servqual,
  };
}

/** The answers of a follow-up that was no call on record; undefined where it was, or nobody was reached. */
export function answersOfFollowUp(
  { id, data }: RecordedEvent<ComplaintFollowedUp>,
  place: DimensionsIfAny,
): AnswerRow | undefined {
  const { outcome, cycle, askedAt, callbackId, csat = null } = data;
  if (callbackId !== undefined || outcome === 'unreachable') return undefined;
  return {
    ...place,
    event_id: id,
    purpose: 'follow-up',
    cycle,
    happened_at: fromIso(askedAt),
    satisfied: outcome === 'satisfied',
    csat,
    servqual: [],
  };
}
