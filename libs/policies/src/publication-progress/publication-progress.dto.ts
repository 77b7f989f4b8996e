import { ApiProperty } from '@nestjs/swagger';
import { PolicyVersionSummary } from '../policy-library/policy-library.dto';

/** How a publication stands. */
export const PROGRESS_STATES = ['waiting', 'running', 'done', 'stopped'] as const;
export type ProgressState = (typeof PROGRESS_STATES)[number];

/** What became of verdicts. */
class VerdictChanges {
  @ApiProperty({ enum: ['met', 'missed', 'closed'], description: 'As judged then.' })
  readonly judged!: string;

  @ApiProperty({
    enum: ['met', 'missed', 'closed'],
    description: 'As judged under this version. `closed`: it has no target for it, or can not tell.',
  })
  readonly now!: string;

  @ApiProperty({ type: 'integer', description: 'How many clocks.' })
  readonly clocks!: number;
}

/** How far a publication has come with those that it touches. */
export class PublicationProgressView {
  @ApiProperty()
  readonly name!: string;

  @ApiProperty({ type: PolicyVersionSummary })
  readonly publication!: PolicyVersionSummary;

  @ApiProperty({
    enum: PROGRESS_STATES,
    description:
      '`waiting`: it has not begun. `done`: also of a publication for new cases alone. `stopped`: the version was withdrawn before it was through.',
  })
  readonly state!: ProgressState;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'How many cases there are to look at, as counted when it began; null before.',
  })
  readonly counted!: number | null;

  @ApiProperty({ type: 'integer', description: 'How many were looked at.' })
  readonly done!: number;

  @ApiProperty({
    type: 'integer',
    description: 'In how many of them targets were chosen anew, or clocks judged again.',
  })
  readonly changed!: number;

  @ApiProperty({ type: [VerdictChanges], description: 'Of `reassess`: what was judged again.' })
  readonly verdicts!: readonly VerdictChanges[];

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  readonly begunAt!: string | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'When it last came further.',
  })
  readonly progressedAt!: string | null;
}
