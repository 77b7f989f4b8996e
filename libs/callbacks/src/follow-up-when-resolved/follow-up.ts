import type { CommandBus } from '@nestjs/cqrs';
import type { EventStore } from '@redress/event-store';
import { deriveId, fold, type CommandOrigin, type EpochMs } from '@redress/kernel';
import { ChangeCallback } from '../change-callback/change-callback.command';
import { callbackDecider, type CallbackStreamEvent } from '../domain/callback-decider';
import { callbackStream } from '../events';

/** One cycle of a case, in which its customer is asked once. */
export interface CaseCycle {
  readonly complaintId: string;
  readonly cycle: number;
}

/** The follow-up of a cycle: the same id whoever asks for it, so that it is scheduled once, and is found without a look-up. */
export const followUpId = ({ complaintId, cycle }: CaseCycle): string =>
  deriveId('follow-up', complaintId, cycle);

/** Nobody is to be asked any more: cancels the follow-up of a cycle, where one is owed. */
export async function cancelFollowUp(
  { store, bus }: { readonly store: EventStore; readonly bus: CommandBus },
  ofCycle: CaseCycle,
  reason: string,
  { origin, at }: { readonly origin: CommandOrigin; readonly at: EpochMs },
): Promise<void> {
  const callbackId = followUpId(ofCycle);
  const facts = await store.readStream(callbackStream(callbackId));
  const followUp = fold(callbackDecider, facts as readonly CallbackStreamEvent[]).subject;
  if (followUp?.end !== null) return;
  await bus.execute(new ChangeCallback(callbackId, { type: 'CancelCallback', reason }, {}, origin, at));
}
