import { DomainError, fold } from '@redress/kernel';
import { bookOf, CASE_FACTS, deciderSpec, policyByPriority, promise } from '@redress/testing';
import { AGENT, SUPERVISOR } from '../../../../test/support/case-decisions';
import { caseDecider, type CaseEvent } from './case-decider';
import type { CaseCommand, CaseOrder } from './commands';
import { ENDINGS, type CaseStepType, type Phase, type Standing } from './phases';

type Step = CaseStepType;

/** The columns: the phases, the last of them by how the case ended. */
const STANDINGS = ['open', 'waiting', 'resolved', 'closed', ...ENDINGS] as const;

// The table of what is allowed when. `yes`: something happens · `no-op`: it is done already, nothing happens · `–`: refused.
//                        open  waiting  resolved  closed  archived  refused  withdrawn  merged
const TABLE: Readonly<Record<Step, string>> = {
  AcceptComplaint: '       yes   yes      –         –       –         –        –          –  ',
  RefuseComplaint: '       yes   yes      –         –       –         –        –          –  ',
  WithdrawComplaint: '     yes   yes      –         –       –         –        –          –  ',
  MergeComplaint: '        yes   yes      –         –       –         –        –          –  ',
  AssignComplaint: '       yes   yes      –         –       –         –        –          –  ',
  ClaimComplaint: '        yes   yes      –         –       –         –        –          –  ',
  ReturnComplaint: '       yes   yes      –         –       –         –        –          –  ',
  EscalateComplaint: '     yes   yes      –         –       –         –        –          –  ',
  TransferComplaint: '     yes   yes      yes       –       –         –        –          –  ',
  ReprioritiseComplaint: ' yes   yes      yes       –       –         –        –          –  ',
  ReclassifyComplaint: '   yes   yes      yes       –       –         –        –          –  ',
  SetSeverity: '           yes   yes      yes       –       –         –        –          –  ',
  LinkComplaint: '         yes   yes      yes       –       –         –        –          –  ',
  SplitComplaint: '        yes   yes      yes       –       –         –        –          –  ',
  ChaseComplaint: '        yes   yes      yes       –       –         –        –          –  ',
  OrderSupervision: '      yes   yes      yes       –       –         –        –          –  ',
  AnswerSupervision: '     yes   yes      yes       –       –         –        –          –  ',
  AcknowledgeComplaint: '  yes   yes      yes       –       –         –        –          –  ',
  RespondToComplaint: '    yes   yes      yes       –       –         –        –          –  ',
  PromiseAnswer: '         yes   yes      yes       –       –         –        –          –  ',
  AddNote: '               yes   yes      yes       yes     yes       yes      yes        yes',
  StartWaiting: '          yes   yes      –         –       –         –        –          –  ',
  ResumeComplaint: '       –     yes      –         –       –         –        –          –  ',
  ApproveWait: '           yes   yes      yes       –       –         –        –          –  ',
  RefuseWait: '            yes   yes      yes       –       –         –        –          –  ',
  RequestExtension: '      yes   yes      –         –       –         –        –          –  ',
  GrantExtension: '        yes   yes      –         –       –         –        –          –  ',
  RefuseExtension: '       yes   yes      –         –       –         –        –          –  ',
  ResolveComplaint: '      yes   yes      no-op     –       –         –        –          –  ',
  FollowUpComplaint: '     –     –        yes       yes     –         –        –          –  ',
  CloseComplaint: '        yes   yes      yes       no-op   –         –        –          –  ',
  ReopenComplaint: '       –     –        yes       yes     yes       –        –          –  ',
  ArchiveComplaint: '      –     –        –         yes     no-op     –        –          –  ',
  AppealComplaint: '       –     –        yes       yes     yes       yes      –          –  ',
  DecideAppeal: '          –     –        yes       yes     yes       yes      –          –  ',
};

const STEPS = Object.keys(TABLE) as Step[];
const cell = (step: Step, standing: Standing): string =>
  TABLE[step].trim().split(/\s+/)[STANDINGS.findIndex((one) => one === standing)] ?? '';

