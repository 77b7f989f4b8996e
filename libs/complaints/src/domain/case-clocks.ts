import type { ClockPlan } from '@redress/clocks';
import type { ClockName } from '@redress/sla';
import type { EpochMs } from '@redress/kernel';
import type { ComplaintEvent } from '../events';
import type { CaseOnRecord } from './state';

/**
 * What happens in the life of a case, as far as its clocks are concerned: its facts by their types, and what some of them mean only at
 * times.
 */
export type CaseOccasion =
  | ComplaintEvent['type']
  /** The customer spoke again while the case is open. */
  | 'SpokenAgain'
  /** The customer was told how the case stands, and is to be told again. */
  | 'Told'
  /** Resolved, and the customer is to be asked about it. */
  | 'FollowUpOwed'
  /** The customer was asked; or nobody reached them. */
  | 'Asked'
  | 'Unreachable'
  /** An order for whose answer the policy sets the time. */
  | 'AnswerOrdered'
  /** Nobody needs to decide any more on more time for a clock that was stopped. */
  | 'ExtensionLapsed';

/**
 * The clocks of a case. A case that is refused, withdrawn or merged into another ends all of them; they do not go on in the other one,
 * whose own have never stopped. A reopening starts those of a cycle anew, beside what earlier cycles have left, and the total resolution
 * from the registration: the time in which the case was thought resolved counts.
 */
export const CASE_CLOCKS: readonly ClockPlan<CaseOccasion>[] = [
  {
    clock: 'acknowledgement',
    per: 'occurrence',
    starts: ['ComplaintRegistered'],
    // Who has an answer knows that we have it.
    stops: ['ComplaintAcknowledged', 'ComplaintResponded'],
    closes: { ComplaintClosed: 'closed' },
  },
  {
    clock: 'first-response',
    per: 'cycle',
    starts: ['ComplaintRegistered', 'ComplaintReopened'],
    stops: ['ComplaintResponded'],
  },
  {
    clock: 'resolution',
    per: 'cycle',
    starts: ['ComplaintRegistered', 'ComplaintReopened'],
    stops: ['ComplaintResolved'],
  },
  {
    clock: 'total-resolution',
    per: 'subject',
    starts: ['ComplaintRegistered', 'ComplaintReopened'],
    stops: ['ComplaintResolved'],
  },
  {
    clock: 'next-response',
    per: 'occurrence',
    starts: ['SpokenAgain'],
    stops: ['ComplaintResponded', 'ComplaintResolved'],
  },
  {
    clock: 'update',
    per: 'occurrence',
    starts: ['ComplaintRegistered', 'ComplaintReopened', 'Told'],
    stops: ['ComplaintResponded'],
    closes: { ComplaintResolved: 'resolved' },
  },
  // Started by a person's promise.
  {
    clock: 'answer',
    per: 'occurrence',
    starts: [],
    stops: ['ComplaintResponded', 'ComplaintResolved'],
    closes: { AnswerPromised: 'renegotiated', ComplaintClosed: 'closed' },
  },
  {
    clock: 'follow-up',
    per: 'occurrence',
    starts: ['FollowUpOwed'],
    stops: ['Asked'],
    closes: { Unreachable: 'unreachable', ComplaintReopened: 'reopened', ComplaintClosed: 'closed' },
  },
  // Started and stopped by the resolutions of the case.
  { clock: 'approval', per: 'occurrence', starts: [], stops: [], closes: { ComplaintClosed: 'closed' } },
  {
    clock: 'extension',
    per: 'occurrence',
    starts: ['ExtensionRequested'],
    stops: ['ExtensionGranted', 'ExtensionRefused'],
    closes: { ExtensionLapsed: 'cancelled', ComplaintClosed: 'closed' },
  },
  {
    clock: 'supervision',
    per: 'occurrence',
    starts: ['AnswerOrdered'],
    stops: ['SupervisionAnswered'],
    closes: { ComplaintClosed: 'closed' },
  },
];

/** What a fact of the case is an occasion of, given the case after it. */
export const occasionsOf = (event: ComplaintEvent, after: CaseOnRecord): readonly CaseOccasion[] => [
  event.type,
  ...besides(event, after),
];

function besides(event: ComplaintEvent, after: CaseOnRecord): readonly CaseOccasion[] {
  const lapsed: readonly CaseOccasion[] = after.extension.pending === null ? ['ExtensionLapsed'] : [];
  if (event.type === 'ComplaintResponded') {
    const isToldAgain = isOpen(after) && event.data.cycleOver !== true;
    return isToldAgain ? [...lapsed, 'Told'] : lapsed;
  }
  if (event.type === 'ComplaintResolved') {
    return event.data.followUp === false ? lapsed : [...lapsed, 'FollowUpOwed'];
  }
  if (event.type === 'ComplaintChased') return isOpen(after) ? ['SpokenAgain'] : [];
  if (event.type === 'ComplaintFollowedUp') {
    return event.data.outcome === 'unreachable' ? ['Unreachable'] : ['Asked'];
  }
  return event.type === 'SupervisionOrdered' && event.data.within === undefined ? ['AnswerOrdered'] : [];
}

const isOpen = ({ phase }: CaseOnRecord): boolean => phase === 'open' || phase === 'waiting';

/** What a case waits for beside what each cycle does, and since when: a rule that has a target for it starts it from there. */
export function owedOf(
  state: CaseOnRecord,
): readonly { readonly clock: ClockName; readonly since: EpochMs }[] {
  const { acknowledgedAt, responded, cycle, registeredAt, spokenAt, toldAt } = state;
  const isKnown = acknowledgedAt !== null || responded || cycle > 1;
  const whileOpen = [
    { clock: 'total-resolution', since: registeredAt },
    { clock: 'update', since: toldAt },
  ] as const;
  return [
    ...(isKnown ? [] : ([{ clock: 'acknowledgement', since: registeredAt }] as const)),
    ...(isOpen(state) ? whileOpen : []),
    ...(spokenAt === null ? [] : ([{ clock: 'next-response', since: spokenAt }] as const)),
  ];
}
