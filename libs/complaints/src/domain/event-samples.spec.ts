import { CLOCK_EVENT_TYPES } from '@redress/clocks';
import { fold, fromIso, SYSTEM_ACTOR, toIso, type Actor } from '@redress/kernel';
import type { Policy } from '@redress/sla';
import { bookOf, policyByPriority, promise } from '@redress/testing';
import { COMPLAINT_EVENT_TYPES } from '../events';
import { caseDecider, type CaseEvent } from './case-decider';
import type { CaseOrder } from './commands';
import samples from './event-samples.json';

/**
 * The lives of some cases as version 1 of their events wrote them, frozen: what stands in a log stays readable for ever. Never edit a
 * sample. A new version of an event gets samples of its own; the old ones stay and are read through the upcaster of their version.
 */
const FROZEN = samples.map(({ occurredAt, ...event }) => ({
  ...event,
  occurredAt: fromIso(occurredAt),
})) as CaseEvent[];

/** Each life begins with a registration. */
const LIVES = FROZEN.flatMap(({ type }, index) => (type === 'ComplaintRegistered' ? [index] : [])).map(
  (from, life, starts) => FROZEN.slice(from, starts[life + 1]),
);
const lifeOf = (n: number): readonly CaseEvent[] => LIVES[n] ?? [];

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
const FOR_GAS = [
  promise('acknowledgement', 'PT30M'),
  promise('next-response', 'PT1H'),
  promise('update', 'PT2H'),
  promise('total-resolution', 'PT8H'),
  promise('x-crew-sent', 'PT1H', { nearMarks: ['PT15M'] }),
];
const FOR_LIFTS = [
  promise('first-response', 'PT30M'),
  promise('resolution', 'PT2H', {
    pausedBy: ['evidence', 'supplier'],
    pauseLimits: [
      { reason: 'evidence', needsApproval: true },
      { reason: 'supplier', longest: 'PT30M' },
    ],
  }),
];
const SECOND_VERSION: Policy = {
  ...BY_PRIORITY,
  rules: [
    ...BY_PRIORITY.rules,
    { match: { tier: ['vip'] }, targets: FOR_VIPS },
    { match: { category: ['gas'] }, targets: FOR_GAS },
    { match: { category: ['lift'] }, targets: FOR_LIFTS },
  ],
  clocks: [
    {
      clock: 'x-crew-sent',
      starts: ['ComplaintAccepted'],
      stops: ['ComplaintAssigned'],
      closes: ['ComplaintClosed'],
      per: 'cycle',
    },
  ],
};
/** A version that came out later, for open cases as well. */
const THIRD_VERSION = policyByPriority(
  { 3: [promise('first-response', 'PT1H'), promise('resolution', 'PT3H', { pausedBy: ['customer'] })] },
  { name: 'frozen', version: 3, effectiveFrom: T0 + 10_000 * MINUTE },
);
const POLICIES = bookOf(SECOND_VERSION, THIRD_VERSION);