const NOW = Date.UTC(2026, 2, 2);

/** Each command so that it has something to do. A waiting case waits for something else than here. */
const ORDERS: { readonly [Type in Step]: Extract<CaseOrder, { type: Type }> } = {
  AcceptComplaint: { type: 'AcceptComplaint' },
  RefuseComplaint: { type: 'RefuseComplaint', reason: 'not-ours' },
  WithdrawComplaint: { type: 'WithdrawComplaint', reason: 'settled' },
  MergeComplaint: { type: 'MergeComplaint', into: 'case-2' },
  AssignComplaint: { type: 'AssignComplaint', team: 'back-office', agent: null },
  ClaimComplaint: { type: 'ClaimComplaint', agent: 'agent-1' },
  ReturnComplaint: { type: 'ReturnComplaint', reason: 'wrong-team' },
  EscalateComplaint: { type: 'EscalateComplaint', reason: 'at-risk' },
  TransferComplaint: { type: 'TransferComplaint', team: 'back-office', agent: null },
  ReprioritiseComplaint: { type: 'ReprioritiseComplaint', priority: 1 },
  ReclassifyComplaint: { type: 'ReclassifyComplaint', category: 'lift' },
  SetSeverity: { type: 'SetSeverity', severity: 'grave' },
  LinkComplaint: { type: 'LinkComplaint', otherId: 'case-2', relation: 'related-to' },
  SplitComplaint: {
    type: 'SplitComplaint',
    into: 'part-1',
    customerId: 'customer-1',
    category: 'lift',
    clocksFrom: 'receipt',
  },
  ChaseComplaint: { type: 'ChaseComplaint' },
  OrderSupervision: { type: 'OrderSupervision', within: 'PT4H' },
  AnswerSupervision: { type: 'AnswerSupervision', answerRef: 'answer-1' },
  AcknowledgeComplaint: { type: 'AcknowledgeComplaint', channel: 'sms' },
  RespondToComplaint: { type: 'RespondToComplaint' },
  PromiseAnswer: { type: 'PromiseAnswer', answerBy: NOW + 60_000 },
  AddNote: { type: 'AddNote', noteRef: 'note-1' },
  StartWaiting: { type: 'StartWaiting', waitsFor: 'customer' },
  ResumeComplaint: { type: 'ResumeComplaint' },
  ApproveWait: { type: 'ApproveWait' },
  RefuseWait: { type: 'RefuseWait', reason: 'nothing-to-wait-for' },
  RequestExtension: { type: 'RequestExtension', clock: 'resolution', within: 'PT8H', reason: 'evidence' },
  GrantExtension: { type: 'GrantExtension' },
  RefuseExtension: { type: 'RefuseExtension', reason: 'promised' },
  ResolveComplaint: { type: 'ResolveComplaint', resolvedBy: 'agent-1' },
  FollowUpComplaint: { type: 'FollowUpComplaint', outcome: 'satisfied', askedAt: NOW, close: false },
  CloseComplaint: { type: 'CloseComplaint', resolvedBy: 'agent-1', mayCloseUnasked: true },
  ReopenComplaint: { type: 'ReopenComplaint' },
  ArchiveComplaint: { type: 'ArchiveComplaint' },
  AppealComplaint: { type: 'AppealComplaint' },
  DecideAppeal: { type: 'DecideAppeal', upheld: false },
};

/** What must have been asked before it can be answered. */
const ASKED: { readonly [Type in Step]?: Step } = {
  ApproveWait: 'StartWaiting',
  RefuseWait: 'StartWaiting',
  AnswerSupervision: 'OrderSupervision',
  GrantExtension: 'RequestExtension',
  RefuseExtension: 'RequestExtension',
  DecideAppeal: 'AppealComplaint',
};

const ON_APPROVAL = {
  pausedBy: ['customer'],
  pauseLimits: [{ reason: 'customer', needsApproval: true }],
} as const;

