import { CLOCK_EVENT_TYPES } from '@redress/clocks';
import { fold, fromIso, toIso, type Actor } from '@redress/kernel';
import { bookOf, policyByPriority, promise } from '@redress/testing';
import { COMPLAINT_EVENT_TYPES } from '../events';
import { caseDecider, type CaseEvent } from './case-decider';
import type { CaseOrder } from './commands';
import samples from './event-samples.json';

/**
 * The lives of two cases as version 1 of their events wrote them, frozen: what stands in a log stays readable for ever. Never edit a sample.
 * A new version of an event gets samples of its own; the old ones stay and are read through the upcaster of their version.
 */
const FROZEN = samples.map(({ occurredAt, ...event }) => ({
  ...event,
  occurredAt: fromIso(occurredAt),
})) as CaseEvent[];

/** The second life begins with the second registration. */
const SECOND = FROZEN.findLastIndex(({ type }) => type === 'ComplaintRegistered');
const LIVES = [FROZEN.slice(0, SECOND), FROZEN.slice(SECOND)] as const;

const T0 = Date.UTC(2026, 2, 2, 9);
const MINUTE = 60_000;
const AGENT: Actor = { id: 'agent-1', kind: 'staff', role: 'agent' };
const BOSS: Actor = { id: 'boss-1', kind: 'staff', role: 'supervisor' };
const BY_PRIORITY = policyByPriority(
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
);
const FOR_VIPS = [
  promise('first-response', 'PT30M'),
  promise('resolution', 'PT3H'),
  promise('extension', 'PT1H'),
];
const POLICIES = bookOf({
  ...BY_PRIORITY,
  rules: [...BY_PRIORITY.rules, { match: { tier: ['vip'] }, targets: FOR_VIPS }],
});

type Step = readonly [
  minute: number,
  order: CaseOrder,
  why: { readonly reason?: string; readonly noteRef?: string },
  actor?: Actor,
];

const WITHDRAWN: readonly Step[] = [
  [
    0,
    {
      type: 'RegisterComplaint',
      complaintId: '0b5e3c52-0000-5000-8000-000000000006',
      kind: 'complaint',
      category: 'billing',
      channel: 'web',
      priority: 3,
      tier: 'standard',
      specialCare: false,
      customerId: '0b5e3c52-0000-5000-8000-000000000002',
      team: 'front-desk',
    },
    {},
  ],
  [5, { type: 'WithdrawComplaint', reason: 'found-the-letter' }, { noteRef: 'note-w5' }],
];

const ORDERS: readonly Step[] = [
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
  [110, { type: 'CloseComplaint', resolvedBy: null, mayCloseUnasked: true }, {}],
  [120, { type: 'ReopenComplaint' }, { reason: 'again-dark' }],
  [125, { type: 'AddNote', noteRef: 'note-125' }, {}],
  [130, { type: 'RefuseComplaint', reason: 'not-our-grid' }, { noteRef: 'note-130' }],
  [140, { type: 'AppealComplaint' }, { noteRef: 'note-140' }],
  [150, { type: 'DecideAppeal', upheld: true, refusedBy: 'agent-1' }, { reason: 'our-grid' }, BOSS],
  [151, { type: 'ChaseComplaint', channel: 'phone' }, {}],
  [151, { type: 'ReprioritiseComplaint', priority: 2 }, {}],
  [152, { type: 'ReclassifyComplaint', kind: 'complaint', tier: 'vip' }, { reason: 'hospital' }],
  [153, { type: 'EscalateComplaint', reason: 'beyond-authority' }, {}],
  [154, { type: 'SetSeverity', severity: 'grave' }, {}],
  [155, { type: 'OrderSupervision', within: 'PT1H' }, { noteRef: 'note-155' }, BOSS],
  [156, { type: 'AnswerSupervision', answerRef: 'answer-156' }, {}],
  [157, { type: 'RequestExtension', clock: 'resolution', within: 'PT5H', reason: 'waiting-for-part' }, {}],
  [158, { type: 'GrantExtension' }, {}, BOSS],
  [159, { type: 'RequestExtension', clock: 'first-response', within: 'PT3H', reason: 'night' }, {}],
  [160, { type: 'RefuseExtension', reason: 'promised-already' }, {}, BOSS],
  [161, { type: 'LinkComplaint', otherId: 'case-2', relation: 'repeat-of' }, {}],
  [162, { type: 'PromiseAnswer', answerBy: T0 + 170 * MINUTE }, {}],
  [163, { type: 'PromiseAnswer', answerBy: T0 + 168 * MINUTE, renegotiatedBy: 'customer' }, {}],
  [165, { type: 'RespondToComplaint' }, {}],
  [166, { type: 'ResolveComplaint', resolvedBy: 'agent-1' }, {}],
  [
    170,
    {
      type: 'FollowUpComplaint',
      outcome: 'satisfied',
      askedAt: T0 + 169 * MINUTE,
      callbackId: 'callback-1',
      csat: 5,
      close: true,
    },
    {},
  ],
  [175, { type: 'ArchiveComplaint' }, {}],
  [180, { type: 'ReopenComplaint' }, { reason: 'again-dark' }, BOSS],
  [185, { type: 'MergeComplaint', into: 'case-2' }, { noteRef: 'note-185' }],
];

