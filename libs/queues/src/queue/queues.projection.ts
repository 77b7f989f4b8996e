import { CLOCK_EVENT_TYPES, isClockEvent } from '@redress/clocks';
import type { Recorded, RecordedEvent } from '@redress/kernel';
import type { Projection, Rows } from '@redress/read-model';
import { queueOrder } from '../domain/queue-order';
import {
  CASE_EVENT_TYPES,
  changeByCase,
  registered,
  type CaseFacts,
  type QueuedCaseEvent,
} from './case-facts';
import { followClocks } from './going-clocks';
import type { GoingClock, QueueEntry } from './queue-entry';

/**
 * Every open action in exactly one queue: the agent's own, or the pool of the team while no agent has it. The open action of a case is
 * the case itself, while it is open or waiting.
 */
export const queues: Projection = {
  name: 'queues',
  version: 1,
  tables: {
    queue_entries: {
      columns: {
        queue_kind: 'text',
        queue_name: 'text',
        order_key: 'text',
        reference: 'text',
        kind: 'text',
        category: 'text',
        priority: 'integer',
        tier: 'text',
        special_care: 'boolean',
        team: 'text',
        agent: 'text',
        claimed: 'boolean',
        phase: 'text',
        waits_for: 'text',
        registered_at: 'bigint',
        transfers: 'integer',
        returns: 'integer',
        clocks: 'jsonb',
        next_clock: 'text',
        next_due_at: 'bigint',
        paused: 'boolean',
        breached: 'text[]',
      },
      key: [],
      indexes: ['(queue_kind, queue_name, order_key COLLATE "C") WHERE queue_kind IS NOT NULL'],
    },
  },
  events: [...CASE_EVENT_TYPES, ...CLOCK_EVENT_TYPES],
  apply(event: RecordedEvent, rows: Rows): void {
    const caseId = event.partitionKey;
    const before = rows.get('queue_entries') as QueueEntry | undefined;
    if (isClockEvent(event)) {
      // Clocks of what is no case (a care call) share the feed.
      if (before !== undefined) put(rows, caseId, before, followClocks(before.clocks, event));
      return;
    }
    const fact = event as Recorded<QueuedCaseEvent>;
    if (fact.type === 'ComplaintRegistered') {
      put(rows, caseId, registered(fact), []);
      return;
    }
    if (before === undefined) throw new Error(`${event.type} of a case that was never registered`);
    put(rows, caseId, { ...before, ...changeByCase(before, fact) }, before.clocks);
  },
};

function put(rows: Rows, caseId: string, facts: CaseFacts, clocks: readonly GoingClock[]): void {
  const next = clocks
    .filter(({ dueAt }) => dueAt !== null)
    .reduce<GoingClock | undefined>(
      (a, b) => (a === undefined || (b.dueAt ?? 0) < (a.dueAt ?? 0) ? b : a),
      undefined,
    );
  const nextDueAt = next?.dueAt ?? null;
  const paused = clocks.some(({ dueAt }) => dueAt === null);
  const open = facts.phase === 'open' || facts.phase === 'waiting';
  rows.put('queue_entries', {
    ...facts,
    queue_kind: !open ? null : facts.agent === null ? 'team' : 'agent',
    queue_name: !open ? null : (facts.agent ?? facts.team),
    order_key: queueOrder({
      nextDueAt,
      paused,
      specialCare: facts.special_care,
      tier: facts.tier,
      priority: facts.priority,
      registeredAt: facts.registered_at,
      caseId,
    }),
    clocks,
    next_clock: next?.clock ?? null,
    next_due_at: nextDueAt,
    paused,
    breached: clocks.filter(({ breached }) => breached).map(({ clock }) => clock),
  } satisfies QueueEntry);
}
