import { isClockEvent } from '@redress/clocks';
import { fold, SYSTEM_ACTOR, type Actor, type EpochMs } from '@redress/kernel';
import { bookOf, policyByPriority, promise, type EventSketch } from '@redress/testing';
import { dueFacts } from '../../libs/clocks/src/domain/keep-clocks';
import { caseDecider, type CaseEvent } from '../../libs/complaints/src/domain/case-decider';
import type { CaseOrder } from '../../libs/complaints/src/domain/commands';
import type { Why } from '../../libs/complaints/src/events';

/** The first instant of a life; steps name minutes after it. */
export const LIFE_START: EpochMs = Date.UTC(2026, 0, 5, 9);
export const minute = (minutes: number): EpochMs => LIFE_START + minutes * 60_000;

const AGENT: Actor = { id: 'agent-1', kind: 'staff', role: 'agent' };

/** First response within 1 h, resolution within 10 h (priority 1: 30 min and 2 h); waiting for the customer stops the second. */
const POLICIES = bookOf(
  policyByPriority({
    1: [
      promise('first-response', 'PT30M', { marks: [80] }),
      promise('resolution', 'PT2H', { pausedBy: ['customer'] }),
    ],
    3: [
      promise('first-response', 'PT1H', { marks: [80] }),
      promise('resolution', 'PT10H', { pausedBy: ['customer'] }),
    ],
  }),
);

type Registration = Extract<CaseOrder, { type: 'RegisterComplaint' }>;

/** A step of a life: minutes after its start, and the words of the command; `look` is the timekeeper's. */
export type LifeStep = readonly [
  minutes: number,
  order: Exclude<CaseOrder, Registration> | { readonly type: 'look' },
  why?: Why,
];

/** A registration, of a case that says nothing else: a complaint by phone of priority 3, with team north. */
export const registration = (complaintId: string, facts: Partial<Registration> = {}): Registration => ({
  type: 'RegisterComplaint',
  complaintId,
  kind: 'complaint',
  category: 'billing',
  channel: 'phone',
  priority: 3,
  tier: 'standard',
  specialCare: false,
  customerId: 'customer-1',
  team: 'north',
  ...facts,
});

/** What a case lives through, as its own decider decides it: the events of its stream, for specs of read models. */
export function caseLife(registered: Registration, ...steps: readonly LifeStep[]): EventSketch[] {
  const events: CaseEvent[] = [];
  for (const [minutes, order, why] of [[0, registered, {}] as const, ...steps]) {
    const now = minute(minutes);
    const state = fold(caseDecider, events);
    if (order.type === 'look') events.push(...dueFacts(state.clocks, now, now));
    else
      events.push(
        ...caseDecider.decide({ ...order, actor: AGENT, why: why ?? {}, now, policies: POLICIES }, state),
      );
  }
  const sketches = events.map(({ type, version, occurredAt, data }) => ({ type, version, occurredAt, data }));
  return sketches.map((event): EventSketch => ({
    ...event,
    stream: `complaint-${registered.complaintId}`,
    partitionKey: registered.complaintId,
    actor: isClockEvent(event) ? SYSTEM_ACTOR : AGENT,
  }));
}
