import { CALLBACK_EVENT_TYPES } from '@redress/callbacks';
import { CLOCK_EVENT_TYPES, isClockEvent } from '@redress/clocks';
import { complaintStream } from '@redress/complaints';
import type { Recorded, RecordedEvent } from '@redress/kernel';
import type { ColumnType, Projection, Row, Rows } from '@redress/read-model';
import type { ClockName } from '@redress/sla';
import { queueOrder } from '../domain/queue-order';
import { callbackAfter, isCallbackFact } from './callback-facts';
import { CASE_EVENT_TYPES, caseAfter, natureOf, NO_CASE, type QueuedCaseEvent } from './case-facts';
import { followClocks } from './going-clocks';
import { PUBLISHED_ENTRIES } from './published-entry';
import { DEPARTURES, noteDeparture } from './queue-departures';
import type { EntryFacts, GoingClock, QueueEntry } from './queue-entry';

/**
 * Every open action in exactly one queue: the agent's own, or the pool of the team while no agent has it. Open actions are the case itself,
 * while it is open or waiting, or while something is still owed on it afterwards; and each callback that is owed.
 */
export const queues: Projection = {
  name: 'queues',
  version: 7,
  tables: {
    queue_departures: DEPARTURES,
    queue_entries: {
      columns: {
        stream: 'text',
        item: 'text',
        complaint_id: 'text',
        callback_id: 'text',
        purpose: 'text',
        queue_kind: 'text',
        queue_name: 'text',
        order_key: 'text',
        reference: 'text',
        kind: 'text',
        category: 'text',
        priority: 'integer',
        tier: 'text',
        special_care: 'boolean',
        chases: 'integer',
        supervised: 'boolean',
        severity: 'text',
        escalation_level: 'integer',
        team: 'text',
        agent: 'text',
        claimed: 'boolean',
        phase: 'text',
        waits_for: 'text',
        registered_at: 'bigint',
        opens_at: 'bigint',
        due_by: 'bigint',
        caller: 'text',
        held: 'boolean',
        transfers: 'integer',
        returns: 'integer',
        clocks: 'jsonb',
        next_clock: 'text',
        next_due_at: 'bigint',
        paused: 'boolean',
        beyond_calendar: 'boolean',
        breached: 'text[]',
      } satisfies Record<keyof QueueEntry, ColumnType>,
      key: ['stream'],
      indexes: [
        '(queue_kind, queue_name, order_key COLLATE "C") WHERE queue_kind IS NOT NULL',
        '(team) WHERE queue_kind IS NOT NULL',
      ],
      history: {
        indexes: [
          { columns: ['queue_kind', 'queue_name'], where: 'queue_kind IS NOT NULL' },
          { columns: ['team'], where: 'queue_kind IS NOT NULL' },
        ],
      },
      changeNumbers: true,
      published: PUBLISHED_ENTRIES,
    },
  },
  events: [...CASE_EVENT_TYPES, ...CALLBACK_EVENT_TYPES, ...CLOCK_EVENT_TYPES],
  apply(event: RecordedEvent, rows: Rows): void {
    const before = entry(rows, event.stream);
    if (isClockEvent(event)) {
      if (before !== undefined) put(rows, { ...before, clocks: followClocks(before.clocks, event) });
    } else if (isCallbackFact(event)) {
      const ofCase = entry(rows, complaintStream(event.partitionKey));
      const after = callbackAfter(before, event, natureOf(ofCase ?? NO_CASE));
      if (after === undefined) {
        noteDeparture(rows, before, undefined);
        rows.delete('queue_entries', event.stream);
      } else put(rows, after);
    } else {
      const after = caseAfter(before, event as Recorded<QueuedCaseEvent>);
      put(rows, after);
      for (const row of rows.all('queue_entries') as readonly (Readonly<Row> & QueueEntry)[]) {
        if (row.item === 'callback') put(rows, { ...row, ...natureOf(after) });
      }
    }
  },
};

const entry = (rows: Rows, stream: string) => rows.get('queue_entries', stream) as QueueEntry | undefined;

/** What may still be owed on a case that is over for now: an answer to an order or to the customer, a remedy that was accepted. */
const OWED_AFTERWARDS: Readonly<Record<'resolved' | 'closed' | 'ended', readonly ClockName[]>> = {
  resolved: ['supervision', 'answer', 'fulfilment'],
  closed: ['fulfilment'],
  ended: ['fulfilment'],
};

function isOwed({ item, phase, supervised, clocks }: EntryFacts): boolean {
  // A callback that is not owed has no entry.
  if (item === 'callback' || phase === null || phase === 'open' || phase === 'waiting') return true;
  if (phase === 'resolved' && supervised) return true;
  return clocks.some(({ clock }) => OWED_AFTERWARDS[phase].includes(clock));
}

/** That of a call which no case asked for. */
const MIDDLE_PRIORITY = 3;

function put(rows: Rows, facts: EntryFacts): void {
  const { stream, agent, team, clocks } = facts;
  const next = clocks
    .filter(({ dueAt }) => dueAt !== null)
    .reduce<GoingClock | undefined>(
      (a, b) => (a === undefined || (b.dueAt ?? 0) < (a.dueAt ?? 0) ? b : a),
      undefined,
    );
  const nextDueAt = facts.due_by ?? next?.dueAt ?? null;
  const paused = clocks.some(({ state }) => state === 'paused');
  const beyondCalendar = clocks.some(({ state }) => state === 'beyond-calendar');
  const owed = isOwed(facts);
  const place = {
    queue_kind: !owed ? null : agent === null ? 'team' : 'agent',
    queue_name: !owed ? null : (agent ?? team),
  } as const;
  noteDeparture(rows, entry(rows, stream), place);
  rows.put('queue_entries', {
    ...facts,
    ...place,
    order_key: queueOrder({
      nextDueAt,
      beyondCalendar,
      paused,
      supervised: facts.supervised,
      chases: facts.chases,
      specialCare: facts.special_care,
      tier: facts.tier ?? 'standard',
      priority: facts.priority ?? MIDDLE_PRIORITY,
      registeredAt: facts.registered_at,
      itemId: stream,
    }),
    next_clock: next?.clock ?? null,
    next_due_at: nextDueAt,
    paused,
    beyond_calendar: beyondCalendar,
    breached: clocks.filter(({ breached }) => breached).map(({ clock }) => clock),
  } satisfies QueueEntry);
}
