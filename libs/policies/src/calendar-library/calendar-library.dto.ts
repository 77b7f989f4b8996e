import { ApiProperty } from '@nestjs/swagger';

/** A calendar among others. */
export class CalendarSummary {
  @ApiProperty({ example: 'office' })
  readonly name!: string;

  @ApiProperty({ type: 'integer', description: 'How many versions were published, withdrawn ones included.' })
  readonly versions!: number;

  @ApiProperty({ type: 'integer', description: 'The version that a policy takes which is published now.' })
  readonly newest!: number;

  @ApiProperty({ description: 'IANA.', example: 'Europe/London' })
  readonly zone!: string;
}

/** The days that a calendar vouches for. */
class CalendarHorizon {
  @ApiProperty({ format: 'date', description: 'Included.' })
  readonly firstDay!: string;

  @ApiProperty({ format: 'date', description: 'Included.' })
  readonly lastDay!: string;
}

/** What became of a version. */
export class CalendarVersionSummary {
  @ApiProperty({ type: 'integer' })
  readonly version!: number;

  @ApiProperty({ type: CalendarHorizon, description: 'The days that it vouches for.' })
  readonly horizon!: CalendarHorizon;

  @ApiProperty({ format: 'date-time' })
  readonly publishedAt!: string;

  @ApiProperty({ description: '`redress`: from a file, at a start.' })
  readonly publishedBy!: string;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'Since when policies that are published take the version before it.',
  })
  readonly withdrawnAt!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  readonly withdrawnBy!: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'Why, by code.' })
  readonly withdrawnBecause!: string | null;
}

/** A calendar with its versions. */
export class CalendarView extends CalendarSummary {
  @ApiProperty({ type: [CalendarVersionSummary], description: 'The oldest first.' })
  readonly history!: readonly CalendarVersionSummary[];
}

/** A day with hours of its own. */
class CalendarDay {
  @ApiProperty({ format: 'date' })
  readonly date!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'What it is called.' })
  readonly name!: string | null;

  @ApiProperty({ type: [String], description: 'None: a holiday.', example: ['09:00-12:30'] })
  readonly hours!: readonly string[];
}

/** A version of a calendar, whole. */
export class CalendarVersionView {
  @ApiProperty()
  readonly name!: string;

  @ApiProperty({ type: CalendarVersionSummary, description: 'How it came out, and what became of it.' })
  readonly publication!: CalendarVersionSummary;

  @ApiProperty({ type: 'string', nullable: true })
  readonly description!: string | null;

  @ApiProperty({ description: 'IANA.', example: 'Europe/London' })
  readonly zone!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'array', items: { type: 'string' } },
    description: 'Hours by day of the week; a day that is not named is closed.',
    example: { monday: ['09:00-12:30', '13:30-17:30'] },
  })
  readonly weekly!: object;

  @ApiProperty({ type: [CalendarDay], description: 'Holidays, half days and make-up working days.' })
  readonly days!: readonly CalendarDay[];

  @ApiProperty({ description: 'The same as people write it.' })
  readonly yaml!: string;
}
