import { ApiProperty } from '@nestjs/swagger';
import { KNOWN_VERDICTS, type ExplainedClock, type ExplainedEdge, type KnownVerdict } from '@redress/clocks';
import { PastMark } from '@redress/http';
import { toIso, type RecordedEvent } from '@redress/kernel';
import { ClockIdentity, ClockPolicy } from '../team-clocks/clock.dto';
import { linesOf } from './clock-lines';

const EDGES = ['start', 'end', 'opening', 'closing', 'pause', 'resume', 'limit'] as const;
const STATES = ['running', 'paused', 'closed'] as const;
const HOURS_RULES = ['weekly', 'special-hours', 'make-up'] as const;
const VERDICTS = ['running', 'met', 'missed', 'closed'] as const;

/** An event of the case. */
export class ExplainingEvent {
  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty({ example: 'ClocksPaused' })
  readonly type!: string;

  @ApiProperty({ type: 'integer', description: 'Its place in the history of the case, from 0.' })
  readonly revision!: number;
}

/** Hours of a calendar. */
export class ExplainingHours {
  @ApiProperty({
    enum: HOURS_RULES,
    description:
      '`make-up`: worked on a day that is free by the week. `special-hours`: others than the week has.',
  })
  readonly rule!: (typeof HOURS_RULES)[number];

  @ApiProperty({ format: 'date' })
  readonly date!: string;

  @ApiProperty({ example: 'monday' })
  readonly weekday!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'What a day with hours of its own is called.' })
  readonly name!: string | null;

  @ApiProperty({ example: '09:00-12:30' })
  readonly hours!: string;
}

/** Why an interval begins or ends. */
export class ExplanationEdge {
  @ApiProperty({
    enum: EDGES,
    description: '`limit`: the case goes on waiting, but has done so for as long as it may stop this clock.',
  })
  readonly by!: (typeof EDGES)[number];

  @ApiProperty({
    type: ExplainingEvent,
    nullable: true,
    description: 'Null where it is the calendar that opens or closes, or where the clock goes on.',
  })
  readonly event!: ExplainingEvent | null;

  @ApiProperty({ type: ExplainingHours, nullable: true, description: 'The hours that begin or end.' })
  readonly hours!: ExplainingHours | null;
}

/** A day on which the calendar is closed although the week says otherwise. */
export class ExplainingHoliday {
  @ApiProperty({ format: 'date' })
  readonly date!: string;

  @ApiProperty({ type: 'string', nullable: true })
  readonly name!: string | null;
}

export class ExplanationInterval {
  @ApiProperty({ format: 'date-time' })
  readonly from!: string;

  @ApiProperty({ format: 'date-time' })
  readonly to!: string;

  @ApiProperty({ type: 'integer', description: 'In milliseconds.' })
  readonly lengthMs!: number;

  @ApiProperty({ enum: STATES, description: 'Closed hours are `closed`, paused or not.' })
  readonly state!: (typeof STATES)[number];

  @ApiProperty({ type: ExplanationEdge })
  readonly begins!: ExplanationEdge;

  @ApiProperty({ type: ExplanationEdge })
  readonly ends!: ExplanationEdge;

  @ApiProperty({ type: [ExplainingHoliday], description: 'Those within closed hours.' })
  readonly holidays!: readonly ExplainingHoliday[];
}

export class ExplainedCalendar {
  @ApiProperty({ example: 'office' })
  readonly name!: string;

  @ApiProperty({ type: 'integer' })
  readonly version!: number;
}

/** How far waiting for a reason makes the clock stand still. */
export class ExplainedPauseLimit {
  @ApiProperty()
  readonly reason!: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'At most so long from when the waiting began, as a target is written. Null: for ever.',
  })
  readonly longest!: string | null;

  @ApiProperty({ description: 'Only once somebody else has approved it.' })
  readonly needsApproval!: boolean;
}

export class ExplainedTarget {
  @ApiProperty({
    description: 'Running time PT4H, working days P3BD, or calendar days P3CD.',
    example: 'PT4H',
  })
  readonly within!: string;

  @ApiProperty({ type: ExplainedCalendar })
  readonly calendar!: ExplainedCalendar;

  @ApiProperty({ type: [String], description: 'The reasons of waiting that make it stand still.' })
  readonly pausedBy!: readonly string[];

  @ApiProperty({ type: [ExplainedPauseLimit], description: 'Of those reasons, which have a limit.' })
  readonly pauseLimits!: readonly ExplainedPauseLimit[];

  @ApiProperty({ type: ExplainingEvent, description: 'The event that set it.' })
  readonly setBy!: ExplainingEvent;
}

/** A warning mark that the clock passed. */
export class ExplainedMarkReached {
  @ApiProperty({
    example: '80',
    description: 'In percent of the target, or the running time that was left until due, such as `PT30M`.',
  })
  readonly mark!: string;

  @ApiProperty({ format: 'date-time' })
  readonly at!: string;

  @ApiProperty({ type: ExplainingEvent })
  readonly event!: ExplainingEvent;
}

