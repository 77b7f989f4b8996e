import {
  changedByClockFact,
  CLOCK_EVENT_TYPES,
  isClockEvent,
  STANDING_CLOCK_COLUMNS,
  type ClockEvent,
} from '@redress/clocks';
import { isOnCaseStream, type ComplaintEvent } from '@redress/complaints';
import type { Recorded, RecordedEvent } from '@redress/kernel';
import type { ColumnType, Projection, Row, Rows } from '@redress/read-model';
import { subjectStream, type SubjectOpened } from '@redress/subjects';
import { changedByPlacement } from './clock-changes';
import {
  CASE_ITSELF,
  IS_GOING_SQL,
  type ClockBearer,
  type ClockPlacement,
  type TeamClock,
} from './team-clock';

/** The complaint events that move a case. */
const PLACEMENT_EVENT_TYPES = [
  'ComplaintRegistered',
  'ComplaintAssigned',
  'ComplaintClaimed',
  'ComplaintTransferred',
  'ComplaintReturned',
  'ComplaintReprioritised',
] as const satisfies readonly ComplaintEvent['type'][];

type PlacementEvent = Extract<ComplaintEvent, { readonly type: (typeof PLACEMENT_EVENT_TYPES)[number] }>;

const SUBJECT_OPENED: SubjectOpened['type'] = 'SubjectOpened';

/** A case or a subject, and where it stands. */
interface PlacedBearer extends ClockBearer, ClockPlacement {}

const PLACEMENT_COLUMNS = {
  reference: 'text',
  team: 'text',
  agent: 'text',
  priority: 'integer',
} as const satisfies Record<keyof ClockPlacement, ColumnType>;

/** Every clock of every case and of every subject, with the team that it stands with now. */
export const teamClocks: Projection = {
  name: 'team-clocks',
  version: 4,
  tables: {
    team_clocks: {
      columns: {
        has_left: 'boolean',
        subject_id: 'text',
        subject_kind: 'text',
        ...STANDING_CLOCK_COLUMNS,
        ...PLACEMENT_COLUMNS,
      } satisfies Record<keyof TeamClock, ColumnType>,
      key: ['team', 'subject_id', 'clock', 'instance'],
      indexes: [
        `(team, (COALESCE(due_at, 9223372036854775807)), partition_key, subject_id, clock, instance)
          WHERE ${IS_GOING_SQL}`,
        '(team, change_no)',
      ],
      changeNumbers: true,
      history: {
        indexes: [
          {
            columns: ['team'],
            where: IS_GOING_SQL,
          },
        ],
      },
    },
    // Where the case stands, for the clocks that start later.
    clocked_cases: {
      columns: PLACEMENT_COLUMNS,
      key: [],
      history: {},
    },
    // Likewise for the clocks of subjects.
    board_subjects: {
      columns: { subject_id: 'text', subject_kind: 'text', ...PLACEMENT_COLUMNS } satisfies Record<
        keyof PlacedBearer,
        ColumnType
      >,
      key: ['subject_id'],
    },
  },
  events: [...PLACEMENT_EVENT_TYPES, SUBJECT_OPENED, ...CLOCK_EVENT_TYPES],
  apply(event: RecordedEvent, rows: Rows): void {
    if (event.type === SUBJECT_OPENED) openSubject(event as RecordedEvent<SubjectOpened>, rows);
    else if (isClockEvent(event)) followClock(event, rows);
    else moveCase(event as Recorded<PlacementEvent>, rows);
  },
};

const placeOfCase = (rows: Rows) => rows.get('clocked_cases') as ClockPlacement | undefined;

/** Subjects that belong to a case share its partition key. */
function openSubject({ data }: RecordedEvent<SubjectOpened>, rows: Rows): void {
  const { subjectId: subject_id, kind: subject_kind, team, priority } = data;
  const reference = placeOfCase(rows)?.reference ?? null;
  rows.put('board_subjects', { subject_id, subject_kind, reference, team, agent: null, priority });
}

function followClock(event: Recorded<ClockEvent>, rows: Rows): void {
  const bearer = bearerOf(event, rows);
  if (bearer === undefined) return;
  for (const clock of changedByClockFact(clocksOf(bearer, rows), event, { ...bearer, has_left: false }))
    rows.put('team_clocks', { ...clock });
}

/** What a clock fact is about. The calls to customers are promises of their own, and are not among these. */
function bearerOf(event: RecordedEvent, rows: Rows): PlacedBearer | undefined {
  const ofCase = placeOfCase(rows);
  if (isOnCaseStream(event)) return ofCase && { ...CASE_ITSELF, ...ofCase };
  const subjects = rows.all('board_subjects') as readonly (Readonly<Row> & PlacedBearer)[];
  const found = subjects.find(({ subject_id }) => subjectStream(subject_id) === event.stream);
  if (found === undefined) return undefined;
  const { subject_id, subject_kind, reference, team, agent, priority } = found;
  return { subject_id, subject_kind, reference, team, agent, priority };
}

const clocksOf = ({ subject_id }: ClockBearer, rows: Rows): readonly TeamClock[] =>
  (rows.all('team_clocks') as readonly (Readonly<Row> & TeamClock)[]).filter(
    (one) => !one.has_left && one.subject_id === subject_id,
  );

function moveCase(event: Recorded<PlacementEvent>, rows: Rows): void {
  const placement = placementAfter(placeOfCase(rows), event);
  rows.put('clocked_cases', { ...placement });
  for (const clock of changedByPlacement(clocksOf(CASE_ITSELF, rows), placement))
    rows.put('team_clocks', { ...clock });
}

function placementAfter(before: ClockPlacement | undefined, event: Recorded<PlacementEvent>): ClockPlacement {
  if (event.type === 'ComplaintRegistered') {
    const { reference = null, team, priority } = event.data;
    return { reference, team, agent: null, priority };
  }
  if (before === undefined) throw new Error(`${event.type} of a case that was never registered`);
  switch (event.type) {
    case 'ComplaintReprioritised':
      return { ...before, priority: event.data.priority };
    case 'ComplaintAssigned':
    case 'ComplaintClaimed':
    case 'ComplaintTransferred':
      return { ...before, team: event.data.team, agent: event.data.agent };
    case 'ComplaintReturned':
      return { ...before, team: event.data.team, agent: null };
  }
}
