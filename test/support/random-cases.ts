import { DomainError, fold, SYSTEM_ACTOR, type Actor } from '@redress/kernel';
import type { Target } from '@redress/sla';
import { bookOf, CASE_FACTS, policyByPriority, promise, type SteppedTarget } from '@redress/testing';
import fc from 'fast-check';
import { caseDecider, type CaseEvent } from '../../libs/complaints/src/domain/case-decider';
import type { CaseCommand, CaseOrder } from '../../libs/complaints/src/domain/commands';
import type { CaseStepType } from '../../libs/complaints/src/domain/phases';
import {
  CHANNELS,
  CLOCKS_FROM,
  EXTENDABLE_CLOCKS,
  FOLLOW_UP_OUTCOMES,
  RELATIONS,
  RENEGOTIATORS,
  SEVERITIES,
  TIERS,
  WAIT_REASONS,
} from '../../libs/complaints/src/events';
import { AGENT, LEADER, SUPERVISOR } from './case-decisions';

/** Cases that are told anything in any order, for property tests. A tick is a second; a case is registered at 0. */
export const TICK = 1000;

const onCustomer = { marks: [40, 80], pausedBy: ['customer'] };
const PROMISES: Readonly<Record<number, readonly Target[]>> = {
  1: [
    promise('first-response', 'PT5S', { marks: [80] }),
    promise('resolution', 'PT10S', onCustomer),
    promise('follow-up', 'PT10S', { marks: [80] }),
    promise('extension', 'PT5S'),
    promise('supervision', 'PT5S', { marks: [80] }),
    promise('acknowledgement', 'PT5S'),
    promise('update', 'PT10S', { marks: [80], pausedBy: ['customer'] }),
    promise('total-resolution', 'PT60S', { marks: [50] }),
  ],
  2: [
    promise('first-response', 'PT20S', { marks: [80] }),
    promise('resolution', 'PT30S', onCustomer),
    promise('follow-up', 'PT20S'),
    promise('next-response', 'PT10S', onCustomer),
    promise('total-resolution', 'PT30S', onCustomer),
  ],
  3: [
    promise('resolution', 'PT20S', { pausedBy: ['customer', 'supplier'] }),
    promise('supervision', 'PT10S', { pausedBy: ['customer'] }),
    promise('extension', 'PT10S'),
    promise('acknowledgement', 'PT10S'),
    promise('next-response', 'PT5S'),
    promise('update', 'PT5S'),
  ],
  4: [promise('first-response', 'PT15S')],
};
/** The policy under which they all are. */
export const RANDOM_POLICY = policyByPriority(PROMISES);
const POLICIES = bookOf(RANDOM_POLICY);

/** The targets of a priority, in the words of the second opinion. */
export const steppedTargets = (priority: number): readonly SteppedTarget[] =>
  (PROMISES[priority] ?? []).map(({ within, ...target }) => ({ ...target, ticks: ticksOf(within) }));

/** How many ticks a length such as `PT20S` has. */
export const ticksOf = (within: string): number => Number(/\d+/.exec(within)?.[0]);

export type Order = Extract<CaseOrder, { type: CaseStepType }>;

const type = <Type extends Order['type']>(name: Type) => fc.constant(name);

interface Told<Words> {
  readonly weight: number;
  readonly arbitrary: fc.Arbitrary<Words>;
}
const often = <Words>(weight: number, arbitrary: fc.Arbitrary<Words>): Told<Words> => ({ weight, arbitrary });
const typeOnly: { requiredKeys: ['type'] } = { requiredKeys: ['type'] };

