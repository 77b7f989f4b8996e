import { CLOCK_EVENT_TYPES } from '@redress/clocks';
import { fold, fromIso, toIso, type Actor } from '@redress/kernel';
import { bookOf, policyByPriority, promise } from '@redress/testing';
import { COMPLAINT_EVENT_TYPES } from '../events';
import { caseDecider, type CaseEvent } from './case-decider';
import type { CaseOrder } from './commands';
import samples from './event-samples.json';

/**
 * The life of a case as version 1 of its events wrote it, frozen: what stands in a log stays readable for ever. Never edit a sample. A new
 * version of an event gets samples of its own; the old ones stay and are read through the upcaster of their version.
 */
const FROZEN = samples.map(({ occurredAt, ...event }) => ({
  ...event,
  occurredAt: fromIso(occurredAt),
})) as CaseEvent[];

const T0 = Date.UTC(2026, 2, 2, 9);
const MINUTE = 60_000;
const AGENT: Actor = { id: 'agent-1', kind: 'staff', role: 'agent' };
const POLICIES = bookOf(
  policyByPriority(
    {
      1: [
        promise('first-response', 'PT20M', { marks: [80] }),
        promise('resolution', 'PT2H', { marks: [50, 80], pausedBy: ['customer'] }),
      ],
      3: [
        promise('first-response', 'PT1H', { marks: [80] }),
        promise('resolution', 'PT4H', { marks: [80], pausedBy: ['customer', 'supplier'] }),
      ],
    },
    { name: 'frozen', version: 2 },
  ),
);

/** Minute, order, and why. */
const ORDERS: readonly (readonly [
  number,
  CaseOrder,
  { readonly reason?: string; readonly noteRef?: string },
])[] = [
  [
    0,
    {
      type: 'RegisterComplaint',
      complaintId: '0b5e3c52-0000-5000-8000-000000000001',
      reference: '0000464',
      kind: 'fault-report',
      category: 'outage',
      channel: 'phone',
      priority: 3,
      tier: 'key',
      specialCare: true,
      customerId: '0b5e3c52-0000-5000-8000-000000000002',
      descriptionRef: '0b5e3c52-0000-5000-8000-000000000003',
      remedySoughtRef: '0b5e3c52-0000-5000-8000-000000000004',
      team: 'front-desk',
    },
    { reason: 'no-power', noteRef: '0b5e3c52-0000-5000-8000-000000000005' },
  ],
  [5, { type: 'AcceptComplaint' }, {}],
  [10, { type: 'AssignComplaint', team: 'front-desk', agent: 'agent-1' }, { reason: 'by-skill' }],
  [12, { type: 'ClaimComplaint', agent: 'agent-1' }, {}],
  [15, { type: 'AcknowledgeComplaint', channel: 'sms' }, {}],
  [20, { type: 'TransferComplaint', team: 'crews', agent: 'agent-2' }, { noteRef: 'note-20' }],
  [25, { type: 'ReturnComplaint', reason: 'wrong-district' }, {}],
  [30, { type: 'ReprioritiseComplaint', priority: 1 }, { reason: 'hospital' }],
  [40, { type: 'StartWaiting', waitsFor: 'customer' }, {}],
  [90, { type: 'ResumeComplaint' }, {}],
  [95, { type: 'RespondToComplaint', channel: 'email' }, {}],
  [100, { type: 'ResolveComplaint', resolvedBy: 'agent-2' }, {}],
  [110, { type: 'CloseComplaint', resolvedBy: null }, {}],
  [120, { type: 'ReopenComplaint' }, { reason: 'again-dark' }],
  [125, { type: 'AddNote', noteRef: 'note-125' }, {}],
  [130, { type: 'RefuseComplaint', reason: 'not-our-grid' }, { noteRef: 'note-130' }],
];

/** What today's code writes for these orders. */
function written(): CaseEvent[] {
  let state = caseDecider.initial;
  return ORDERS.flatMap(([minute, order, why]) => {
    const now = T0 + minute * MINUTE;
    const events = caseDecider.decide({ ...order, why, now, policies: POLICIES, actor: AGENT }, state);
    state = events.reduce(caseDecider.evolve, state);
    return [...events];
  });
}

describe('the frozen samples', () => {
  it('hold every type of event that the stream of a case has', () => {
    const types = [...COMPLAINT_EVENT_TYPES, ...CLOCK_EVENT_TYPES];
    expect([...new Set(FROZEN.map(({ type }) => type))].sort()).toEqual(types.toSorted());
  });

  it('are read as what they meant', () => {
    const { subject, clocks } = fold(caseDecider, FROZEN);
    expect(subject).toEqual({
      phase: 'ended',
      registeredAt: T0,
      lastFactAt: T0 + 130 * MINUTE,
      facts: { kind: 'fault-report', category: 'outage', channel: 'phone', tier: 'key', specialCare: true },
      policy: { name: 'frozen', version: 2, rule: 1 },
      team: 'crews',
      agent: null,
      priority: 1,
      accepted: true,
      acknowledged: true,
      claimed: false,
      responded: false,
      cycle: 2,
      cycleStartedAt: T0 + 120 * MINUTE,
      waitsFor: null,
    });
    expect(clocks.pauses).toEqual([{ reason: 'customer', from: T0 + 40 * MINUTE, to: T0 + 90 * MINUTE }]);
    expect(clocks.runs).toMatchObject([
      {
        ...{ clock: 'first-response', instance: 1, cycle: 1, startedAt: T0, marksReached: [80] },
        ...{ breachedAt: T0 + 20 * MINUTE, end: { at: T0 + 95 * MINUTE, verdict: 'missed' } },
      },
      {
        ...{ clock: 'resolution', instance: 1, cycle: 1, startedAt: T0, marksReached: [] },
        ...{ target: { within: 'PT2H' }, end: { at: T0 + 100 * MINUTE, verdict: 'met' } },
      },
      { clock: 'first-response', instance: 2, cycle: 2, end: { at: T0 + 130 * MINUTE, verdict: 'none' } },
      { clock: 'resolution', instance: 2, cycle: 2, end: { at: T0 + 130 * MINUTE, verdict: 'none' } },
    ]);
  });

  it.each(FROZEN.map((event, index) => [event.type, index] as const))(
    'are all understood: %s at %d',
    (_, index) => {
      const before = fold(caseDecider, FROZEN.slice(0, index));
      const after = fold(caseDecider, FROZEN.slice(0, index + 1));
      expect(after).not.toEqual(before);
    },
  );

  it('are what is written today', () => {
    expect(
      written().map(({ occurredAt, ...event }) => ({ ...event, occurredAt: toIso(occurredAt) })),
    ).toEqual(samples);
  });
});
