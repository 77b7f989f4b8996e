import { ApiProperty } from '@nestjs/swagger';
import { toIso, type EpochMs } from '@redress/kernel';
import { ENDINGS, type EndedAs } from '../domain/phases';
import {
  EXTENDABLE_CLOCKS,
  FOLLOW_UP_OUTCOMES,
  RELATIONS,
  SEVERITIES,
  type ExtendableClock,
  type FollowUpOutcome,
  type Relation,
  type Severity,
} from '../events';
import type { SideRoads } from './side-roads';

/** Describes an instant of a case that may not have come. */
export const instant = (description?: string) =>
  ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    ...(description === undefined ? {} : { description }),
  });

/** Describes a number of times. */
export const count = (description: string) => ApiProperty({ type: 'integer', description });

export const isoOrNull = (at: EpochMs | null): string | null => (at === null ? null : toIso(at));

/** A supervisor's order on the case. */
export class CaseSupervision {
  @ApiProperty({ type: 'integer', description: 'The n-th of the case.' })
  readonly number!: number;

  @ApiProperty({ format: 'date-time' })
  readonly orderedAt!: string;

  @instant('Null: it is open.')
  readonly answeredAt!: string | null;
}

/** More time that was asked for. */
export class CaseExtension {
  @ApiProperty({ type: 'integer', description: 'The n-th of the case.' })
  readonly number!: number;

  @ApiProperty({ enum: EXTENDABLE_CLOCKS })
  readonly clock!: ExtendableClock;

  @ApiProperty({ example: 'PT120H', description: 'How long the clock is to run, from its start.' })
  readonly within!: string;

  @ApiProperty()
  readonly requestedBy!: string;

  @ApiProperty({ format: 'date-time' })
  readonly requestedAt!: string;
}

/** A wait that somebody else has to approve before it stops the clocks that want that. */
export class CaseWaitRequest {
  @ApiProperty({ type: 'integer', description: 'The n-th of the case.' })
  readonly number!: number;

  @ApiProperty()
  readonly requestedBy!: string;
}

/** A decision that the customer contests. */
export class CaseAppeal {
  @ApiProperty({ type: 'integer', description: 'The n-th of the case.' })
  readonly number!: number;

  @ApiProperty({ format: 'date-time' })
  readonly appealedAt!: string;
}

/** How asking the customer after the resolution ended. */
export class CaseFollowUp {
  @ApiProperty({ enum: FOLLOW_UP_OUTCOMES })
  readonly outcome!: FollowUpOutcome;

  @ApiProperty({ format: 'date-time' })
  readonly at!: string;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Satisfaction, 1 (very bad) to 5 (very good), where it was said.',
  })
  readonly csat!: number | null;
}

/** Another case that this one is linked to. */
export class LinkedCase {
  @ApiProperty()
  readonly otherId!: string;

  @ApiProperty({ enum: RELATIONS, description: 'What the other one is to this case, read from this one.' })
  readonly relation!: Relation;
}

/** What happened to a case beside the straight way from registration to closing. */
export class CaseSideRoads {
  @ApiProperty({ type: 'string', enum: ENDINGS, nullable: true, description: 'How it ended.' })
  readonly endedAs!: EndedAs | null;

  @instant()
  readonly endedAt!: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'The case in which it goes on.' })
  readonly mergedInto!: string | null;

  @ApiProperty({ enum: SEVERITIES })
  readonly severity!: Severity;

  @count('How often the customer asked again.')
  readonly chases!: number;

  @instant()
  readonly lastChasedAt!: string | null;

  @ApiProperty({ type: 'integer', description: 'How far it was passed up; 0: not at all.' })
  readonly escalationLevel!: number;

  @ApiProperty({
    type: CaseSupervision,
    nullable: true,
    description: 'The last order; null where there was none, or it lapsed with the closing of the case.',
  })
  readonly supervision!: CaseSupervision | null;

  @count('How often it was put under supervision.')
  readonly supervisions!: number;

  @ApiProperty({ type: CaseExtension, nullable: true, description: 'The one that waits for a decision.' })
  readonly extension!: CaseExtension | null;

  @count('How often more time was granted.')
  readonly extensionsGranted!: number;

  @ApiProperty({
    type: CaseWaitRequest,
    nullable: true,
    description:
      'The wait that is to be approved: the clocks that want that run on. Not decided yet, though the waiting may be over.',
  })
  readonly waitRequest!: CaseWaitRequest | null;

  @ApiProperty({ type: CaseAppeal, nullable: true, description: 'The one that waits for a decision.' })
  readonly appeal!: CaseAppeal | null;

  @count('How often its decision was contested.')
  readonly appeals!: number;

  @ApiProperty({ type: CaseFollowUp, nullable: true, description: 'In this cycle.' })
  readonly followUp!: CaseFollowUp | null;

  @instant('By when the customer was promised an answer that they have not had yet.')
  readonly answerPromisedBy!: string | null;

  @ApiProperty({ type: [LinkedCase] })
  readonly links!: readonly LinkedCase[];
}

export const sideRoadsOf = (row: SideRoads): CaseSideRoads => ({
  endedAs: row.ended_as,
  endedAt: isoOrNull(row.ended_at),
  mergedInto: row.merged_into,
  severity: row.severity,
  chases: row.chases,
  lastChasedAt: isoOrNull(row.last_chased_at),
  escalationLevel: row.escalation_level,
  supervision: supervisionOf(row),
  supervisions: row.supervisions,
  extension: extensionOf(row),
  extensionsGranted: row.extensions_granted,
  waitRequest: waitRequestOf(row),
  appeal: appealOf(row),
  appeals: row.appeals,
  followUp: followUpOf(row),
  answerPromisedBy: isoOrNull(row.answer_promised_by),
  links: row.links,
});

const supervisionOf = ({
  supervision_number: number,
  supervision_ordered_at: orderedAt,
  supervision_answered_at: answeredAt,
}: SideRoads): CaseSupervision | null =>
  number === null || orderedAt === null
    ? null
    : { number, orderedAt: toIso(orderedAt), answeredAt: isoOrNull(answeredAt) };

const extensionOf = ({
  extension_number: number,
  extension_clock: clock,
  extension_within: within,
  extension_requested_by: requestedBy,
  extension_requested_at: requestedAt,
}: SideRoads): CaseExtension | null =>
  number === null || clock === null || within === null || requestedBy === null || requestedAt === null
    ? null
    : { number, clock, within, requestedBy, requestedAt: toIso(requestedAt) };

const waitRequestOf = ({
  wait_request_number: number,
  wait_requested_by: requestedBy,
}: SideRoads): CaseWaitRequest | null =>
  number === null || requestedBy === null ? null : { number, requestedBy };

const appealOf = ({ appeal_number: number, appealed_at: at }: SideRoads): CaseAppeal | null =>
  number === null || at === null ? null : { number, appealedAt: toIso(at) };

const followUpOf = ({
  follow_up_outcome: outcome,
  followed_up_at: at,
  follow_up_csat: csat,
}: SideRoads): CaseFollowUp | null =>
  outcome === null || at === null ? null : { outcome, at: toIso(at), csat };
