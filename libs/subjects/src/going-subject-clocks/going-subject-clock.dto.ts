import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { IsMatching, IsOpaqueId, PageQuery } from '@redress/http';
import { isoOrNull, toIso } from '@redress/kernel';
import { CODE, CODE_FORM } from '../open-subject/open-subject.dto';
import type { SubjectClockRow } from '../subject-clocks/subject-clock-row';
import { SubjectClock, SubjectOutline } from '../subject-view/subject-view.dto';

/** Which going clocks are asked for. */
export class GoingSubjectClocksQuestion extends PageQuery {
  @IsOpaqueId({ optional: true, description: 'Only what this team owes.' })
  readonly team?: string;

  @IsMatching(CODE, CODE_FORM, { optional: true, example: 'work-order' })
  readonly kind?: string;
}

/** A clock of a subject that waits for its stop, with what it is a clock of. */
export class GoingSubjectClock extends IntersectionType(SubjectClock, SubjectOutline) {
  @ApiProperty()
  readonly subjectId!: string;
}

export const goingSubjectClockOf = (row: SubjectClockRow): GoingSubjectClock => ({
  subjectId: row.subject_id,
  kind: row.kind,
  complaintId: row.complaint_id,
  team: row.team,
  category: row.category,
  priority: row.priority,
  tier: row.tier,
  specialCare: row.special_care,
  clock: row.clock,
  instance: row.instance,
  state: row.state,
  startedAt: toIso(row.started_at),
  dueAt: isoOrNull(row.due_at),
  marks: [...row.marks.map(String), ...row.near_marks],
  breachedAt: isoOrNull(row.breached_at),
  endedAt: isoOrNull(row.ended_at),
  policy: { name: row.policy_name, version: row.policy_version, rule: row.policy_rule },
});
