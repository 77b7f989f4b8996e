import { ENDINGS, type CaseInView } from '@redress/complaints';
import { DomainError } from '@redress/kernel';
import type { ResolutionOrderType } from './commands';
import { costOf } from './remedies';
import type { ResolutionOnRecord, ResolutionState } from './state';

type Standing = CaseInView['standing'];

const GOES_ON: readonly Standing[] = ['open', 'waiting', 'resolved'];
const ALSO_LATER: readonly Standing[] = [...GOES_ON, 'closed', 'archived'];

/** Where a case may stand for a command to one of its resolutions. */
const LEGAL: Readonly<Record<ResolutionOrderType, readonly Standing[]>> = {
  ProposeResolution: GOES_ON,
  ApproveResolution: GOES_ON,
  DeclineResolution: GOES_ON,
  OfferResolution: GOES_ON,
  AcceptResolution: GOES_ON,
  RefuseResolution: GOES_ON,
  WithdrawResolution: GOES_ON,
  RescheduleFulfilment: ALSO_LATER,
  FulfilResolution: ALSO_LATER,
  ReverseResolution: ALSO_LATER,
};

/** A command to a resolution that is on record. */
export type ResolutionStep = Exclude<ResolutionOrderType, 'ProposeResolution'>;

/** Where a resolution may stand for a command to it. */
const FROM: Readonly<Record<ResolutionStep, readonly ResolutionState[]>> = {
  ApproveResolution: ['approval-requested'],
  DeclineResolution: ['approval-requested'],
  OfferResolution: ['approved'],
  AcceptResolution: ['offered'],
  RefuseResolution: ['offered'],
  WithdrawResolution: ['approval-requested', 'approved', 'offered'],
  RescheduleFulfilment: ['accepted'],
  FulfilResolution: ['accepted'],
  ReverseResolution: ['fulfilled'],
};

/** What costs no money may be done on the spot: it need not have been accepted, nor offered. */
const FULFIL_FREE_FROM: readonly ResolutionState[] = ['approved', 'offered', 'accepted'];

const fromStates = (type: ResolutionStep, { remedies }: ResolutionOnRecord): readonly ResolutionState[] =>
  type === 'FulfilResolution' && costOf(remedies) === undefined ? FULFIL_FREE_FROM : FROM[type];

/** Throws DomainError `illegal-step`, with the phase, how an ended case ended, and the commands to resolutions that would be legal. */
export function assertCaseAllows(type: ResolutionOrderType, standing: Standing): void {
  if (LEGAL[type].includes(standing)) return;
  const ending = ENDINGS.find((one) => one === standing);
  throw new DomainError('illegal', 'illegal-step', `${type} is not possible while the case is ${standing}.`, {
    ...(ending === undefined ? { phase: standing } : { phase: 'ended', endedAs: ending }),
    legal: (Object.keys(LEGAL) as ResolutionOrderType[]).filter((one) => LEGAL[one].includes(standing)),
  });
}

/** Throws DomainError `illegal-resolution-step`, with where the resolution stands and what would be legal. */
export function assertStep(type: ResolutionStep, resolution: ResolutionOnRecord): void {
  const { resolutionId, state } = resolution;
  if (fromStates(type, resolution).includes(state)) return;
  const legal = (Object.keys(FROM) as ResolutionStep[]).filter((one) =>
    fromStates(one, resolution).includes(state),
  );
  throw new DomainError(
    'illegal',
    'illegal-resolution-step',
    `${type} is not possible while the resolution is ${state}.`,
    { resolutionId, state, legal },
  );
}
