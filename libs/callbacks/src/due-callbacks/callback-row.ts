import type { EpochMs } from '@redress/kernel';
import type { ColumnType, TableDefinition } from '@redress/read-model';
import type {
  AttemptOutcome,
  CallbackChannel,
  CallbackPurpose,
  SuppressionRule,
  SurveyAnswers,
} from '../events';

/**
 * `scheduled`: owed, and nobody is calling · `attempting`: an agent is calling · `reached`: the customer was reached in the present window
 * or after it, and what was said is still to be put down · `completed`, `cancelled`, `unreachable`: over.
 */
export const CALLBACK_STATES = [
  'scheduled',
  'attempting',
  'reached',
  'completed',
  'cancelled',
  'unreachable',
] as const;
export type ShownState = (typeof CALLBACK_STATES)[number];

/** The states in which the customer is still to be called. */
export const OWED_STATES = ['scheduled', 'attempting'] as const satisfies readonly ShownState[];

/** One attempt to reach the customer. */
export interface CallbackAttempt {
  /** From 1, over the whole callback. */
  readonly number: number;
  readonly agent: string;
  readonly windowNumber: number;
  readonly startedAt: EpochMs;
  /** Null while it goes on; stays null where the callback was cancelled meanwhile. */
  readonly endedAt: EpochMs | null;
  readonly outcome: AttemptOutcome | null;
}

/** A row of `callbacks`. Instants are business time; null: it has not happened. */
export type CallbackRow = {
  readonly callback_id: string;
  /** Null: a call that no case asked for. */
  readonly complaint_id: string | null;
  readonly customer_id: string;
  readonly purpose: CallbackPurpose;
  readonly channel: CallbackChannel;
  readonly time_zone: string;
  readonly language: string | null;
  readonly number_ref: string | null;
  /** Of the case that a follow-up asks after. */
  readonly cycle: number | null;

  readonly state: ShownState;
  readonly team: string;
  readonly owner: string | null;
  readonly claimed: boolean;
  /** The revision of the last event by a person or an outside system; -1 where there is none. */
  readonly revision: number;

  readonly window_number: number;
  readonly window_from: EpochMs;
  readonly window_to: EpochMs;
  /** The present window as it was asked for, and the rule that moved it; null where it was not moved. */
  readonly asked_from: EpochMs | null;
  readonly asked_to: EpochMs | null;
  readonly moved_by: SuppressionRule | null;
  /** When the present window passed without the customer having been reached. */
  readonly missed_at: EpochMs | null;
  /** How many windows have passed like that, the present one included. */
  readonly windows_missed: number;

  readonly attempts: readonly CallbackAttempt[];
  readonly last_outcome: AttemptOutcome | null;
  /** When the customer was reached in the present window, or after it. */
  readonly reached_at: EpochMs | null;
  /** The rule that held back the last attempt that was asked for, and from when on there may be one; null at = at no time. */
  readonly suppressed_by: SuppressionRule | null;
  readonly next_allowed_at: EpochMs | null;

  readonly answers: SurveyAnswers | null;
  /** A reason code. */
  readonly cancelled_because: string | null;
  readonly scheduled_at: EpochMs;
  readonly ended_at: EpochMs | null;
};

const COLUMNS: Record<keyof CallbackRow, ColumnType> = {
  callback_id: 'text',
  complaint_id: 'text',
  customer_id: 'text',
  purpose: 'text',
  channel: 'text',
  time_zone: 'text',
  language: 'text',
  number_ref: 'text',
  cycle: 'integer',
  state: 'text',
  team: 'text',
  owner: 'text',
  claimed: 'boolean',
  revision: 'integer',
  window_number: 'integer',
  window_from: 'bigint',
  window_to: 'bigint',
  asked_from: 'bigint',
  asked_to: 'bigint',
  moved_by: 'text',
  missed_at: 'bigint',
  windows_missed: 'integer',
  attempts: 'jsonb',
  last_outcome: 'text',
  reached_at: 'bigint',
  suppressed_by: 'text',
  next_allowed_at: 'bigint',
  answers: 'jsonb',
  cancelled_because: 'text',
  scheduled_at: 'bigint',
  ended_at: 'bigint',
};

export const CALLBACKS_TABLE: TableDefinition = {
  columns: COLUMNS,
  key: ['callback_id'],
  indexes: [
    '(callback_id)',
    '(window_to, callback_id)',
    // What is still owed: few among many.
    "(team, window_to, callback_id) WHERE state IN ('scheduled', 'attempting')",
    "(owner, window_to, callback_id) WHERE state IN ('scheduled', 'attempting')",
    '(team, window_to, callback_id)',
    '(owner, window_to, callback_id)',
    '(complaint_id) WHERE complaint_id IS NOT NULL',
    '(customer_id)',
  ],
};