const reason = fc.constant('because');
const agent = fc.constantFrom('agent-1', 'agent-2');
const someone = fc.constantFrom('agent-1', 'agent-2', 'leader-1', null);
const team = fc.constantFrom('front-desk', 'back-office');
const otherId = fc.constantFrom('case-1', 'case-2', 'case-3');
/** Marks come to whole ticks. */
const within = fc.constantFrom('PT10S', 'PT20S', 'PT30S', 'PT40S', 'PT60S');
/** Every order, and how often it is told; `answerBy` and `askedAt` count from when it is told. */
const ORDERS = {
  AcceptComplaint: often(2, fc.record({ type: type('AcceptComplaint') })),
  RefuseComplaint: often(1, fc.record({ type: type('RefuseComplaint'), reason })),
  WithdrawComplaint: often(1, fc.record({ type: type('WithdrawComplaint'), reason })),
  MergeComplaint: often(1, fc.record({ type: type('MergeComplaint'), into: otherId })),
  AssignComplaint: often(2, fc.record({ type: type('AssignComplaint'), team, agent: someone })),
  ClaimComplaint: often(2, fc.record({ type: type('ClaimComplaint'), agent })),
  TransferComplaint: often(2, fc.record({ type: type('TransferComplaint'), team, agent: someone })),
  ReturnComplaint: often(2, fc.record({ type: type('ReturnComplaint'), reason })),
  EscalateComplaint: often(2, fc.record({ type: type('EscalateComplaint'), reason })),
  ReprioritiseComplaint: often(
    8,
    fc.record({ type: type('ReprioritiseComplaint'), priority: fc.integer({ min: 1, max: 4 }) }),
  ),
  ReclassifyComplaint: often(
    4,
    fc.record(
      { type: type('ReclassifyComplaint'), tier: fc.constantFrom(...TIERS), specialCare: fc.boolean() },
      typeOnly,
    ),
  ),
  SetSeverity: often(2, fc.record({ type: type('SetSeverity'), severity: fc.constantFrom(...SEVERITIES) })),
  LinkComplaint: often(
    2,
    fc.record({ type: type('LinkComplaint'), otherId, relation: fc.constantFrom(...RELATIONS) }),
  ),
  SplitComplaint: often(
    2,
    fc.record(
      {
        type: type('SplitComplaint'),
        into: fc.constant('part-1'),
        category: fc.constantFrom('billing', 'lift'),
        customerId: fc.constant('customer-1'),
        clocksFrom: fc.constantFrom(...CLOCKS_FROM),
        priority: fc.integer({ min: 1, max: 4 }),
        team,
      },
      { requiredKeys: ['type', 'into', 'category', 'customerId', 'clocksFrom'] },
    ),
  ),
  ChaseComplaint: often(
    2,
    fc.record({ type: type('ChaseComplaint'), channel: fc.constantFrom(...CHANNELS) }, typeOnly),
  ),
  OrderSupervision: often(
    4,
    fc.record({ type: type('OrderSupervision'), within: fc.constantFrom('PT5S', 'PT20S', 'soon') }, typeOnly),
  ),
  AnswerSupervision: often(
    4,
    fc.record({ type: type('AnswerSupervision'), answerRef: fc.constant('answer-1') }),
  ),
  AcknowledgeComplaint: often(
    2,
    fc.record({ type: type('AcknowledgeComplaint'), channel: fc.constantFrom(...CHANNELS) }),
  ),
  RespondToComplaint: often(2, fc.record({ type: type('RespondToComplaint') })),
  PromiseAnswer: often(
    4,
    fc.record(
      {
        type: type('PromiseAnswer'),
        answerBy: fc.integer({ min: -1, max: 6 }).map((n) => n * 5 * TICK),
        renegotiatedBy: fc.constantFrom(...RENEGOTIATORS),
      },
      { requiredKeys: ['type', 'answerBy'] },
    ),
  ),
  AddNote: often(2, fc.record({ type: type('AddNote'), noteRef: fc.constant('note-1') })),
  StartWaiting: often(
    8,
    fc.record({ type: type('StartWaiting'), waitsFor: fc.constantFrom(...WAIT_REASONS) }),
  ),
  ResumeComplaint: often(6, fc.record({ type: type('ResumeComplaint') })),
  ApproveWait: often(1, fc.record({ type: type('ApproveWait') })),
  RefuseWait: often(1, fc.record({ type: type('RefuseWait'), reason })),
  RequestExtension: often(
    6,
    fc.record({
      type: type('RequestExtension'),
      clock: fc.constantFrom(...EXTENDABLE_CLOCKS),
      within,
      reason,
    }),
  ),
  GrantExtension: often(4, fc.record({ type: type('GrantExtension') })),
  RefuseExtension: often(2, fc.record({ type: type('RefuseExtension'), reason })),
  ResolveComplaint: often(4, fc.record({ type: type('ResolveComplaint'), resolvedBy: someone })),
  FollowUpComplaint: often(
    4,
    fc.record({
      type: type('FollowUpComplaint'),
      outcome: fc.constantFrom(...FOLLOW_UP_OUTCOMES),
      askedAt: fc.integer({ min: -9, max: 0 }).map((n) => n * TICK),
      close: fc.boolean(),
    }),
  ),
  CloseComplaint: often(
    3,
    fc.record({ type: type('CloseComplaint'), resolvedBy: someone, mayCloseUnasked: fc.boolean() }),
  ),
  ReopenComplaint: often(4, fc.record({ type: type('ReopenComplaint') })),
  ArchiveComplaint: often(2, fc.record({ type: type('ArchiveComplaint') })),
  AppealComplaint: often(4, fc.record({ type: type('AppealComplaint') })),
  DecideAppeal: often(
    4,
    fc.record(
      { type: type('DecideAppeal'), upheld: fc.boolean(), refusedBy: agent },
      { requiredKeys: ['type', 'upheld'] },
    ),
  ),
} as const satisfies { readonly [Type in Order['type']]: Told<Extract<Order, { type: Type }>> };

