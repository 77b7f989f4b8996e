import { ApiProperty } from '@nestjs/swagger';
import { CLOCK_CLOSE_REASONS, type ClockCloseReason } from '@redress/clocks';
import { RENEGOTIATORS, type RenegotiatedBy } from '@redress/complaints';
import { IsFlag, IsOneOf, IsOpaqueId, IsWholeNumber, PastPageQuery } from '@redress/http';
import { toIso, type EpochMs, type IsoInstant } from '@redress/kernel';
import {
  PROMISE_KINDS,
  PROMISE_STATES,
  type PromiseKind,
  type PromiseRow,
  type PromiseState,
} from './promise-row';

const MINUTES_OF_A_YEAR = 527_040;

/** Which promises to list; all that is named must hold. */
export class PromiseListQuestion extends PastPageQuery {
  @IsOneOf(PROMISE_STATES, { optional: true, fromQuery: true, many: { min: 1, max: PROMISE_STATES.length } })
  readonly state?: readonly PromiseState[];

  @IsFlag({
    optional: true,
    fromQuery: true,
    description:
      'Those about which something is still to be done: owed, or broken and neither kept late, renegotiated nor released.',
  })
  readonly open?: boolean;

  @IsOneOf(PROMISE_KINDS, { optional: true, fromQuery: true, many: { min: 1, max: PROMISE_KINDS.length } })
  readonly kind?: readonly PromiseKind[];

  @IsOpaqueId({ optional: true, description: 'The agent who owes it.' })
  readonly owner?: string;

  @IsOpaqueId({ optional: true })
  readonly team?: string;

  @IsOpaqueId({ optional: true, description: 'The case.' })
  readonly complaintId?: string;

  @IsWholeNumber(
    { min: 1, max: MINUTES_OF_A_YEAR },
    {
      optional: true,
      fromQuery: true,
      example: 60,
      description:
        'Open ones that fall due from now on, or from the instant asked about, until so many minutes from then.',
    },
  )
  readonly dueWithinMinutes?: number;
}

/** From when until when it is to be kept. */
export class PromiseWindow {
  @ApiProperty({ type: 'string', format: 'date-time' })
  readonly from!: IsoInstant;

  @ApiProperty({ type: 'string', format: 'date-time', description: 'When it is due.' })
  readonly to!: IsoInstant;
}

/** A promise to a customer. */
export class CustomerPromise {
  @ApiProperty({ description: 'Opaque.' })
  readonly promiseId!: string;

  @ApiProperty({
    enum: PROMISE_KINDS,
    description:
      '`callback`: to be called. `follow-up`: to be asked after a resolution. `remedy`: to have an accepted remedy. `answer`: to have an answer.',
  })
  readonly kind!: PromiseKind;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The case; null: a call that no case asked for.',
  })
  readonly complaintId!: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The number of the case in an outside system.',
  })
  readonly reference!: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'Of a callback or a follow-up.' })
  readonly callbackId!: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'Of a remedy.' })
  readonly resolutionId!: string | null;

  @ApiProperty()
  readonly customerId!: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The agent who owes it, or owed it when it ended; null: anybody of the team.',
  })
  readonly owner!: string | null;

  @ApiProperty()
  readonly team!: string;

  @ApiProperty({ type: 'string', format: 'date-time' })
  readonly promisedAt!: IsoInstant;

  @ApiProperty({ type: PromiseWindow })
  readonly window!: PromiseWindow;

  @ApiProperty({
    enum: PROMISE_STATES,
    description:
      '`owed`: not due yet. `kept`: in time. `broken`: not, and it stays broken whatever comes later. `renegotiated`: another promise took its place before it was due. `released`: not owed any more.',
  })
  readonly state!: PromiseState;

  @ApiProperty({ description: 'Whether something is still to be done about it.' })
  readonly open!: boolean;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'When the customer was called, answered or had the remedy; of a broken promise: late.',
  })
  readonly keptAt!: IsoInstant | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'When it fell due unkept.',
  })
  readonly brokenAt!: IsoInstant | null;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'How long after the due instant a broken promise was kept; null: it was not, or not broken.',
  })
  readonly lateSeconds!: number | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  readonly renegotiatedAt!: IsoInstant | null;

  @ApiProperty({ type: 'string', enum: RENEGOTIATORS, nullable: true })
  readonly renegotiatedBy!: RenegotiatedBy | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  readonly releasedAt!: IsoInstant | null;

  @ApiProperty({ type: 'string', enum: CLOCK_CLOSE_REASONS, nullable: true })
  readonly releasedBecause!: ClockCloseReason | null;
}

export const customerPromiseOf = (row: PromiseRow): CustomerPromise => ({
  promiseId: `${row.stream}:${row.clock}:${String(row.instance)}`,
  kind: row.kind,
  complaintId: row.complaint_id,
  reference: row.reference,
  callbackId: row.callback_id,
  resolutionId: row.resolution_id,
  customerId: row.customer_id,
  owner: row.owner,
  team: row.team,
  promisedAt: toIso(row.promised_at),
  window: { from: toIso(row.window_from), to: toIso(row.due_at) },
  state: row.state,
  open: row.open,
  keptAt: isoOrNull(row.kept_at),
  brokenAt: isoOrNull(row.broken_at),
  lateSeconds: row.kept_at === null || row.broken_at === null ? null : (row.kept_at - row.broken_at) / 1000,
  renegotiatedAt: isoOrNull(row.renegotiated_at),
  renegotiatedBy: row.renegotiated_by,
  releasedAt: isoOrNull(row.released_at),
  releasedBecause: row.released_because,
});

const isoOrNull = (at: EpochMs | null): IsoInstant | null => (at === null ? null : toIso(at));