/** What today's code writes for these orders. */
function written(steps: readonly Step[]): CaseEvent[] {
  let state = caseDecider.initial;
  return steps.flatMap(([minute, order, why, actor = AGENT]) => {
    const now = T0 + minute * MINUTE;
    const events = caseDecider.decide({ ...order, why, now, policies: POLICIES, actor }, state);
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
    const { subject, clocks } = fold(caseDecider, LIVES[0]);
    expect(subject).toEqual({
      complaintId: '0b5e3c52-0000-5000-8000-000000000001',
      phase: 'ended',
      endedAs: 'merged',
      registeredAt: T0,
      lastFactAt: T0 + 185 * MINUTE,
      facts: { kind: 'complaint', category: 'outage', channel: 'phone', tier: 'vip', specialCare: true },
      policy: { name: 'frozen', version: 2, rule: 3 },
      team: 'crews',
      agent: null,
      priority: 2,
      accepted: true,
      acknowledged: true,
      claimed: false,
      responded: false,
      cycle: 4,
      cycleStartedAt: T0 + 180 * MINUTE,
      waitsFor: null,
      chases: 1,
      escalationLevel: 1,
      severity: 'grave',
      supervision: { ordered: 1, open: false },
      extension: { asked: 2, pending: null, granted: {} },
      links: [{ otherId: 'case-2', relation: 'repeat-of' }],
      appeal: { made: 1, open: false },
      resolvedBy: 'agent-1',
      answer: { promised: 2, by: null },
      followedUp: [],
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
      { clock: 'first-response', instance: 3, cycle: 3, end: { at: T0 + 151 * MINUTE, verdict: 'none' } },
      { clock: 'resolution', instance: 3, cycle: 3, end: { at: T0 + 151 * MINUTE, verdict: 'none' } },
      { clock: 'first-response', instance: 4, cycle: 3, end: { at: T0 + 165 * MINUTE, verdict: 'met' } },
      {
        ...{ clock: 'resolution', instance: 4, cycle: 3, target: { within: 'PT5H' } },
        ...{ end: { at: T0 + 166 * MINUTE, verdict: 'met' } },
      },
      {
        ...{ clock: 'supervision', instance: 1, target: { within: 'PT1H' }, policy: { rule: null } },
        ...{ end: { at: T0 + 156 * MINUTE, verdict: 'met' } },
      },
      { clock: 'extension', instance: 1, end: { at: T0 + 158 * MINUTE, verdict: 'met' } },
      { clock: 'extension', instance: 2, end: { at: T0 + 160 * MINUTE, verdict: 'met' } },
      { clock: 'answer', instance: 1, end: { at: T0 + 163 * MINUTE, verdict: 'none' } },
      {
        ...{ clock: 'answer', instance: 2, target: { within: 'PT5M' } },
        ...{ end: { at: T0 + 165 * MINUTE, verdict: 'met' } },
      },
      { clock: 'first-response', instance: 5, cycle: 4, end: { verdict: 'none' } },
      { clock: 'resolution', instance: 5, cycle: 4, end: { verdict: 'none' } },
    ]);
    expect(fold(caseDecider, LIVES[1]).subject).toMatchObject({ phase: 'ended', endedAs: 'withdrawn' });
  });

  it.each(LIVES.flatMap((life, n) => life.map((event, index) => [event.type, n, index] as const)))(
    'are all understood: %s in life %d at %d',
    (_, n, index) => {
      const life = LIVES[n] ?? [];
      const before = fold(caseDecider, life.slice(0, index));
      const after = fold(caseDecider, life.slice(0, index + 1));
      expect(after).not.toEqual(before);
    },
  );

  it('are what is written today', () => {
    const today = [...written(ORDERS), ...written(WITHDRAWN)];
    expect(today.map(({ occurredAt, ...event }) => ({ ...event, occurredAt: toIso(occurredAt) }))).toEqual(
      samples,
    );
  });
});
