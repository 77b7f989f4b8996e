import { changedByClockFact, CLOCK_EVENT_TYPES, isClockEvent, STANDING_CLOCK_COLUMNS } from '@redress/clocks';
import { isOnCaseStream, type ComplaintEvent } from '@redress/complaints';
import type { Recorded, RecordedEvent } from '@redress/kernel';
import type { Projection, Row, Rows } from '@redress/read-model';
import { changedByPlacement } from './clock-changes';
import { IS_GOING_SQL, type ClockPlacement, type TeamClock } from './team-clock';

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

/** Every clock of every case, with the team that it stands with now. */
export const teamClocks: Projection = {
  name: 'team-clocks',
  version: 3,
  tables: {
    team_clocks: {
      columns: {
        has_left: 'boolean',
        ...STANDING_CLOCK_COLUMNS,
        reference: 'text',
        team: 'text',
        agent: 'text',
        priority: 'integer',
      },
      key: ['team', 'clock', 'instance'],
      indexes: [
        `(team, (COALESCE(due_at, 9223372036854775807)), partition_key, clock, instance)
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
      columns: { reference: 'text', team: 'text', agent: 'text', priority: 'integer' },
      key: [],
      history: {},
    },
  },
  events: [...PLACEMENT_EVENT_TYPES, ...CLOCK_EVENT_TYPES],
  apply(event: RecordedEvent, rows: Rows): void {
    const all = rows.all('team_clocks') as readonly (Readonly<Row> & TeamClock)[];
    const clocks = all.filter(({ has_left }) => !has_left);
    const before = rows.get('clocked_cases') as ClockPlacement | undefined;
    if (isClockEvent(event)) {
      if (before === undefined || !isOnCaseStream(event)) return;
      for (const clock of changedByClockFact(clocks, event, { ...before, has_left: false })) {
        rows.put('team_clocks', { ...clock });
      }
      return;
    }
    const placement = placementAfter(before, event as Recorded<PlacementEvent>);
    rows.put('clocked_cases', { ...placement });
    for (const clock of changedByPlacement(clocks, placement)) rows.put('team_clocks', { ...clock });
  },
};

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