/** The latest correction of a verdict; what was judged stays. */
export class ExplainedCorrection {
  @ApiProperty({ enum: KNOWN_VERDICTS })
  readonly known!: KnownVerdict;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, description: 'As known now.' })
  readonly dueAt!: string | null;

  @ApiProperty({ type: ExplainingEvent })
  readonly event!: ExplainingEvent;

  @ApiProperty({
    type: [ExplainingEvent],
    description: 'The facts that were told with it; none where only time has passed since.',
  })
  readonly because!: readonly ExplainingEvent[];
}

export class ExplanationLines {
  @ApiProperty({ description: 'In English.' })
  readonly en!: string;

  @ApiProperty({ description: 'In Chinese.' })
  readonly zh!: string;
}

/** Where the time of one run of a clock went. */
export class ClockExplanation extends ClockIdentity {
  @ApiProperty({ type: 'integer', description: 'The cycle of the case.' })
  readonly cycle!: number;

  @ApiProperty({ enum: VERDICTS, description: '`closed`: it ended without a verdict.' })
  readonly verdict!: (typeof VERDICTS)[number];

  @ApiProperty({ type: ExplainedTarget })
  readonly target!: ExplainedTarget;

  @ApiProperty({ type: ClockPolicy })
  readonly policy!: ClockPolicy;

  @ApiProperty({ format: 'date-time' })
  readonly startedAt!: string;

  @ApiProperty({
    format: 'date-time',
    description: 'When it ended, else now, or the instant asked about; no later than its calendar reaches.',
  })
  readonly until!: string;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'Null while a pause keeps it from running out, or where its calendar does not reach so far.',
  })
  readonly dueAt!: string | null;

  @ApiProperty({ type: [ExplanationInterval] })
  readonly intervals!: readonly ExplanationInterval[];

  @ApiProperty({ type: 'integer', description: 'The sum of the running intervals: what has elapsed.' })
  readonly runningMs!: number;

  @ApiProperty({ type: 'integer' })
  readonly pausedMs!: number;

  @ApiProperty({ type: 'integer' })
  readonly closedMs!: number;

  @ApiProperty({ type: [ExplainedMarkReached] })
  readonly marks!: readonly ExplainedMarkReached[];

  @ApiProperty({
    type: ExplainedCorrection,
    nullable: true,
    description:
      'What is to be said by all that is known now, where a fact that was told late has changed that.',
  })
  readonly corrected!: ExplainedCorrection | null;

  @ApiProperty({ type: ExplanationLines, description: 'All this in a line for people.' })
  readonly lines!: ExplanationLines;

  @ApiProperty({ type: PastMark, required: false, description: 'Where the past was asked about.' })
  readonly past?: PastMark;
}

const eventOf = ({ id, type, revision }: RecordedEvent): ExplainingEvent => ({ id, type, revision });

const edgeOf = ({ by, event, hours }: ExplainedEdge): ExplanationEdge => ({
  by,
  event: event === null ? null : eventOf(event),
  hours: hours === null ? null : { ...hours, name: hours.name ?? null },
});

const correctionOf = (corrected: ExplainedClock['corrected']): ExplainedCorrection | null =>
  corrected === null
    ? null
    : {
        known: corrected.known,
        dueAt: corrected.dueAt === null ? null : toIso(corrected.dueAt),
        event: eventOf(corrected.event),
        because: corrected.because.map(eventOf),
      };

export const explanationOf = (complaintId: string, told: ExplainedClock): ClockExplanation => ({
  complaintId,
  ...explained(told),
});

/** What is told of a clock, whatever it belongs to. */
export const explained = (told: ExplainedClock): Omit<ClockExplanation, 'complaintId'> => ({
  clock: told.clock,
  instance: told.instance,
  cycle: told.cycle,
  verdict: told.verdict,
  target: {
    within: told.target.within,
    calendar: told.target.calendar,
    pausedBy: told.target.pausedBy,
    pauseLimits: (told.target.pauseLimits ?? []).map(({ reason, longest = null, needsApproval = false }) => ({
      reason,
      longest,
      needsApproval,
    })),
    setBy: eventOf(told.setBy),
  },
  policy: told.policy,
  startedAt: toIso(told.startedAt),
  until: toIso(told.until),
  dueAt: told.dueAt === null ? null : toIso(told.dueAt),
  intervals: told.intervals.map(({ from, to, state, begins, ends, holidays }) => ({
    from: toIso(from),
    to: toIso(to),
    lengthMs: to - from,
    state,
    begins: edgeOf(begins),
    ends: edgeOf(ends),
    holidays: holidays.map(({ date, name = null }) => ({ date, name })),
  })),
  runningMs: told.runningMs,
  pausedMs: told.pausedMs,
  closedMs: told.closedMs,
  marks: told.marks.map(({ mark, at, event }) => ({
    mark: String(mark),
    at: toIso(at),
    event: eventOf(event),
  })),
  corrected: correctionOf(told.corrected),
  lines: linesOf(told),
});
