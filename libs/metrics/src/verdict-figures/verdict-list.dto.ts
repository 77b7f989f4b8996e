import { ApiProperty } from '@nestjs/swagger';
import {
  CASE_CHANNELS,
  CASE_KINDS,
  TIERS,
  type CaseChannel,
  type CaseKind,
  type Tier,
} from '@redress/complaints';
import { IsMatching, IsOneOf, IsText, IsWholeNumber } from '@redress/http';
import { toIso, type EpochMs, type IsoInstant } from '@redress/kernel';
import { CLOCK_NAME, type ClockName } from '@redress/sla';
import { CycleFilter } from '../asking/figure-question.dto';
import { IsJudgedAs } from './judged-as.decorator';
import { VERDICTS, type JudgedAs, type Verdict, type VerdictRow } from './verdict-row';

export class VerdictListQuestion extends CycleFilter {
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

/** A row of `figure_verdicts`, with what the runner adds. */
export type StoredVerdict = VerdictRow & {
  readonly partition_key: string;
  /** As judged then. */
  readonly judged: Verdict;
  readonly judged_due_at: EpochMs | null;
  readonly judged_policy_version: number;
  readonly judged_policy_rule: number | null;
};

export const verdictItemOf = (row: StoredVerdict): VerdictItem => ({
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

const isoOrNull = (at: EpochMs | null): IsoInstant | null => (at === null ? null : toIso(at));
