import { fold } from '@redress/kernel';
import { bookOf, CASE_FACTS, deciderSpec, policyByPriority } from '@redress/testing';
import { caseDecider, type CaseEvent } from './case-decider';
import type { CaseCommand, CaseOrder } from './commands';
import { PHASES, type Phase } from './phases';

type Step = Exclude<CaseOrder['type'], 'RegisterComplaint'>;

// The table of what is allowed when. `yes`: something happens · `no-op`: it is done already, nothing happens · `–`: refused.
//                               open, waiting, resolved, closed, ended
const TABLE: Readonly<Record<Step, string>> = {
  AcceptComplaint: '             yes   yes      –         –       –  ',
  RefuseComplaint: '             yes   yes      –         –       –  ',
  AssignComplaint: '             yes   yes      –         –       –  ',
  ClaimComplaint: '              yes   yes      –         –       –  ',
  ReturnComplaint: '             yes   yes      –         –       –  ',
  TransferComplaint: '           yes   yes      yes       –       –  ',
  ReprioritiseComplaint: '       yes   yes      yes       –       –  ',
  AcknowledgeComplaint: '        yes   yes      yes       –       –  ',
  RespondToComplaint: '          yes   yes      yes       –       –  ',
  AddNote: '                     yes   yes      yes       yes     yes',
  StartWaiting: '                yes   yes      –         –       –  ',
  ResumeComplaint: '             –     yes      –         –       –  ',
  ResolveComplaint: '            yes   yes      no-op     –       –  ',
  CloseComplaint: '              yes   yes      yes       no-op   –  ',
  ReopenComplaint: '             –     –        yes       yes     –  ',
};

const STEPS = Object.keys(TABLE) as Step[];
const cell = (step: Step, phase: Phase): string =>
  TABLE[step].trim().split(/\s+/)[PHASES.indexOf(phase)] ?? '';

/** Each command so that it has something to do. In the phase `waiting` the case waits for something else than here. */
const ORDERS: { readonly [Type in Step]: Extract<CaseOrder, { type: Type }> } = {
  AcceptComplaint: { type: 'AcceptComplaint' },
  RefuseComplaint: { type: 'RefuseComplaint', reason: 'not-ours' },
  AssignComplaint: { type: 'AssignComplaint', team: 'back-office', agent: null },
  ClaimComplaint: { type: 'ClaimComplaint', agent: 'agent-1' },
  ReturnComplaint: { type: 'ReturnComplaint', reason: 'wrong-team' },
  TransferComplaint: { type: 'TransferComplaint', team: 'back-office', agent: null },
  ReprioritiseComplaint: { type: 'ReprioritiseComplaint', priority: 1 },
  AcknowledgeComplaint: { type: 'AcknowledgeComplaint', channel: 'sms' },
  RespondToComplaint: { type: 'RespondToComplaint' },
  AddNote: { type: 'AddNote', noteRef: 'note-1' },
  StartWaiting: { type: 'StartWaiting', waitsFor: 'customer' },
  ResumeComplaint: { type: 'ResumeComplaint' },
  ResolveComplaint: { type: 'ResolveComplaint', resolvedBy: 'agent-1' },
  CloseComplaint: { type: 'CloseComplaint', resolvedBy: 'agent-1' },
  ReopenComplaint: { type: 'ReopenComplaint' },
};

const command = (order: CaseOrder): CaseCommand => ({
  ...order,
  now: Date.UTC(2026, 2, 2),
  policies: bookOf(policyByPriority({})),
  actor: { id: 'agent-1', kind: 'staff', role: 'agent' },
  why: {},
});

/** The history of a case to which this has been done. */
const after = (...orders: readonly CaseOrder[]): CaseEvent[] =>
  orders.reduce<CaseEvent[]>(
    (history, order) => [...history, ...caseDecider.decide(command(order), fold(caseDecider, history))],
    [],
  );

const BEGUN: readonly CaseOrder[] = [
  { type: 'RegisterComplaint', ...CASE_FACTS },
  { type: 'AssignComplaint', team: 'front-desk', agent: 'agent-1' },
];

const IN_PHASE: Readonly<Record<Phase, CaseEvent[]>> = {
  open: after(...BEGUN),
  waiting: after(...BEGUN, { type: 'StartWaiting', waitsFor: 'supplier' }),
  resolved: after(...BEGUN, ORDERS.ResolveComplaint),
  closed: after(...BEGUN, ORDERS.CloseComplaint),
  ended: after(...BEGUN, ORDERS.RefuseComplaint),
};

const inPhase = (phase: Phase) => deciderSpec(caseDecider).given(...IN_PHASE[phase]);
const phaseOf = (history: readonly CaseEvent[]): Phase | undefined =>
  fold(caseDecider, history).subject?.phase;

describe('the table of commands by phase', () => {
  it.each(PHASES)('has a case in the phase %s to try', (phase) => {
    expect(phaseOf(IN_PHASE[phase])).toBe(phase);
  });

  describe.each(PHASES)('in the phase %s', (phase) => {
    const state = fold(caseDecider, IN_PHASE[phase]);
    const decide = (step: Step) => caseDecider.decide(command(ORDERS[step]), state);
    const stepsThat = (...cells: readonly string[]) =>
      STEPS.filter((step) => cells.includes(cell(step, phase)));

    it.each(stepsThat('yes'))('%s does something', (step) => {
      expect(decide(step)).not.toEqual([]);
    });

    const done = stepsThat('no-op');
    if (done.length > 0) {
      it.each(done)('%s is done already', (step) => {
        inPhase(phase).when(command(ORDERS[step])).thenNothing();
      });
    }

    const refused = stepsThat('–');
    if (refused.length > 0) {
      it.each(refused)('%s is refused, with the phase and what would be legal', (step) => {
        const legal = expect.arrayContaining(stepsThat('yes', 'no-op')) as unknown;
        inPhase(phase).when(command(ORDERS[step])).thenRefused('illegal-step', { phase, legal });
      });

      it('names nothing as legal that it would refuse', () => {
        const [step = 'AcceptComplaint'] = refused;
        const refusal = (() => {
          try {
            return decide(step);
          } catch (error) {
            return error;
          }
        })();
        expect(refusal).toMatchObject({
          kind: 'illegal',
          details: { legal: { length: STEPS.length - refused.length } },
        });
      });
    }
  });

  it.each([
    ['RefuseComplaint', 'open', 'ended'],
    ['RefuseComplaint', 'waiting', 'ended'],
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
  ] as const)('%s leads from %s to %s', (step, from, to) => {
    const events = caseDecider.decide(command(ORDERS[step]), fold(caseDecider, IN_PHASE[from]));
    expect(phaseOf([...IN_PHASE[from], ...events])).toBe(to);
  });

  it.each(
    STEPS.filter((step) => !/Refuse|Waiting|Resume|Resolve|Close|Reopen/.test(step)).flatMap((step) =>
      PHASES.filter((phase) => cell(step, phase) === 'yes').map((phase) => [step, phase] as const),
    ),
  )('%s leaves the phase %s as it is', (step, phase) => {
    const events = caseDecider.decide(command(ORDERS[step]), fold(caseDecider, IN_PHASE[phase]));
    expect(phaseOf([...IN_PHASE[phase], ...events])).toBe(phase);
  });

  it('begins with the registration, once', () => {
    const registration = command(BEGUN[0] ?? ORDERS.AddNote);
    deciderSpec(caseDecider)
      .given(...IN_PHASE.open)
      .when(registration)
      .thenRefused('already-exists');
    deciderSpec(caseDecider).given().when(command(ORDERS.AddNote)).thenRefused('not-found');
  });
});
