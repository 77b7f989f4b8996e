import { ApiProperty } from '@nestjs/swagger';
import {
  CASE_CHANNELS,
  CASE_KINDS,
  TIERS,
  type CaseChannel,
  type CaseKind,
  type Tier,
} from '@redress/complaints';
import { IsText, IsWholeNumber } from '@redress/http';
import { isoOrNull, type EpochMs, type IsoInstant } from '@redress/kernel';
import type { DimensionsIfAny } from '../case-dimensions';
import type { Members } from './figure-answer.dto';

/** Which part of a list that stands behind a figure. */
export class FigurePaging {
  @IsWholeNumber(
    { min: 1, max: 1_000 },
    { optional: true, fromQuery: true, default: 200, description: 'How many items at most.' },
  )
  readonly limit: number = 200;

  @IsText(2_000, {
    optional: true,
    description: '`nextCursor` of the page before; left out: the first page.',
  })
  readonly cursor?: string;
}

/** What an item behind a figure says of its case: as it was filed, and null throughout but for team and agent where it is of no case. */
export class ListedCase {
  @ApiProperty({ type: 'string', nullable: true, description: 'Null of a call that no case asked for.' })
  readonly complaintId!: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The number of the case in an outside system.',
  })
  readonly reference!: string | null;

  @ApiProperty({ enum: CASE_KINDS, nullable: true })
  readonly kind!: CaseKind | null;

  @ApiProperty({ type: 'string', nullable: true })
  readonly category!: string | null;

  @ApiProperty({ enum: CASE_CHANNELS, nullable: true })
  readonly channel!: CaseChannel | null;

  @ApiProperty({ enum: TIERS, nullable: true })
  readonly tier!: Tier | null;

  @ApiProperty({ type: 'integer', nullable: true })
  readonly priority!: number | null;

  @ApiProperty()
  readonly team!: string;

  @ApiProperty({ type: 'string', nullable: true })
  readonly agent!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  readonly registeredAt!: IsoInstant | null;
}

/** What an item that happened at an instant says besides. */
export class ListedHappening extends ListedCase {
  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'When what is counted happened, or is due.',
  })
  readonly happenedAt!: IsoInstant | null;
}

/** A row of a figure, with what the runner adds. */
export type Listed<Row> = Row & { readonly partition_key: string };

/** The part of an item that is the same in all lists. */
export const listedCase = (row: Listed<DimensionsIfAny>): Members<ListedCase> => ({
  complaintId: row.kind === null ? null : row.partition_key,
  reference: row.reference,
  kind: row.kind,
  category: row.category,
  channel: row.channel,
  tier: row.tier,
  priority: row.priority,
  team: row.team,
  agent: row.agent,
  registeredAt: isoOrNull(row.registered_at),
});

/** The same of what happened at an instant. */
export const listedHappening = (
  row: Listed<DimensionsIfAny & { readonly happened_at: EpochMs | null }>,
): Members<ListedHappening> => ({ ...listedCase(row), happenedAt: isoOrNull(row.happened_at) });
