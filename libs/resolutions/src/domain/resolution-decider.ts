import type { ClockSignal, ClockStreamEvent } from '@redress/clocks';
import {
  isPromised,
  promisedLength,
  startPromised,
  withCase,
  type BesideCase,
  type CaseInView,
  type CaseStep,
} from '@redress/complaints';
import { DomainError, fromIso, toIso } from '@redress/kernel';
import { formatDuration } from '@redress/sla';
import type { ResolutionEvent } from '../events';
import { approve, decline, propose } from './approval';
import type { ResolutionCommand } from './commands';
import { aboutOf, fact, type Told } from './deciding';
import { assertCaseAllows, assertStep } from './legal-steps';
import {
  evolve,
  findResolution,
  NO_RESOLUTIONS,
  type CaseResolutions,
  type ResolutionOnRecord,
} from './state';

/** Decides what becomes of the resolutions of a case, on the stream of the case, with what follows for its clocks and for the case. */
export const resolutionDecider = withCase<CaseResolutions, ResolutionCommand, ResolutionEvent>({
  decider: { initial: NO_RESOLUTIONS, decide, evolve },
  signalsOf: (event, _, inView) => signalsOf(event, inView),
  nextStep,
});

/** A command that needs nobody's authority. */
type Step = Exclude<Told, { type: 'ProposeResolution' | 'ApproveResolution' | 'DeclineResolution' }>;

function decide(command: Told, state: CaseResolutions): readonly ResolutionEvent[] {
  assertCaseAllows(command.type, command.case.standing);
  const resolution = findResolution(state, command.resolutionId);
  if (command.type === 'ProposeResolution') return resolution === undefined ? propose(command, state) : [];
  if (resolution === undefined) {
    throw new DomainError('not-found', 'not-found', 'The case has no resolution under this id.');
  }
  if (command.type === 'ApproveResolution') return approve(command, resolution, state);
  if (command.type === 'DeclineResolution') return decline(command, resolution);
  if (isDone(command, resolution)) return [];
  assertStep(command.type, resolution);
  return [step(command, resolution)];
}

/** Whether the command would lead to where the resolution stands. */
function isDone(command: Step, { state, fulfilBy }: ResolutionOnRecord): boolean {
  switch (command.type) {
    case 'OfferResolution':
      return state === 'offered';
    case 'AcceptResolution':
      return state === 'accepted';
    case 'RefuseResolution':
      return state === 'refused';
    case 'WithdrawResolution':
      return state === 'withdrawn';
    case 'RescheduleFulfilment':
      return state === 'accepted' && fulfilBy !== null && isPromised(command.fulfilBy, fulfilBy);
    case 'FulfilResolution':
      return state === 'fulfilled';
    case 'ReverseResolution':
      return state === 'reversed';
  }
}

function step(command: Step, resolution: ResolutionOnRecord): ResolutionEvent {
  const { at } = command;
  const about = aboutOf(command, resolution);
  const promised = (by: number) => toIso(at + promisedLength('fulfilBy', by, at));
  switch (command.type) {
    case 'OfferResolution':
      return fact('ResolutionOffered', at, about);
    case 'AcceptResolution': {
      const { fulfilBy } = command;
      const promise = fulfilBy === undefined ? {} : { fulfilBy: promised(fulfilBy) };
      return fact('ResolutionAccepted', at, { ...about, ...promise });
    }
    case 'RefuseResolution':
      return fact('ResolutionRefused', at, about);
    case 'WithdrawResolution': {
      const wasOffered = resolution.state === 'offered';
      return fact('ResolutionWithdrawn', at, { ...about, reason: command.reason, wasOffered });
    }
    case 'RescheduleFulfilment': {
      const { renegotiatedBy } = command;
      const fulfilBy = promised(command.fulfilBy);
      return fact('FulfilmentRescheduled', at, { ...about, fulfilBy, renegotiatedBy });
    }
    case 'FulfilResolution': {
      const { reference } = command;
      return fact('ResolutionFulfilled', at, { ...about, ...(reference === undefined ? {} : { reference }) });
    }
    case 'ReverseResolution':
      return fact('ResolutionReversed', at, { ...about, reason: command.reason });
  }
}

/** What a fact of a resolution means to the clocks of its case: to those that its policy defines, and to the others. */
export function signalsOf(event: ResolutionEvent, inView: CaseInView): readonly ClockSignal[] {
  const { cycle, policy, subject } = inView;
  return [{ signal: 'occurred', name: event.type, cycle, policy, subject }, ...knownSignals(event, inView)];
}

function knownSignals(event: ResolutionEvent, inView: CaseInView): readonly ClockSignal[] {
  const { cycle, policy, subject } = inView;
  switch (event.type) {
    case 'ResolutionApprovalRequested':
      return [{ signal: 'start-clock', clock: 'approval', cycle, policy, subject }];
    case 'ResolutionApproved':
      return event.data.approvedBy === event.data.proposedBy ? [] : [{ signal: 'stop', clock: 'approval' }];
    case 'ResolutionDeclined':
      return [{ signal: 'stop', clock: 'approval' }];
    case 'ResolutionWithdrawn':
      return [{ signal: 'close', reason: 'withdrawn', clocks: ['approval'] }];
    case 'ResolutionAccepted':
      return event.data.fulfilBy === undefined ? [] : [fulfilmentClock(event, event.data.fulfilBy, inView)];
    case 'FulfilmentRescheduled':
      return [
        { signal: 'close', reason: 'renegotiated', clocks: ['fulfilment'] },
        fulfilmentClock(event, event.data.fulfilBy, inView),
      ];
    case 'ResolutionFulfilled':
      return [{ signal: 'stop', clock: 'fulfilment' }];
    case 'ResolutionProposed':
    case 'ResolutionOffered':
    case 'ResolutionRefused':
    case 'ResolutionReversed':
      return [];
  }
}

const fulfilmentClock = ({ occurredAt }: ResolutionEvent, fulfilBy: string, inView: CaseInView) =>
  startPromised('fulfilment', formatDuration(fromIso(fulfilBy) - occurredAt), inView);

/** Fulfilling can resolve the case, unless that has been done. */
function nextStep(
  events: readonly (ResolutionEvent | ClockStreamEvent)[],
  command: ResolutionCommand & BesideCase,
): CaseStep | undefined {
  if (command.type !== 'FulfilResolution' || command.resolves === undefined || events.length === 0)
    return undefined;
  const { standing } = command.case;
  return standing === 'open' || standing === 'waiting'
    ? { type: 'ResolveComplaint', resolvedBy: command.resolves.resolvedBy }
    : undefined;
}
