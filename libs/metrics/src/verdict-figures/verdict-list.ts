import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import {
  CASE_CHANNELS,
  CASE_KINDS,
  TIERS,
  type CaseChannel,
  type CaseKind,
  type Tier,
} from '@redress/complaints';
import { IsMatching, IsOneOf } from '@redress/http';
import { isoOrNull, toIso, type EpochMs, type IsoInstant } from '@redress/kernel';
import { CLOCK_NAME, type ClockName } from '@redress/sla';
import { figureList, type FigureList } from '../asking/figure-list';
import { FigurePaging, type Listed } from '../asking/figure-list.dto';
import { CycleFilter } from '../asking/figure-question.dto';
import { filterSql, oneOf } from '../asking/figure-sql';
import { metricsProjection } from '../metrics.projection';
import { IsJudgedAs } from './judged-as.decorator';
import { verdictsAs } from './verdict-figures.sql';
import { VERDICTS, type JudgedAs, type Verdict, type VerdictRow } from './verdict-row';

export class VerdictListQuestion extends IntersectionType(CycleFilter, FigurePaging) {
  @IsMatching(CLOCK_NAME, 'the name of a clock', {
    optional: true,
    fromQuery: true,
    many: { min: 1, max: 50 },
  })
  readonly clock?: readonly ClockName[];

  @IsOneOf(VERDICTS, { optional: true, fromQuery: true, many: { min: 1, max: VERDICTS.length } })
  readonly verdict?: readonly Verdict[];

  @IsJudgedAs()
  readonly as?: JudgedAs;
}

/** The rule that judges. */
export class JudgingPolicy {
  @ApiProperty({ example: 'round-the-clock' })
  readonly name!: string;

  @ApiProperty({ type: 'integer' })
  readonly version!: number;

  @ApiProperty({ type: 'integer', nullable: true, description: 'From 1; null where no rule matched.' })
  readonly rule!: number | null;
}

/** A warning mark that a clock reached. */
export class MarkReached {
  @ApiProperty({ type: 'integer', example: 80, description: 'In percent of the target.' })
  readonly mark!: number;

  @ApiProperty({ type: 'string', format: 'date-time' })
  readonly at!: IsoInstant;
}

/** A warning mark by the time that was left, and when the clock reached it. */
export class NearMarkReached {
  @ApiProperty({ example: 'PT30M', description: 'The running time that was left until due.' })
  readonly before!: string;

  @ApiProperty({ type: 'string', format: 'date-time' })
  readonly at!: IsoInstant;
}

