import { ApiProperty, OmitType } from '@nestjs/swagger';
import { KNOWN_VERDICTS, type KnownVerdict } from '@redress/clocks';
import { toIso, type EpochMs } from '@redress/kernel';
import { CLOCK_NAME, type ClockName } from '@redress/sla';
import { subjectStream } from '@redress/subjects';
import { CLOCK_STATES, type ClockState, type TeamClock } from './team-clock';

/** The rule that judges a clock. */
export class ClockPolicy {
  @ApiProperty({ example: 'round-the-clock' })
  readonly name!: string;

  @ApiProperty({ type: 'integer' })
  readonly version!: number;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Counts from 1; null where no rule matched, or a person set the target.',
  })
  readonly rule!: number | null;
}

/** What tells a clock from all others. */
export class ClockIdentity {
  @ApiProperty({ description: 'The case.' })
  readonly complaintId!: string;

  @ApiProperty({
    pattern: CLOCK_NAME.source,
    description: 'A clock of a policy of its own begins with `x-`.',
  })
  readonly clock!: ClockName;

  @ApiProperty({ type: 'integer', description: 'The n-th run of this clock of the case, from 1.' })
  readonly instance!: number;
}

/** One run of a clock of a case, as it stands. */
export class CaseClock extends ClockIdentity {
  @ApiProperty({ type: 'integer', description: 'The cycle of the case; a reopening begins a new one.' })
  readonly cycle!: number;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The number of the case in an outside system.',
  })
  readonly reference!: string | null;

  @ApiProperty({
    enum: CLOCK_STATES,
    description:
      'By all that is known now. `paused`: it stands still. `beyond-calendar`: it runs, and is due beyond what its calendar vouches for. `breached`: missed, and still going. `met`, `missed`: stopped, in time or not. `closed`: ended without a verdict.',
  })
  readonly state!: ClockState;

  @ApiProperty({ format: 'date-time' })
  readonly startedAt!: string;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description:
      'Null where its calendar does not reach that far, and while it stands still, unless the pause may count for so long only.',
  })
  readonly dueAt!: string | null;

  @ApiProperty({
    type: 'integer',
    isArray: true,
    description: 'The warning marks that it has passed, in percent.',
  })
  readonly marks!: readonly number[];

  @ApiProperty({
    type: 'string',
    isArray: true,
    example: ['PT30M'],
    description: 'Those that it has passed by the running time that was left until due.',
  })
  readonly nearMarks!: readonly string[];

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  readonly breachedAt!: string | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'When it was stopped or closed.',
  })
  readonly endedAt!: string | null;

  @ApiProperty({
    enum: KNOWN_VERDICTS,
    nullable: true,
    description:
      'What was judged, where a fact that was told late has changed what is to be said. That verdict stays on record.',
  })
  readonly correctedFrom!: KnownVerdict | null;

  @ApiProperty({ description: 'Where the case stands, or stood when the clock ended.' })
  readonly team!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'Null in the pool of the team.' })
  readonly agent!: string | null;

  @ApiProperty({ type: 'integer', description: '1 is the most urgent, 5 the least.' })
  readonly priority!: number;

  @ApiProperty({ type: ClockPolicy })
  readonly policy!: ClockPolicy;
}

/** Something that has clocks of its own: a visit, a work order, or what else a policy measures. */
export class ClockedSubject {
  @ApiProperty()
  readonly id!: string;

  @ApiProperty({ example: 'work-order' })
  readonly kind!: string;
}

/** One run of a clock that stands with a team: of a case, or of a subject. */
export class BoardClock extends OmitType(CaseClock, ['complaintId']) {
  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The case; null where it is a clock of a subject that belongs to none.',
  })
  readonly complaintId!: string | null;

  @ApiProperty({
    type: ClockedSubject,
    nullable: true,
    description: 'What it is a clock of; null where that is the case itself.',
  })
  readonly subject!: ClockedSubject | null;
}

/** A row of `team_clocks` with what the runner adds. */
export type StoredTeamClock = TeamClock & { readonly partition_key: string };

const isoOrNull = (at: EpochMs | null): string | null => (at === null ? null : toIso(at));

export const caseClockOf = (row: StoredTeamClock): CaseClock => ({
  complaintId: row.partition_key,
  clock: row.clock,
  instance: row.instance,
  cycle: row.cycle,
  reference: row.reference,
  state: row.state,
  startedAt: toIso(row.started_at),
  dueAt: isoOrNull(row.due_at),
  marks: row.marks,
  nearMarks: row.near_marks,
  breachedAt: isoOrNull(row.breached_at),
  endedAt: isoOrNull(row.ended_at),
  correctedFrom: row.corrected_from,
  team: row.team,
  agent: row.agent,
  priority: row.priority,
  policy: { name: row.policy_name, version: row.policy_version, rule: row.policy_rule },
});

export const boardClockOf = (row: StoredTeamClock): BoardClock => {
  const { subject_id: id, subject_kind: kind, partition_key } = row;
  const subject = kind === null ? null : { id, kind };
  const complaintId = subject !== null && partition_key === subjectStream(id) ? null : partition_key;
  return { ...caseClockOf(row), complaintId, subject };
};
