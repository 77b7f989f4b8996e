import type { CaseCommandContext } from '@redress/complaints';
import type { Actor, EpochMs, Role } from '@redress/kernel';
import type { AuthorityLimits } from '@redress/policies';
import {
  bookOf,
  CASE_FACTS,
  CASE_POLICY,
  complaintFactsFrom,
  deciderSpec,
  policyByPriority,
  promise,
} from '@redress/testing';
import type { Remedy, ResolutionEvent } from '../../libs/resolutions/src/events';
import type { ResolutionCommand, ResolutionOrder } from '../../libs/resolutions/src/domain/commands';
import { resolutionDecider } from '../../libs/resolutions/src/domain/resolution-decider';

export const T0 = Date.UTC(2026, 2, 2, 9);
export const minute = (minutes: number): EpochMs => T0 + minutes * 60_000;

const staff = (id: string, role: Role): Actor => ({ id, kind: 'staff', role });
/** Two agents, two shift leaders and a supervisor. */
export const ANN = staff('ann', 'agent');
export const BOB = staff('bob', 'agent');
export const LIN = staff('lin', 'shift-leader');
export const MAX = staff('max', 'shift-leader');
export const SUE = staff('sue', 'supervisor');

/** In cents: agents 50 a case, 100 a day, 300 a month; shift leaders 200, 400, 1,000; supervisors 1,000, 2,000, 5,000. */
export const LIMITS: AuthorityLimits = {
  name: 'test',
  version: 1,
  effectiveFrom: 0,
  timeZone: 'Europe/Berlin',
  limits: [
    { role: 'agent', currency: 'EUR', perCase: 50, perDay: 100, perMonth: 300 },
    { role: 'shift-leader', currency: 'EUR', perCase: 200, perDay: 400, perMonth: 1_000 },
    { role: 'supervisor', currency: 'EUR', perCase: 1_000, perDay: 2_000, perMonth: 5_000 },
  ],
};

export const POLICIES = bookOf(policyByPriority({ 1: [], 2: [], 3: [promise('approval', 'PT2H')] }));

export const APOLOGY: readonly Remedy[] = [{ kind: 'apology' }];
export const refund = (minor: number, currency = 'EUR'): readonly Remedy[] => [
  { kind: 'refund', amount: { minor, currency } },
];

export const complaintFact = complaintFactsFrom(T0);
export const PLACE = { team: 'front-desk', agent: null, priority: 3 } as const;

/** Facts of the case, in minutes. */
export const registered = complaintFact('ComplaintRegistered', 0, { ...CASE_FACTS, policy: CASE_POLICY });
export const resolved = (at: number, cycle = 1) =>
  complaintFact('ComplaintResolved', at, { ...PLACE, resolvedBy: 'ann', cycle });
export const closed = (at: number) => complaintFact('ComplaintClosed', at, { ...PLACE, cycle: 1 });
export const reopened = (at: number, cycle = 2) =>
  complaintFact('ComplaintReopened', at, { ...PLACE, cycle, policy: CASE_POLICY });
export const archived = (at: number) => complaintFact('ComplaintArchived', at, PLACE);

/** What every fact of a resolution says, of the first cycle. */
export const about = (resolutionId: string, remedies: readonly Remedy[], cycle = 1) => ({
  ...PLACE,
  resolutionId,
  cycle,
  remedies,
  cause: CASE_FACTS.category,
});

/** Makes a fact of a resolution: type, minutes, data. */
export const fact = <Type extends ResolutionEvent['type']>(
  type: Type,
  minutes: number,
  data: Extract<ResolutionEvent, { type: Type }>['data'],
) => ({ type, version: 1, occurredAt: minute(minutes), data }) as Extract<ResolutionEvent, { type: Type }>;

const AUTHORITY = { name: LIMITS.name, version: LIMITS.version };

/** What ann proposes, approved at once. */
export const approvedAtOnce = (at: number, remedies: readonly Remedy[] = APOLOGY, id = 'r-1') => [
  fact('ResolutionProposed', at, { ...about(id, remedies), proposedBy: 'ann' }),
  fact('ResolutionApproved', at, {
    ...about(id, remedies),
    proposedBy: 'ann',
    approvedBy: 'ann',
    role: 'agent',
    authority: AUTHORITY,
  }),
];

/** What ann proposes beyond her authority. */
export const requested = (at: number, remedies: readonly Remedy[] = refund(120), id = 'r-1') => [
  fact('ResolutionProposed', at, { ...about(id, remedies), proposedBy: 'ann' }),
  fact('ResolutionApprovalRequested', at, {
    ...about(id, remedies),
    proposedBy: 'ann',
    exceeds: 'case',
    approvers: ['shift-leader', 'supervisor'],
    authority: AUTHORITY,
  }),
];

export const offered = (at: number, remedies: readonly Remedy[] = APOLOGY, id = 'r-1') =>
  fact('ResolutionOffered', at, about(id, remedies));
export const accepted = (at: number, remedies: readonly Remedy[] = APOLOGY, id = 'r-1') =>
  fact('ResolutionAccepted', at, about(id, remedies));
export const fulfilled = (at: number, remedies: readonly Remedy[] = APOLOGY, id = 'r-1') =>
  fact('ResolutionFulfilled', at, about(id, remedies));

const ID = { resolutionId: 'r-1' };

/** What a resolution can be told. */
export const TOLD = {
  offer: { type: 'OfferResolution', ...ID },
  accept: { type: 'AcceptResolution', ...ID },
  refuse: { type: 'RefuseResolution', ...ID },
  withdraw: { type: 'WithdrawResolution', ...ID, reason: 'mistake' },
  fulfil: { type: 'FulfilResolution', ...ID },
  reverse: { type: 'ReverseResolution', ...ID, reason: 'bounced' },
} as const satisfies Readonly<Record<string, ResolutionOrder>>;
export const reschedule = (fulfilBy: EpochMs): ResolutionOrder => ({
  type: 'RescheduleFulfilment',
  ...ID,
  fulfilBy,
  renegotiatedBy: 'customer',
});

/** A refund of 40 up to where it stands, a minute for each step. */
export const MONEY = refund(40);
export const toOffered = [...approvedAtOnce(1, MONEY), offered(2, MONEY)];
export const toAccepted = [...toOffered, accepted(3, MONEY)];
export const toFulfilled = [...toAccepted, fulfilled(4, MONEY)];

/** A command by ann at a minute, unless it is said otherwise. */
export const command = (
  order: ResolutionOrder,
  minutes: number,
  more: Partial<CaseCommandContext & Pick<ResolutionCommand, 'limits' | 'overdrawn'>> = {},
): ResolutionCommand => ({
  ...order,
  actor: ANN,
  why: {},
  now: minute(minutes),
  policies: POLICIES,
  limits: LIMITS,
  ...more,
});

/** What can stand on the stream of the case. */
export type StreamEvent = Parameters<typeof resolutionDecider.evolve>[1];

/** The case on record, and what else was recorded on its stream. */
export const given = (...history: readonly StreamEvent[]) =>
  deciderSpec(resolutionDecider).given(registered, ...history);
