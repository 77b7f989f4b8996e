import { isoOrNull, toIso, type IsoInstant } from '@redress/kernel';
import type { PublishedTable } from '@redress/read-model';
import type { AttemptOutcome, CallbackChannel, CallbackPurpose, SuppressionRule } from '../events';
import type { CallbackRow, ShownState } from './callback-row';

/** A callback as it stands. Instants are business time; null: it has not happened. */
export interface PublishedCallback {
  readonly callbackId: string;
  /** Null: a call that no case asked for. */
  readonly complaintId: string | null;
  /** Opaque. */
  readonly customerId: string;
  readonly purpose: CallbackPurpose;
  readonly channel: CallbackChannel;
  /** IANA: when the customer is at rest. */
  readonly timeZone: string;
  /** BCP 47. */
  readonly language: string | null;
  /** Of the case that a follow-up asks after. */
  readonly cycle: number | null;
  /** `reached`: what was said is still to be put down. `completed`, `cancelled`, `unreachable`: over. */
  readonly state: ShownState;
  readonly team: string;
  /** Null in the pool of the team. */
  readonly owner: string | null;
  readonly claimed: boolean;
  /** The present window. */
  readonly window: {
    /** From 1, over the whole callback. */
    readonly number: number;
    readonly from: IsoInstant;
    readonly to: IsoInstant;
    /** As it was asked for, and the rule that moved it; null where it was not moved. */
    readonly askedFrom: IsoInstant | null;
    readonly askedTo: IsoInstant | null;
    readonly movedBy: SuppressionRule | null;
    /** When it passed without the customer having been reached. */
    readonly missedAt: IsoInstant | null;
  };
  /** How many windows have passed like that, the present one included. */
  readonly windowsMissed: number;
  readonly attempts: readonly {
    /** From 1, over the whole callback. */
    readonly number: number;
    readonly agent: string;
    readonly windowNumber: number;
    readonly startedAt: IsoInstant;
    readonly endedAt: IsoInstant | null;
    readonly outcome: AttemptOutcome | null;
  }[];
  /** When the customer was reached in the present window, or after it. */
  readonly reachedAt: IsoInstant | null;
  /** The rule that held back the last attempt that was asked for. */
  readonly suppressedBy: SuppressionRule | null;
  /** From when on there may be an attempt; null: at no time, or it was not asked for. */
  readonly nextAllowedAt: IsoInstant | null;
  /** What the customer answered to closed questions. */
  readonly answers: {
    readonly satisfied: boolean | null;
    /** 1 (very bad) to 5 (very good). */
    readonly csat: number | null;
  } | null;
  /** A reason code. */
  readonly cancelledBecause: string | null;
  readonly scheduledAt: IsoInstant;
  readonly endedAt: IsoInstant | null;
}

/** The number to call and the customer's comment are left out with their references. */
const publishedCallback = (row: CallbackRow): PublishedCallback => ({
  callbackId: row.callback_id,
  complaintId: row.complaint_id,
  customerId: row.customer_id,
  purpose: row.purpose,
  channel: row.channel,
  timeZone: row.time_zone,
  language: row.language,
  cycle: row.cycle,
  state: row.state,
  team: row.team,
  owner: row.owner,
  claimed: row.claimed,
  window: {
    number: row.window_number,
    from: toIso(row.window_from),
    to: toIso(row.window_to),
    askedFrom: isoOrNull(row.asked_from),
    askedTo: isoOrNull(row.asked_to),
    movedBy: row.moved_by,
    missedAt: isoOrNull(row.missed_at),
  },
  windowsMissed: row.windows_missed,
  attempts: row.attempts.map(({ startedAt, endedAt, ...attempt }) => ({
    ...attempt,
    startedAt: toIso(startedAt),
    endedAt: isoOrNull(endedAt),
  })),
  reachedAt: isoOrNull(row.reached_at),
  suppressedBy: row.suppressed_by,
  nextAllowedAt: isoOrNull(row.next_allowed_at),
  answers:
    row.answers === null
      ? null
      : { satisfied: row.answers.satisfied ?? null, csat: row.answers.csat ?? null },
  cancelledBecause: row.cancelled_because,
  scheduledAt: toIso(row.scheduled_at),
  endedAt: isoOrNull(row.ended_at),
});

export const PUBLISHED_CALLBACKS: PublishedTable = {
  topic: {
    address: 'state.callback.v1',
    description: 'Every callback as it stands, those that are over included; without number and comment.',
    key: 'The id of the callback.',
    tombstone:
      'None in the life of a callback: completed, cancelled and unreachable ones stay. Only where a rebuild finds that there is no such callback.',
    valueType: 'PublishedCallback',
  },
  key: ['callback_id'],
  state: (row) => publishedCallback(row as Readonly<typeof row> & CallbackRow),
};