/** What seldom comes about by chance alone. */
const ROADS: readonly (readonly Order['type'][])[] = [
  ['OrderSupervision', 'AnswerSupervision'],
  ['RequestExtension', 'GrantExtension'],
  ['RequestExtension', 'RefuseExtension'],
  ['StartWaiting', 'RequestExtension', 'GrantExtension', 'ResumeComplaint'],
  ['PromiseAnswer', 'PromiseAnswer', 'RespondToComplaint'],
  ['ResolveComplaint', 'FollowUpComplaint', 'CloseComplaint', 'ArchiveComplaint', 'ReopenComplaint'],
  ['ResolveComplaint', 'FollowUpComplaint', 'FollowUpComplaint', 'ReopenComplaint'],
  ['ResolveComplaint', 'AppealComplaint', 'DecideAppeal'],
  ['RefuseComplaint', 'AppealComplaint', 'DecideAppeal'],
];

/** The ticks since the order before, an order, and who gives it. */
export type Telling = readonly [gap: number, order: Order, actor: Actor];

const gap = fc.nat(6);
const someActor = fc.oneof(
  often(5, fc.constant(AGENT)),
  often(3, fc.constant(LEADER)),
  often(2, fc.constant(SUPERVISOR)),
  often(1, fc.constant(SYSTEM_ACTOR)),
);
export const someTelling: fc.Arbitrary<Telling> = fc.tuple(
  gap,
  fc.oneof(...Object.values(ORDERS)),
  someActor,
);

const someRoad: fc.Arbitrary<Telling[]> = fc
  .constantFrom(...ROADS)
  .chain((types) => fc.tuple(...types.map((one) => fc.tuple(gap, ORDERS[one].arbitrary, someActor))));

export const someTellings: fc.Arbitrary<Telling[]> = fc
  .array(fc.oneof(often(3, fc.tuple(someTelling)), often(1, someRoad)), { maxLength: 20, size: 'max' })
  .map((tellings) => tellings.flat());

/** An order that was given, and what came of it. */
export interface Tried {
  readonly order: Order;
  readonly at: number;
  readonly actor: Actor;
  readonly events: readonly CaseEvent[];
  readonly refusal: DomainError | undefined;
  readonly before: ReturnType<typeof caseDecider.evolve>;
}

/** Supervisors say why, others do not. */
export const commandAt = (order: CaseOrder, at: number, actor: Actor): CaseCommand => ({
  ...order,
  now: at * TICK,
  policies: POLICIES,
  actor,
  why: actor === SUPERVISOR ? { reason: 'because' } : {},
});

const toldAt = (order: Order, at: number): Order => {
  if (order.type === 'PromiseAnswer') return { ...order, answerBy: at * TICK + order.answerBy };
  if (order.type === 'FollowUpComplaint') return { ...order, askedAt: at * TICK + order.askedAt };
  return order;
};

/** Tells a case all of it, from its registration on. */
export function tryAll(tellings: readonly Telling[]) {
  const registration = commandAt({ type: 'RegisterComplaint', ...CASE_FACTS }, 0, AGENT);
  const history: CaseEvent[] = [...caseDecider.decide(registration, caseDecider.initial)];
  const tried: Tried[] = [];
  let [at, state] = [0, fold(caseDecider, history)];
  for (const [gap, spoken, actor] of tellings) {
    at += gap;
    const order = toldAt(spoken, at);
    const before = state;
    try {
      const events = caseDecider.decide(commandAt(order, at, actor), state);
      history.push(...events);
      state = events.reduce(caseDecider.evolve, state);
      tried.push({ order, at, actor, events, refusal: undefined, before });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      tried.push({ order, at, actor, events: [], refusal: error, before });
    }
  }
  return { history, tried, state, at };
}