/** All at one instant. Steps are told by a supervisor who says why; what was before, by agent-1. */
const command = (order: CaseOrder, actor = SUPERVISOR): CaseCommand => ({
  ...order,
  now: NOW,
  policies: bookOf(policyByPriority({ 1: [], 3: [promise('resolution', 'PT4H', ON_APPROVAL)] })),
  actor,
  why: { reason: 'because' },
});

/** The history of a case to which this has been done. */
const after = (...orders: readonly CaseOrder[]): CaseEvent[] =>
  orders.reduce<CaseEvent[]>(
    (history, order) => [
      ...history,
      ...caseDecider.decide(command(order, AGENT), fold(caseDecider, history)),
    ],
    [],
  );

const BEGUN: readonly CaseOrder[] = [
  { type: 'RegisterComplaint', ...CASE_FACTS },
  { type: 'AssignComplaint', team: 'front-desk', agent: 'agent-1' },
];

const DONE: Readonly<Record<(typeof STANDINGS)[number], readonly CaseOrder[]>> = {
  open: BEGUN,
  waiting: [...BEGUN, { type: 'StartWaiting', waitsFor: 'supplier' }],
  resolved: [...BEGUN, ORDERS.ResolveComplaint],
  closed: [...BEGUN, ORDERS.CloseComplaint],
  archived: [...BEGUN, ORDERS.CloseComplaint, ORDERS.ArchiveComplaint],
  refused: [...BEGUN, ORDERS.RefuseComplaint],
  withdrawn: [...BEGUN, ORDERS.WithdrawComplaint],
  merged: [...BEGUN, ORDERS.MergeComplaint],
};

/** The history of a case that stands there; what the step answers has been asked, if it could be. */
function historyFor(step: Step, standing: (typeof STANDINGS)[number]): CaseEvent[] {
  if (step === 'ApproveWait' || step === 'RefuseWait') {
    const further = standing === 'open' ? [ORDERS.ResumeComplaint] : DONE[standing].slice(BEGUN.length);
    return after(...BEGUN, ORDERS.StartWaiting, ...(standing === 'waiting' ? [] : further));
  }
  const asked = ASKED[step];
  const isAsked = asked !== undefined && cell(asked, standing) === 'yes';
  return after(...DONE[standing], ...(isAsked ? [ORDERS[asked]] : []));
}

/** The history of a case that stood there when it was told. */
function historyWith(order: CaseOrder, standing: (typeof STANDINGS)[number]): CaseEvent[] {
  const history = historyFor(order.type as Step, standing);
  return [...history, ...caseDecider.decide(command(order), fold(caseDecider, history))];
}

