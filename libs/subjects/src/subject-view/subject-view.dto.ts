import { ApiProperty } from '@nestjs/swagger';
import { CLOCK_STATES, type ClockState, type RecordedClock } from '@redress/clocks';
import { CASE_CHANNELS, TIERS, WAIT_REASONS, type WaitReason } from '@redress/complaints';
import { isoOrNull, toIso } from '@redress/kernel';
import { CLOCK_NAME, type ClockName } from '@redress/sla';
import type { SubjectOnRecord } from '../domain/state';

/** The rule that judges a clock of a subject. */
export class SubjectClockPolicy {
  @ApiProperty({ example: 'round-the-clock' })
  readonly name!: string;

  @ApiProperty({ type: 'integer' })
  readonly version!: number;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Counts from 1; null where no rule matched.' })
  readonly rule!: number | null;
}

/** One run of a clock of a subject. */
export class SubjectClock {
  @ApiProperty({ pattern: CLOCK_NAME.source })
  readonly clock!: ClockName;

  @ApiProperty({ type: 'integer', description: 'The n-th run of this clock, from 1.' })
  readonly instance!: number;

  @ApiProperty({
    enum: CLOCK_STATES,
    description:
      '`paused`: it stands still. `beyond-calendar`: it runs, and its calendar does not reach to its due instant. `breached`: missed, and still going. `met`, `missed`: stopped, in time or not. `closed`: ended without a verdict.',
  })
  readonly state!: ClockState;

  @ApiProperty({ format: 'date-time' })
  readonly startedAt!: string;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'Null while it stands still, or where its calendar does not reach so far.',
  })
  readonly dueAt!: string | null;

  @ApiProperty({
    type: 'string',
    isArray: true,
    example: ['80', 'PT30M'],
    description: 'The warning marks that it has passed: in percent, or by the running time that was left.',
  })
  readonly marks!: readonly string[];

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  readonly breachedAt!: string | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'When it was stopped or closed.',
  })
  readonly endedAt!: string | null;

  @ApiProperty({ type: SubjectClockPolicy })
  readonly policy!: SubjectClockPolicy;
}

/** Something that happened to a subject. */
export class SubjectHappening {
  @ApiProperty({ example: 'arrived' })
  readonly fact!: string;

  @ApiProperty({ format: 'date-time' })
  readonly at!: string;
}

/** What a subject says of itself. */
export class SubjectOutline {
  @ApiProperty({ example: 'work-order' })
  readonly kind!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'The case that it belongs to.' })
  readonly complaintId!: string | null;

  @ApiProperty({ description: 'Who owes it.' })
  readonly team!: string;

  @ApiProperty()
  readonly category!: string;

  @ApiProperty({ type: 'integer', description: '1 is the most urgent, 5 the least.' })
  readonly priority!: number;

  @ApiProperty({ enum: TIERS })
  readonly tier!: string;

  @ApiProperty()
  readonly specialCare!: boolean;
}

/** Something that has clocks. */
export class SubjectView extends SubjectOutline {
  @ApiProperty()
  readonly id!: string;

  @ApiProperty({ enum: CASE_CHANNELS })
  readonly channel!: string;

  @ApiProperty({ format: 'date-time' })
  readonly openedAt!: string;

  @ApiProperty({ type: 'string', enum: WAIT_REASONS, nullable: true })
  readonly waitsFor!: WaitReason | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  readonly endedAt!: string | null;

  @ApiProperty({ type: SubjectClockPolicy, description: 'What was in force when it was opened.' })
  readonly policy!: SubjectClockPolicy;

  @ApiProperty({ type: [SubjectHappening], description: 'In the order in which it is on record.' })
  readonly facts!: readonly SubjectHappening[];

  @ApiProperty({ type: [SubjectClock], description: 'In the order of their starts.' })
  readonly clocks!: readonly SubjectClock[];
}

export const subjectViewOf = (
  { facts, ...subject }: SubjectOnRecord,
  clocks: readonly RecordedClock[],
): SubjectView => ({
  id: subject.subjectId,
  ...facts,
  complaintId: subject.complaintId,
  team: subject.team,
  openedAt: toIso(subject.openedAt),
  waitsFor: subject.waitsFor,
  endedAt: isoOrNull(subject.endedAt),
  policy: subject.policy,
  facts: subject.happened.map(({ fact, at }) => ({ fact, at: toIso(at) })),
  clocks: clocks.map((one) => ({
    clock: one.clock,
    instance: one.instance,
    state: one.state,
    startedAt: toIso(one.startedAt),
    dueAt: isoOrNull(one.dueAt),
    marks: one.marks.map(String),
    breachedAt: isoOrNull(one.breachedAt),
    endedAt: isoOrNull(one.endedAt),
    policy: one.policy,
  })),
});
