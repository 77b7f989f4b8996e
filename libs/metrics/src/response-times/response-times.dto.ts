import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { IsMatching, IsText } from '@redress/http';
import { FigureAnswer, FigureGroup } from '../asking/figure-answer.dto';
import { FIGURE_DEFINITIONS } from '../asking/figure-definitions';
import { CycleFilter, Split } from '../asking/figure-question.dto';
import { MEASURE, MEASURES, type Measure } from './sample-row';

export class ResponseTimesQuestion extends IntersectionType(CycleFilter, Split) {
  @IsMatching(MEASURE, 'a measure of response times', {
    description: [
      ...MEASURES.map((measure) => `\`${measure}\`: ${FIGURE_DEFINITIONS[measure].text}`),
      `The name of a clock that a policy defines (\`x-…\`): ${FIGURE_DEFINITIONS['own-clock'].text}`,
    ].join('\n\n'),
  })
  readonly measure!: Measure;

  @IsText(32, {
    optional: true,
    example: 'PT4H',
    description:
      'ISO 8601 running time: the share that took no longer is answered. Default: the share that met the target of its SLA clock, of those that had one.',
  })
  readonly within?: string;
}

/** How the quantiles were found. */
export class QuantileMethod {
  @ApiProperty({
    enum: ['exact', 'ddsketch'],
    description:
      '`exact`: linear interpolation between the two samples next to the rank (type 7). `ddsketch`, above a million samples: no further from the sample at the rank than the relative accuracy.',
  })
  readonly method!: 'exact' | 'ddsketch';

  @ApiProperty({ description: 'Largest relative error; 0 where exact.', example: 0 })
  readonly relativeAccuracy!: number;
}

/** A share of the measurements. */
export class ShareWithin {
  @ApiProperty({
    type: 'string',
    nullable: true,
    example: 'PT4H',
    description: 'What was asked for as `within`; null: each by the target of its own SLA clock.',
  })
  readonly target!: string | null;

  @ApiProperty({ type: 'integer', description: 'How many took no longer than that, or met their target.' })
  readonly count!: number;

  @ApiProperty({ type: 'integer', description: 'Of how many: all, or those that a target has judged.' })
  readonly of!: number;

  @ApiProperty({
    type: 'number',
    nullable: true,
    example: 0.9,
    description: '0 to 1; null where there are none.',
  })
  readonly share!: number | null;
}

/** Quantiles, mean and maximum are milliseconds, to the microsecond; null where nothing was measured. */
export class ResponseTimesGroup extends FigureGroup {
  @ApiProperty({ type: 'integer', description: 'How many measurements there are.' })
  readonly n!: number;

  @ApiProperty({ type: 'number', nullable: true })
  readonly meanMs!: number | null;

  @ApiProperty({ type: 'number', nullable: true })
  readonly p50Ms!: number | null;

  @ApiProperty({ type: 'number', nullable: true })
  readonly p90Ms!: number | null;

  @ApiProperty({ type: 'number', nullable: true })
  readonly p95Ms!: number | null;

  @ApiProperty({ type: 'number', nullable: true })
  readonly p99Ms!: number | null;

  @ApiProperty({ type: 'number', nullable: true })
  readonly maxMs!: number | null;

  @ApiProperty({ type: ShareWithin })
  readonly within!: ShareWithin;
}

export class ResponseTimesAnswer extends FigureAnswer {
  @ApiProperty({ pattern: MEASURE.source })
  readonly measure!: Measure;

  @ApiProperty({ type: QuantileMethod })
  readonly quantiles!: QuantileMethod;

  @ApiProperty({ type: [ResponseTimesGroup] })
  readonly groups!: readonly ResponseTimesGroup[];
}