/** A run of an SLA clock. */
export class VerdictItem {
  @ApiProperty()
  readonly complaintId!: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The number of the case in an outside system.',
  })
  readonly reference!: string | null;

  @ApiProperty({ pattern: CLOCK_NAME.source })
  readonly clock!: ClockName;

  @ApiProperty({ type: 'integer', description: 'The n-th run of this clock on the case.' })
  readonly instance!: number;

  @ApiProperty({ type: 'integer', description: 'The cycle of the case that it belongs to.' })
  readonly cycle!: number;

  @ApiProperty({
    enum: VERDICTS,
    description:
      'As judged then. `running`: not due yet. `missed`: also while it still goes. `none`: ended without what it waited for.',
  })
  readonly verdict!: Verdict;

  @ApiProperty({
    enum: VERDICTS,
    nullable: true,
    description: 'By all that is known now, where a fact that was told late has changed it; else null.',
  })
  readonly known!: Verdict | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, description: 'As known now.' })
  readonly knownDueAt!: IsoInstant | null;

  @ApiProperty({
    enum: VERDICTS,
    nullable: true,
    description:
      'As the newest reassessment found it, under another version of its policy; null where there was none.',
  })
  readonly reassessed!: Verdict | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, description: 'Under that version.' })
  readonly reassessedDueAt!: IsoInstant | null;

  @ApiProperty({
    type: JudgingPolicy,
    nullable: true,
    description: 'What it was judged by then; its rule is null where that version has none for such a case.',
  })
  readonly reassessedBy!: JudgingPolicy | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'Null while a pause keeps it from ever falling due.',
  })
  readonly dueAt!: IsoInstant | null;

  @ApiProperty({ type: 'string', format: 'date-time' })
  readonly startedAt!: IsoInstant;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, description: 'Null while it goes.' })
  readonly stoppedAt!: IsoInstant | null;

  @ApiProperty({ type: [MarkReached] })
  readonly marks!: readonly MarkReached[];

  @ApiProperty({ type: [NearMarkReached] })
  readonly nearMarks!: readonly NearMarkReached[];

  @ApiProperty({ type: JudgingPolicy })
  readonly policy!: JudgingPolicy;

  @ApiProperty({ enum: CASE_KINDS })
  readonly kind!: CaseKind;

  @ApiProperty()
  readonly category!: string;

  @ApiProperty({ enum: CASE_CHANNELS })
  readonly channel!: CaseChannel;

  @ApiProperty({ enum: TIERS })
  readonly tier!: Tier;

  @ApiProperty({ type: 'integer', description: 'At the stop, or now while it goes; so are team and agent.' })
  readonly priority!: number;

  @ApiProperty()
  readonly team!: string;

  @ApiProperty({ type: 'string', nullable: true })
  readonly agent!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time' })
  readonly registeredAt!: IsoInstant;
}

/** A run of a clock as it is counted, with what was judged at first. */
type JudgedRow = VerdictRow & {
  /** As judged then. */
  readonly judged: Verdict;
  readonly judged_due_at: EpochMs | null;
  readonly judged_policy_version: number;
  readonly judged_policy_rule: number | null;
};

const verdictItemOf = (row: Listed<JudgedRow>): VerdictItem => ({
  complaintId: row.partition_key,
  reference: row.reference,
  clock: row.clock,
  instance: row.instance,
  cycle: row.cycle,
  verdict: row.judged,
  known: row.known_verdict,
  knownDueAt: isoOrNull(row.known_due_at),
  dueAt: isoOrNull(row.judged_due_at),
  startedAt: toIso(row.started_at),
  stoppedAt: isoOrNull(row.stopped_at),
  marks: row.marks.map(({ mark, at }) => ({ mark, at: toIso(at) })),
  nearMarks: row.near_marks.map(({ before, at }) => ({ before, at: toIso(at) })),
  reassessed: row.reassessed_verdict,
  reassessedDueAt: isoOrNull(row.reassessed_due_at),
  reassessedBy:
    row.reassessed_policy_version === null
      ? null
      : { name: row.policy_name, version: row.reassessed_policy_version, rule: row.reassessed_policy_rule },
  policy: { name: row.policy_name, version: row.judged_policy_version, rule: row.judged_policy_rule },
  kind: row.kind,
  category: row.category,
  channel: row.channel,
  tier: row.tier,
  priority: row.priority,
  team: row.team,
  agent: row.agent,
  registeredAt: toIso(row.registered_at),
});

/** The runs behind a figure of verdicts. The columns of the order never change, so that no run is skipped or repeated between two pages. */
export const verdictList = (question: VerdictListQuestion): FigureList<VerdictItem> =>
  figureList<JudgedRow, VerdictItem>({
    projection: metricsProjection,
    from: verdictsAs(question.as),
    conditions: [
      filterSql(question),
      ...(question.clock === undefined ? [] : [oneOf('clock', question.clock)]),
      ...(question.verdict === undefined ? [] : [oneOf('verdict', question.verdict)]),
    ],
    order: [
      { column: 'registered_at', as: 'integer' },
      { column: 'partition_key', as: 'string' },
      { column: 'clock', as: 'string' },
      { column: 'instance', as: 'integer' },
    ],
    itemOf: verdictItemOf,
  });