type Step = readonly [
  minute: number,
  order: CaseOrder,
  why: { readonly reason?: string; readonly noteRef?: string },
  actor?: Actor,
  /** The minute at which it is told, where that is late. */
  told?: number,
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

/** What has the clocks that are not of a cycle, and one that its policy defines. */
const GAS: readonly Step[] = [
  [
    0,
    {
      type: 'RegisterComplaint',
      complaintId: '0b5e3c52-0000-5000-8000-000000000007',
      kind: 'fault-report',
      category: 'gas',
      channel: 'phone',
      priority: 5,
      tier: 'standard',
      specialCare: false,
      customerId: '0b5e3c52-0000-5000-8000-000000000002',
      team: 'front-desk',
    },
    {},
  ],
  [10, { type: 'AcknowledgeComplaint', channel: 'sms' }, {}],
  [15, { type: 'AcceptComplaint' }, {}],
  [20, { type: 'ChaseComplaint' }, {}],
  [70, { type: 'AssignComplaint', team: 'crews', agent: null }, {}],
  [80, { type: 'RespondToComplaint' }, {}],
  [90, { type: 'ResolveComplaint', resolvedBy: 'agent-2' }, {}],
  [100, { type: 'ReopenComplaint' }, {}],
  [110, { type: 'WithdrawComplaint', reason: 'moved-out' }, {}],
];

/** What was told late, and waits that were limited and approved. */
const LATE: readonly Step[] = [
  [
    0,
    {
      type: 'RegisterComplaint',
      complaintId: '0b5e3c52-0000-5000-8000-000000000008',
      kind: 'fault-report',
      category: 'lift',
      channel: 'phone',
      priority: 5,
      tier: 'standard',
      specialCare: false,
      customerId: '0b5e3c52-0000-5000-8000-000000000002',
      team: 'front-desk',
    },
    {},
  ],
  [10, { type: 'StartWaiting', waitsFor: 'evidence' }, {}],
  [40, { type: 'RespondToComplaint' }, {}],
  [20, { type: 'RespondToComplaint' }, { reason: 'told-by-phone' }, BOSS, 45],
  [50, { type: 'ApproveWait' }, {}, BOSS],
  [60, { type: 'ResumeComplaint' }, {}],
  [70, { type: 'StartWaiting', waitsFor: 'evidence' }, {}],
  [75, { type: 'RefuseWait', reason: 'nothing-to-wait-for' }, {}, BOSS],
  [80, { type: 'StartWaiting', waitsFor: 'supplier' }, {}],
  [120, { type: 'ResumeComplaint' }, {}],
  [210, { type: 'ReprioritiseComplaint', priority: 1 }, {}],
  [220, { type: 'WithdrawComplaint', reason: 'moved-out' }, {}],
];

/** What came under another version of its policy. */
const ADOPTED: readonly Step[] = [
  [
    0,
    {
      type: 'RegisterComplaint',
      complaintId: '0b5e3c52-0000-5000-8000-000000000009',
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
  [10, { type: 'AdoptPolicy', policy: { name: 'frozen', version: 3 } }, {}, SYSTEM_ACTOR],
  [20, { type: 'WithdrawComplaint', reason: 'settled' }, {}],
];

/** What was split, and what came of the part. */
const WHOLE: readonly Step[] = [
  [
    0,
    {
      type: 'RegisterComplaint',
      complaintId: '0b5e3c52-0000-5000-8000-000000000010',
      kind: 'fault-report',
      category: 'gas',
      channel: 'phone',
      priority: 5,
      tier: 'standard',
      specialCare: false,
      customerId: '0b5e3c52-0000-5000-8000-000000000002',
      team: 'front-desk',
    },
    {},
  ],
  [10, { type: 'AcknowledgeComplaint', channel: 'sms' }, {}],
  [15, { type: 'StartWaiting', waitsFor: 'customer' }, {}],
  [
    30,
    {
      type: 'SplitComplaint',
      into: '0b5e3c52-0000-5000-8000-000000000011',
      category: 'gas',
      kind: 'complaint',
      priority: 4,
      team: 'crews',
      customerId: '0b5e3c52-0000-5000-8000-000000000002',
      descriptionRef: 'text-s30',
      remedySoughtRef: 'text-r30',
      clocksFrom: 'receipt',
    },
    { reason: 'two-matters', noteRef: 'note-s30' },
  ],
  [40, { type: 'WithdrawComplaint', reason: 'moved-out' }, {}],
];
const IN_THE_POOL = { team: 'crews', agent: null, priority: 4 };
const PART: readonly Step[] = [
  [
    0,
    {
      type: 'RegisterComplaint',
      complaintId: '0b5e3c52-0000-5000-8000-000000000011',
      kind: 'complaint',
      category: 'gas',
      channel: 'phone',
      priority: 4,
      tier: 'standard',
      specialCare: false,
      customerId: '0b5e3c52-0000-5000-8000-000000000002',
      descriptionRef: 'text-s30',
      remedySoughtRef: 'text-r30',
      team: 'crews',
      splitOff: {
        from: {
          otherId: '0b5e3c52-0000-5000-8000-000000000010',
          splitAt: toIso(T0 + 30 * MINUTE),
          clocksFrom: 'receipt',
          acknowledgedAt: toIso(T0 + 10 * MINUTE),
        },
        policy: { name: 'frozen', version: 2 },
        waits: [
          {
            ...{ type: 'ComplaintWaitStarted', version: 1, occurredAt: T0 + 15 * MINUTE },
            data: { ...IN_THE_POOL, waitsFor: 'customer' },
          },
          {
            ...{ type: 'ComplaintResumed', version: 1, occurredAt: T0 + 30 * MINUTE },
            data: { ...IN_THE_POOL, waitedFor: 'customer' },
          },
        ],
      },
    },
    { reason: 'two-matters' },
    SYSTEM_ACTOR,
    31,
  ],
  [35, { type: 'WithdrawComplaint', reason: 'moved-out' }, {}],
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
  return steps.flatMap(([minute, order, why, actor = AGENT, told]) => {
    const at = T0 + minute * MINUTE;
    const time = told === undefined ? { now: at } : { now: T0 + told * MINUTE, occurredAt: at };
    const events = caseDecider.decide({ ...order, why, ...time, policies: POLICIES, actor }, state);
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
    const { subject, clocks } = fold(caseDecider, lifeOf(0));
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
      acceptedAt: T0 + 5 * MINUTE,
      acknowledgedAt: T0 + 15 * MINUTE,
      claimed: false,
      responded: false,
      respondedAt: null,
      cycle: 4,
      cycleStartedAt: T0 + 180 * MINUTE,
      earlierCycles: [
        { startedAt: T0, respondedAt: T0 + 95 * MINUTE },
        { startedAt: T0 + 120 * MINUTE, respondedAt: null },
        { startedAt: T0 + 150 * MINUTE, respondedAt: T0 + 165 * MINUTE },
      ],
      toldAt: T0 + 180 * MINUTE,
      spokenAt: null,
      spokenNotBefore: T0 + 180 * MINUTE,
      waitsFor: null,
      waitChangedAt: T0 + 90 * MINUTE,
      waitedUntil: T0 + 90 * MINUTE,
      waitApproval: { asked: 0, pending: null },
      chases: 1,
      escalationLevel: 1,
      severity: 'grave',
      supervision: { ordered: 1, open: false },
      extension: { asked: 2, pending: null, granted: {} },
      links: [{ otherId: 'case-2', relation: 'repeat-of' }],
      appeal: { made: 1, open: false },
      resolvedBy: 'agent-1',
      answer: { promised: 2, by: null, promisedAt: T0 + 163 * MINUTE },
      followedUp: [],
      occurred: expect.arrayContaining([
        { name: 'ComplaintRegistered', at: T0, cycle: 1 },
        { name: 'ComplaintMerged', at: T0 + 185 * MINUTE, cycle: 4 },
      ]) as unknown,
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
    expect(fold(caseDecider, lifeOf(1)).subject).toMatchObject({ phase: 'ended', endedAs: 'withdrawn' });
    expect(fold(caseDecider, lifeOf(2)).clocks.runs).toMatchObject([
      { clock: 'acknowledgement', instance: 1, end: { at: T0 + 10 * MINUTE, verdict: 'met' } },
      { clock: 'total-resolution', instance: 1, end: { at: T0 + 90 * MINUTE, verdict: 'met' } },
      { clock: 'update', instance: 1, end: { at: T0 + 80 * MINUTE, verdict: 'met' } },
      { clock: 'x-crew-sent', instance: 1, marksReached: ['PT15M'], end: { verdict: 'met' } },
      { clock: 'next-response', instance: 1, startedAt: T0 + 20 * MINUTE, end: { verdict: 'met' } },
      { clock: 'update', instance: 2, startedAt: T0 + 80 * MINUTE, end: { verdict: 'none' } },
      { clock: 'total-resolution', instance: 2, cycle: 2, startedAt: T0, end: { verdict: 'none' } },
      { clock: 'update', instance: 3, cycle: 2, end: { verdict: 'none' } },
    ]);
    expect(fold(caseDecider, lifeOf(3)).clocks.runs).toMatchObject([
      {
        ...{ clock: 'first-response', end: { verdict: 'missed' }, stopToldLate: T0 + 20 * MINUTE },
        known: { verdict: 'met', dueAt: T0 + 30 * MINUTE, endedAt: T0 + 20 * MINUTE },
      },
      { clock: 'resolution', breachedAt: T0 + 200 * MINUTE, end: { verdict: 'missed' } },
    ]);
    expect(fold(caseDecider, lifeOf(6))).toMatchObject({
      subject: { registeredAt: T0, acknowledgedAt: T0 + 10 * MINUTE },
      clocks: {
        pauses: [{ reason: 'customer', from: T0 + 15 * MINUTE, to: T0 + 30 * MINUTE }],
        runs: expect.arrayContaining([
          expect.objectContaining({
            clock: 'acknowledgement',
            end: { at: T0, verdict: 'none', asClosed: true },
          }),
        ]) as unknown,
      },
    });
  });

  it.each(LIVES.flatMap((life, n) => life.map((event, index) => [event.type, n, index] as const)))(
    'are all understood: %s in life %d at %d',
    (_, n, index) => {
      const life = lifeOf(n);
      const before = fold(caseDecider, life.slice(0, index));
      const after = fold(caseDecider, life.slice(0, index + 1));
      expect(after).not.toEqual(before);
    },
  );

  it('are what is written today', () => {
    const today = [
      ...written(ORDERS),
      ...written(WITHDRAWN),
      ...written(GAS),
      ...written(LATE),
      ...written(ADOPTED),
      ...written(WHOLE),
      ...written(PART),
    ];
    expect(today.map(({ occurredAt, ...event }) => ({ ...event, occurredAt: toIso(occurredAt) }))).toEqual(
      samples,
    );
  });
});
