import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CASE_KINDS, type CaseKind } from '@redress/complaints';
import { fromIso, toIso, type IsoInstant } from '@redress/kernel';
import { FIGURE_DEFINITIONS, type DefinitionName } from './figure-definitions';
import {
  RANGE_INSTANTS,
  type CycleFilter,
  type FigureFilter,
  type RangeInstant,
} from './figure-question.dto';
import { kindsAsked, type KindCounts } from './figure-sql';
import type { FirstCaseText, Group, GroupRow } from './grouping';

/** What a figure counts: rows whose instant lies at or after `from` and before `to`. */
export class FigureRange {
  @ApiProperty({ enum: RANGE_INSTANTS, description: 'Which instant `from` and `to` go by.' })
  readonly on!: RangeInstant;

  @ApiPropertyOptional({ type: 'string', format: 'date-time', description: 'Left out: from the first.' })
  readonly from?: IsoInstant;

  @ApiPropertyOptional({ type: 'string', format: 'date-time', description: 'Left out: to the last.' })
  readonly to?: IsoInstant;
}

/** The case of a group that was registered first: groups that are equal otherwise can be ordered by it. */
export class FirstCase {
  @ApiProperty()
  readonly complaintId!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'Its number in an outside system.' })
  readonly reference!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time' })
  readonly registeredAt!: IsoInstant;
}

/** What every group of figures says of itself. */
export class FigureGroup {
  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The agent, the day … of the figure; null: none (no agent), or no split was asked for.',
    example: '2026-03-01',
  })
  readonly group!: string | null;

  @ApiPropertyOptional({
    type: 'string',
    format: 'date-time',
    description: 'Of an hour, day or month: its first instant.',
  })
  readonly startsAt?: IsoInstant;

  @ApiPropertyOptional({
    type: FirstCase,
    description:
      'Left out of hours, days and months, where no split was asked for, and where nothing is of a case.',
  })
  readonly first?: FirstCase;
}

/** How old the figures are. */
export class FigureFreshness {
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description:
      'How many milliseconds ago the figures had last taken in all that was recorded; null: not known here.',
  })
  readonly caughtUpMsAgo!: number | null;
}

/** What every answer says of the figures in it. */
export class FigureAnswer {
  @ApiProperty({ description: 'What is counted or measured, from when to when.' })
  readonly definition!: string;

  @ApiProperty({
    enum: Object.keys(FIGURE_DEFINITIONS),
    description: 'The name of the definition, for those who have its text in another language.',
  })
  readonly definitionName!: DefinitionName;

  @ApiProperty({
    type: 'integer',
    description:
      'Rises with every change of what is counted: figures by two versions are not to be compared.',
  })
  readonly definitionVersion!: number;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'What the groups are, as asked for; null: no split.',
    example: 'team',
  })
  readonly by!: string | null;

  @ApiProperty({ description: 'IANA time zone of the hours, days and months.' })
  readonly zone!: string;

  @ApiProperty({ type: FigureRange })
  readonly range!: FigureRange;

  @ApiProperty({
    type: 'object',
    properties: Object.fromEntries(CASE_KINDS.map((kind) => [kind, { type: 'integer' }])),
    description: 'How many of each kind that was asked for are counted here, over all groups.',
    example: { complaint: 128 },
  })
  readonly kinds!: Partial<Record<CaseKind, number>>;

  @ApiProperty({ type: FigureFreshness })
  readonly freshness!: FigureFreshness;
}

/** The plain members of a DTO, to be spread into another one. */
export type Members<Dto> = Pick<Dto, keyof Dto>;

/** The part of an answer that is the same for all questions. */
export function answerHead(
  name: DefinitionName,
  question: FigureFilter & Partial<CycleFilter> & { readonly by?: string },
  answered: {
    readonly zone: string;
    readonly rows: readonly KindCounts[];
    readonly freshness: FigureFreshness;
  },
): Members<FigureAnswer> {
  const { by = null, on = 'registered', from, to } = question;
  const { zone, rows, freshness } = answered;
  const count = (kind: CaseKind): number => rows.reduce((sum, row) => sum + (row[`kind:${kind}`] ?? 0), 0);
  return {
    definition: FIGURE_DEFINITIONS[name].text,
    definitionName: name,
    definitionVersion: FIGURE_DEFINITIONS[name].version,
    by,
    zone,
    range: {
      on,
      ...(from === undefined ? {} : { from: toIso(fromIso(from)) }),
      ...(to === undefined ? {} : { to: toIso(fromIso(to)) }),
    },
    kinds: Object.fromEntries(kindsAsked(question).map((kind) => [kind, count(kind)])),
    freshness,
  };
}

/** The part of a group that is the same for all questions. */
export const groupHead = ({ name, startsAt, first }: Group<GroupRow>): Members<FigureGroup> => ({
  group: name,
  ...(startsAt === null ? {} : { startsAt: toIso(startsAt) }),
  ...(first === null ? {} : { first: firstCase(first) }),
});

const firstCase = ([registeredAt, reference, complaintId]: FirstCaseText): FirstCase => ({
  complaintId,
  reference: reference === '' ? null : reference,
  registeredAt: toIso(Number(registeredAt)),
});
