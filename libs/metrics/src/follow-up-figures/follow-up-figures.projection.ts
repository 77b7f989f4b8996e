import type { CallbackAttempted, CallbackCompleted } from '@redress/callbacks';
import type { ClockBreached, ClockStopped } from '@redress/clocks';
import { isOnCaseStream, type ComplaintFollowedUp, type ComplaintResolved } from '@redress/complaints';
import type { Recorded, RecordedEvent } from '@redress/kernel';
import type { Projection, Rows } from '@redress/read-model';
import {
  CASE_DIMENSIONS_TABLE,
  caseDimensions,
  DIMENSION_EVENTS,
  followDimensions,
  isDimensionFact,
  ofNoCase,
  type DimensionsIfAny,
} from '../case-dimensions';
import { dimensionsOf } from '../dimensions';
import { ANSWERS_TABLE, answersOfCall, answersOfFollowUp } from '../satisfaction-figures/answer-row';
import { FOLLOW_UPS_TABLE, type FollowUpRow } from './follow-up-row';

type FollowUpFact = Recorded<
  | ComplaintResolved
  | ComplaintFollowedUp
  | ClockStopped
  | ClockBreached
  | CallbackAttempted
  | CallbackCompleted
>;

const FOLLOW_UP_EVENTS = [
  'ComplaintResolved',
  'ComplaintFollowedUp',
  'ClockStopped',
  'ClockBreached',
  'CallbackAttempted',
  'CallbackCompleted',
] as const satisfies readonly FollowUpFact['type'][];

/**
 * What figures of follow-ups and of satisfaction are made of: a row for each resolution of a case, one for each customer who answered. An
 * answer is filed under who resolved the case last.
 */
export const followUpFigures: Projection = {
  name: 'follow-up-figures',
  version: 1,
  isUnhurried: true,
  tables: {
    figure_follow_ups: FOLLOW_UPS_TABLE,
    figure_answers: ANSWERS_TABLE,
    figure_follow_up_cases: CASE_DIMENSIONS_TABLE,
  },
  events: [...DIMENSION_EVENTS, ...FOLLOW_UP_EVENTS],
  apply(event, rows) {
    if (isDimensionFact(event)) followDimensions(rows, 'figure_follow_up_cases', event);
    else applyFact(event as FollowUpFact, rows);
  },
};

function applyFact(fact: FollowUpFact, rows: Rows): void {
  switch (fact.type) {
    case 'ComplaintResolved':
      rows.put('figure_follow_ups', resolved(fact, rows));
      return;
    case 'ComplaintFollowedUp': {
      const { cycle, outcome } = fact.data;
      changeFollowUp(rows, fact, cycle, { outcome });
      const answers = answersOfFollowUp(fact, placeOf(rows, fact));
      if (answers !== undefined) rows.put('figure_answers', answers);
      return;
    }
    case 'ClockStopped':
      if (isFollowUpClock(fact)) changeFollowUp(rows, fact, fact.data.cycle, { verdict: fact.data.verdict });
      return;
    case 'ClockBreached':
      if (isFollowUpClock(fact)) changeFollowUp(rows, fact, fact.data.cycle, { verdict: 'missed' });
      return;
    case 'CallbackAttempted': {
      const asked = fact.data.purpose === 'follow-up' ? lastResolution(rows) : undefined;
      if (asked !== undefined) rows.put('figure_follow_ups', { ...asked, attempts: asked.attempts + 1 });
      return;
    }
    case 'CallbackCompleted': {
      const { complaintId, team, agent } = fact.data;
      const place = complaintId === null ? ofNoCase(team, agent) : placeOf(rows, fact);
      const answers = answersOfCall(fact, place);
      if (answers !== undefined) rows.put('figure_answers', answers);
      return;
    }
  }
}

function resolved(fact: RecordedEvent<ComplaintResolved>, rows: Rows): FollowUpRow {
  const { team, priority, resolvedBy, cycle } = fact.data;
  return {
    ...caseDimensions(rows, 'figure_follow_up_cases', fact),
    team,
    agent: resolvedBy,
    priority,
    cycle,
    happened_at: fact.occurredAt,
    outcome: null,
    verdict: null,
    attempts: 0,
  };
}

/** The callbacks of a case have clocks of their own. */
const isFollowUpClock = (fact: RecordedEvent<ClockStopped> | RecordedEvent<ClockBreached>): boolean =>
  fact.data.clock === 'follow-up' && isOnCaseStream(fact);

function changeFollowUp(
  rows: Rows,
  { type }: RecordedEvent,
  cycle: number,
  change: Partial<FollowUpRow>,
): void {
  const row = rows.get('figure_follow_ups', cycle) as FollowUpRow | undefined;
  if (row === undefined) throw new Error(`${type}: cycle ${String(cycle)} was never resolved`);
  rows.put('figure_follow_ups', { ...row, ...change });
}

const lastResolution = (rows: Rows): FollowUpRow | undefined =>
  (rows.all('figure_follow_ups') as readonly FollowUpRow[]).at(-1);

/** Where an answer about a case is filed: where it was resolved last, else where it stands. */
function placeOf(rows: Rows, event: RecordedEvent): DimensionsIfAny {
  const last = lastResolution(rows);
  return last === undefined ? caseDimensions(rows, 'figure_follow_up_cases', event) : dimensionsOf(last);
}
