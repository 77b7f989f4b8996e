import {
  changedByClockFact,
  CLOCK_EVENT_TYPES,
  GOING_STATES,
  isClockEvent,
  type VerdictReassessed,
} from '@redress/clocks';
import type { Recorded, RecordedEvent } from '@redress/kernel';
import type { Projection, Row, Rows } from '@redress/read-model';
import {
  isOnSubjectStream,
  SUBJECT_EVENT_TYPES,
  subjectStream,
  type SubjectEvent,
  type SubjectPolicyChanged,
} from '../events';
import {
  CLOCKED_SUBJECT_COLUMNS,
  SUBJECT_CLOCK_COLUMNS,
  subjectColumnsOf,
  type ClockedSubject,
  type SubjectClockRow,
} from './subject-clock-row';

const REASSESSED: VerdictReassessed['type'] = 'VerdictReassessed';

/** In SQL: the rows of clocks that wait for their stop. */
export const IS_GOING_SQL = `state IN (${GOING_STATES.map((state) => `'${state}'`).join(', ')})`;

/** Sorts after every instant: clocks that stand still come last. */
export const DUE_SQL = 'COALESCE(due_at, 9223372036854775807)';

/** Every clock of every subject. */
export const subjectClocks: Projection = {
  name: 'subject-clocks',
  version: 2,
  tables: {
    subject_clocks: {
      columns: SUBJECT_CLOCK_COLUMNS,
      key: ['subject_id', 'clock', 'instance'],
      indexes: [
        `((${DUE_SQL}), subject_id, clock, instance) WHERE ${IS_GOING_SQL}`,
        `(team, (${DUE_SQL}), subject_id, clock, instance) WHERE ${IS_GOING_SQL}`,
        '(started_at)',
      ],
    },
    clocked_subjects: {
      columns: CLOCKED_SUBJECT_COLUMNS,
      key: ['subject_id'],
      indexes: ['(policy_name, subject_id)'],
    },
  },
  events: [...SUBJECT_EVENT_TYPES, ...CLOCK_EVENT_TYPES, REASSESSED],
  apply(event: RecordedEvent, rows: Rows): void {
    // The clocks of cases and callbacks are no business of this one.
    if (!isOnSubjectStream(event)) return;
    const before = subjectOf(event, rows);
    if (event.type === 'SubjectOpened') {
      rows.put('clocked_subjects', {
        ...opened(event as Recorded<SubjectEvent> & { type: 'SubjectOpened' }),
      });
      return;
    }
    if (before === undefined) throw new Error(`${event.type} of a subject that was never opened`);
    rows.put('clocked_subjects', { ...before, ...changeBy(event, before) });
    const own = (rows.all('subject_clocks') as readonly (Readonly<Row> & SubjectClockRow)[]).filter(
      ({ subject_id }) => subject_id === before.subject_id,
    );
    if (isClockEvent(event)) {
      const beside = { ...subjectColumnsOf(before), reassessed: null };
      for (const clock of changedByClockFact<typeof beside | SubjectClockRow>(own, event, beside))
        rows.put('subject_clocks', { ...clock });
    } else if (event.type === REASSESSED) {
      const { clock, instance, now } = (event as Recorded<VerdictReassessed>).data;
      for (const row of own)
        if (row.clock === clock && row.instance === instance)
          rows.put('subject_clocks', { ...row, reassessed: now });
    }
  },
};

/** The subject on whose stream an event stands: those of one case share its partition key. */
const subjectOf = ({ stream }: RecordedEvent, rows: Rows): ClockedSubject | undefined =>
  (rows.all('clocked_subjects') as readonly (Readonly<Row> & ClockedSubject)[]).find(
    ({ subject_id }) => subjectStream(subject_id) === stream,
  );

function opened({
  data,
  occurredAt,
}: Extract<Recorded<SubjectEvent>, { type: 'SubjectOpened' }>): ClockedSubject {
  return {
    subject_id: data.subjectId,
    complaint_id: data.complaintId,
    kind: data.kind,
    category: data.category,
    channel: data.channel,
    priority: data.priority,
    tier: data.tier,
    special_care: data.specialCare,
    team: data.team,
    policy_name: data.policy.name,
    policy_version: data.policy.version,
    opened_at: occurredAt,
    changed_at: occurredAt,
    ended: false,
  };
}

function changeBy(event: RecordedEvent, before: ClockedSubject): Partial<ClockedSubject> {
  return {
    changed_at: Math.max(before.changed_at, event.occurredAt),
    ...(event.type === 'SubjectEnded' ? { ended: true } : {}),
    ...(event.type === 'SubjectPolicyChanged'
      ? { policy_version: (event as RecordedEvent<SubjectPolicyChanged>).data.policy.version }
      : {}),
  };
}