function refusalOf(step: Step, standing: (typeof STANDINGS)[number]): DomainError {
  try {
    historyWith(ORDERS[step], standing);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error(`${step} was not refused`);
}

const standingAfter = (history: readonly CaseEvent[]): Standing | undefined => {
  const { subject } = fold(caseDecider, history);
  return subject?.endedAs ?? subject?.phase;
};

const phaseOf = (standing: Standing): Phase =>
  ENDINGS.some((one) => one === standing) ? 'ended' : (standing as Phase);

describe('the table of commands by where a case stands', () => {
  it.each(STANDINGS)('has a case that is %s to try', (standing) => {
    expect(standingAfter(after(...DONE[standing]))).toBe(standing);
    expect(fold(caseDecider, after(...DONE[standing])).subject?.phase).toBe(phaseOf(standing));
  });

  describe.each(STANDINGS)('of a case that is %s', (standing) => {
    const stepsThat = (...cells: readonly string[]) =>
      STEPS.filter((step) => cells.includes(cell(step, standing)));

    it.each(stepsThat('yes'))('%s does something', (step) => {
      const state = fold(caseDecider, historyFor(step, standing));
      expect(caseDecider.decide(command(ORDERS[step]), state)).not.toEqual([]);
    });

    const done = stepsThat('no-op');
    if (done.length > 0) {
      it.each(done)('%s is done already', (step) => {
        deciderSpec(caseDecider)
          .given(...historyFor(step, standing))
          .when(command(ORDERS[step]))
          .thenNothing();
      });
    }

    const refused = stepsThat('–');
    if (refused.length > 0) {
      // Nothing has been asked that could be answered.
      const legal = stepsThat('yes', 'no-op').filter((step) => ASKED[step] === undefined);

      it.each(refused)('%s is refused, with the phase and exactly what would be legal', (step) => {
        const refusal = refusalOf(step, standing);
        expect(refusal).toMatchObject({
          kind: 'illegal',
          code: step === 'DecideAppeal' ? 'no-appeal' : 'illegal-step',
          details: { phase: phaseOf(standing) },
        });
        expect((refusal.details['legal'] as Step[]).toSorted()).toEqual(legal.toSorted());
      });
    }
  });

  it('names what was asked as legal to be answered', () => {
    const asked = after(...DONE.waiting, ORDERS.OrderSupervision, ORDERS.RequestExtension);
    deciderSpec(caseDecider)
      .given(...asked)
      .when(command(ORDERS.ArchiveComplaint))
      .thenRefused('illegal-step', {
        legal: expect.arrayContaining(['AnswerSupervision', 'GrantExtension', 'RefuseExtension']) as unknown,
      });
  });

  it.each([
    ['RefuseComplaint', 'open', 'refused'],
    ['RefuseComplaint', 'waiting', 'refused'],
    ['WithdrawComplaint', 'open', 'withdrawn'],
    ['WithdrawComplaint', 'waiting', 'withdrawn'],
    ['MergeComplaint', 'open', 'merged'],
    ['MergeComplaint', 'waiting', 'merged'],
    ['StartWaiting', 'open', 'waiting'],
    ['StartWaiting', 'waiting', 'waiting'],
    ['ResumeComplaint', 'waiting', 'open'],
    ['ResolveComplaint', 'open', 'resolved'],
    ['ResolveComplaint', 'waiting', 'resolved'],
    ['CloseComplaint', 'open', 'closed'],
    ['CloseComplaint', 'waiting', 'closed'],
    ['CloseComplaint', 'resolved', 'closed'],
    ['ReopenComplaint', 'resolved', 'open'],
    ['ReopenComplaint', 'closed', 'open'],
    ['ReopenComplaint', 'archived', 'open'],
    ['ArchiveComplaint', 'closed', 'archived'],
  ] as const)('%s leads from %s to %s', (step, from, to) => {
    expect(standingAfter(historyWith(ORDERS[step], from))).toBe(to);
  });

  it.each([
    [
      'a dissatisfied customer',
      'FollowUpComplaint',
      { outcome: 'dissatisfied' },
      ['resolved', 'closed'],
      'open',
    ],
    ['a satisfied customer', 'FollowUpComplaint', { close: true }, ['resolved', 'closed'], 'closed'],
    [
      'an upheld appeal',
      'DecideAppeal',
      { upheld: true },
      ['resolved', 'closed', 'archived', 'refused'],
      'open',
    ],
  ] as const)('%s leads (by %s %j) from %j to %s', (_, step, words, standings, to) => {
    for (const from of standings)
      expect(standingAfter(historyWith({ ...ORDERS[step], ...words }, from))).toBe(to);
  });

  it.each(
    STEPS.filter(
      (step) => !/^(Refuse|Withdraw|Merge|Resolve|Close|Reopen|Archive)Complaint$|Waiting|Resume/.test(step),
    ).flatMap((step) =>
      STANDINGS.filter((standing) => cell(step, standing) === 'yes').map(
        (standing) => [step, standing] as const,
      ),
    ),
  )('%s leaves a case that is %s where it is', (step, standing) => {
    expect(standingAfter(historyWith(ORDERS[step], standing))).toBe(standing);
  });

  it('begins with the registration, once', () => {
    const registration = command({ type: 'RegisterComplaint', ...CASE_FACTS });
    deciderSpec(caseDecider)
      .given(...after(...BEGUN))
      .when(registration)
      .thenRefused('already-exists');
    deciderSpec(caseDecider).given().when(command(ORDERS.AddNote)).thenRefused('not-found');
  });
});
