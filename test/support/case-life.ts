import { isClockEvent } from '@redress/clocks';
import { SYSTEM_ACTOR, type Actor, type EpochMs } from '@redress/kernel';
import { bookOf, policyByPriority, promise, type EventSketch } from '@redress/testing';
import { dueFacts } from '../../libs/clocks/src/domain/keep-clocks';
import { caseDecider, type CaseEvent } from '../../libs/complaints/src/domain/case-decider';
import type { CaseOrder } from '../../libs/complaints/src/domain/commands';
import type { Why } from '../../libs/complaints/src/events';

/** The first instant of a life; steps name minutes after it. */
export const LIFE_START: EpochMs = Date.UTC(2026, 0, 5, 9);
export const minute = (minutes: number): EpochMs => LIFE_START + minutes * 60_000;

const AGENT: Actor = { id: 'agent-1', kind: 'staff', role: 'agent' };
const LEADER: Actor = { id: 'leader-1', kind: 'staff', role: 'shift-leader' };

/** What agent-1 does not do, unless it is said: orders from above, and decisions on what agent-1 asked or did. */
const BY_LEADER: ReadonlySet<string> = new Set([
  'OrderSupervision',
  'GrantExtension',
  'RefuseExtension',
  'DecideAppeal',
  'ApproveWait',
  'RefuseWait',
]);

/**
 * First response within 1 h, resolution within 10 h (priority 1: 30 min and 2 h); waiting for the customer stops the second. Priority 4 has
 * targets for all that policies set one for: it is answered within 4 h, resolved within 20 h and followed up within 72 h. Priority 5 is
 * resolved within 10 h: waiting for the supplier stops that for an hour at most, waiting for evidence once it is approved.
 */
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
    4: [
      promise('first-response', 'PT4H'),
      promise('resolution', 'PT20H'),
      promise('follow-up', 'PT72H', { marks: [80] }),
      promise('approval', 'PT4H'),
      promise('extension', 'PT2H'),
      promise('supervision', 'PT24H', { marks: [80] }),
    ],
    5: [
      promise('resolution', 'PT10H', {
        pausedBy: ['supplier', 'evidence'],
        pauseLimits: [
          { reason: 'supplier', longest: 'PT1H' },
          { reason: 'evidence', needsApproval: true },
        ],
      }),
    ],
  }),
);

type Registration = Extract<CaseOrder, { type: 'RegisterComplaint' }>;
type Closing = Extract<CaseOrder, { type: 'CloseComplaint' }>;

/** A step of a life: minutes after its start, the words of the command, why, and who; `look` is the timekeeper's. */
export type LifeStep = readonly [
  minutes: number,
  order:
    Exclude<CaseOrder, Registration | Closing> | Omit<Closing, 'mayCloseUnasked'> | { readonly type: 'look' },
  why?: Why,
  by?: Actor | undefined,
  /** The minutes at which it is told, where that is late. */
  told?: number,
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
  const sketches: EventSketch[] = [];
  let state = caseDecider.initial;
  for (const [minutes, order, why = {}, by, told] of [[0, registered] as const, ...steps]) {
    const now = minute(told ?? minutes);
    const actor = by ?? (BY_LEADER.has(order.type) ? LEADER : AGENT);
    const events: readonly CaseEvent[] =
      order.type === 'look'
        ? dueFacts(state.clocks, now, now)
        : caseDecider.decide(
            {
              ...(order.type === 'CloseComplaint' ? { mayCloseUnasked: true, ...order } : order),
              actor,
              why,
              now,
              policies: POLICIES,
              ...(told === undefined ? {} : { occurredAt: minute(minutes) }),
            },
            state,
          );
    state = events.reduce(caseDecider.evolve, state);
    for (const { type, version, occurredAt, data } of events) {
      sketches.push({
        type,
        version,
        occurredAt,
        data,
        stream: `complaint-${registered.complaintId}`,
        partitionKey: registered.complaintId,
        actor: isClockEvent({ type }) ? SYSTEM_ACTOR : actor,
      });
    }
  }
  return sketches;
}
