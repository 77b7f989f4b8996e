import type { ClockCloseReason } from '@redress/clocks';
import type { RenegotiatedBy } from '@redress/complaints';
import type { EpochMs } from '@redress/kernel';
import type { ColumnType, TableDefinition } from '@redress/read-model';

/** The clocks that run for what a customer was promised. */
export const PROMISE_CLOCKS = ['callback', 'answer', 'fulfilment'] as const;
export type PromiseClock = (typeof PROMISE_CLOCKS)[number];

/**
 * What was promised: `callback`, to be called within a window · `follow-up`, to be asked after a resolution · `remedy`, to have an
 * accepted remedy by an instant · `answer`, to have an answer by an instant.
 */
export const PROMISE_KINDS = ['callback', 'follow-up', 'remedy', 'answer'] as const;
export type PromiseKind = (typeof PROMISE_KINDS)[number];

/**
 * `owed`: not due yet · `kept`: in time · `broken`: it fell due without having been kept, and stays broken whatever comes later ·
 * `renegotiated`: another promise took its place before it was due · `released`: not owed any more.
 */
export const PROMISE_STATES = ['owed', 'kept', 'broken', 'renegotiated', 'released'] as const;
export type PromiseState = (typeof PROMISE_STATES)[number];

/** A promise to a customer: a row of `promises`, one for each run of its clock. Owner and team are those at its end, or of now. */
export type PromiseRow = {
  readonly stream: string;
  readonly clock: PromiseClock;
  /** The n-th run of this clock on the stream, from 1. */
  readonly instance: number;
  readonly kind: PromiseKind;
  readonly complaint_id: string | null;
  /** The number of the case in an outside system. */
  readonly reference: string | null;
  readonly callback_id: string | null;
  readonly resolution_id: string | null;
  readonly customer_id: string;
  /** The agent who owes it; null while anybody of the team may keep it. */
  readonly owner: string | null;
  readonly team: string;
  readonly promised_at: EpochMs;
  readonly window_from: EpochMs;
  /** The end of the window. */
  readonly due_at: EpochMs;
  readonly state: PromiseState;
  /** Whether something is still to be done about it. A broken promise is open until it is kept late, renegotiated or released. */
  readonly open: boolean;
  readonly kept_at: EpochMs | null;
  /** The instant at which it fell due unkept. */
  readonly broken_at: EpochMs | null;
  readonly renegotiated_at: EpochMs | null;
  readonly renegotiated_by: RenegotiatedBy | null;
  readonly released_at: EpochMs | null;
  readonly released_because: ClockCloseReason | null;
};

const COLUMNS: Record<keyof PromiseRow, ColumnType> = {
  stream: 'text',
  clock: 'text',
  instance: 'integer',
  kind: 'text',
  complaint_id: 'text',
  reference: 'text',
  callback_id: 'text',
  resolution_id: 'text',
  customer_id: 'text',
  owner: 'text',
  team: 'text',
  promised_at: 'bigint',
  window_from: 'bigint',
  due_at: 'bigint',
  state: 'text',
  open: 'boolean',
  kept_at: 'bigint',
  broken_at: 'bigint',
  renegotiated_at: 'bigint',
  renegotiated_by: 'text',
  released_at: 'bigint',
  released_because: 'text',
};

export const PROMISES_TABLE: TableDefinition = {
  columns: COLUMNS,
  key: ['stream', 'clock', 'instance'],
  indexes: [
    '(due_at, stream, clock, instance)',
    '(due_at, stream, clock, instance) WHERE open',
    '(owner, due_at) WHERE open',
    '(team, due_at) WHERE open',
    '(complaint_id)',
  ],
  history: {
    indexes: [
      { columns: ['team'], where: 'open' },
      { columns: ['owner'], where: 'open' },
      { columns: ['complaint_id'] },
    ],
  },
};
