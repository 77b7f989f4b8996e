import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { clockConsequence } from '@redress/clocks';
import { textRef } from '@redress/complaints';
import { ConsentBook } from '@redress/customers';
import { decideAndAppend, EVENT_STORE, type Decided, type EventStore } from '@redress/event-store';
import { CLOCK, DomainError, type Clock, type CommandOrigin, type RecordedEvent } from '@redress/kernel';
import { PERSONAL_DATA, type PersonalData, type PersonalText } from '@redress/personal-data';
import { ContactPolicyShelf, PolicyShelf } from '@redress/policies';
import { callbackDecider } from '../domain/callback-decider';
import type { CallbackOrder } from '../domain/commands';
import { callbackStream, type CallbackScheduled } from '../events';
import { ChangeCallback, type CallbackChange } from './change-callback.command';

@CommandHandler(ChangeCallback)
export class ChangeCallbackHandler implements ICommandHandler<ChangeCallback> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalData,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly shelf: PolicyShelf,
    private readonly contactPolicies: ContactPolicyShelf,
    private readonly consents: ConsentBook,
  ) {}

  async execute(command: ChangeCallback): Promise<Decided> {
    const { callbackId, change, why, origin, occurredAt } = command;
    const { note, ...reason } = why;
    const texts = textsOf(command);
    const { partitionKey, data } = await this.#scheduled(callbackId);
    return decideAndAppend(this.store, {
      stream: callbackStream(callbackId),
      partitionKey,
      decider: callbackDecider,
      consequence: clockConsequence,
      command: async () => {
        const now = this.clock.now();
        return {
          ...orderOf(change, origin),
          why: { ...reason, ...(note === undefined ? {} : { noteRef: textRef(origin, 'note') }) },
          actor: origin.actor,
          now,
          policies: await this.shelf.book(),
          contactPolicy: await this.contactPolicies.inForce(occurredAt ?? now),
          consents: await this.consents.of(data.customerId),
          ...(occurredAt === undefined ? {} : { occurredAt }),
        };
      },
      beforeAppend: async () => {
        if (texts.length > 0) await this.personalData.putTexts(data.customerId, texts);
      },
      origin,
      stage: 'existing',
    });
  }

  /** What it began with, which says whose it is and in which order its facts stand. */
  async #scheduled(callbackId: string): Promise<RecordedEvent<CallbackScheduled>> {
    const [first] = await this.store.readStream(callbackStream(callbackId), { limit: 1 });
    if (first === undefined)
      throw new DomainError('not-found', 'not-found', 'There is nothing under this id.');
    return first as RecordedEvent<CallbackScheduled>;
  }
}

type Order = Exclude<CallbackOrder, { type: 'ScheduleCallback' }>;

function orderOf(change: CallbackChange, origin: CommandOrigin): Order {
  if (change.type !== 'CompleteCallback') return change;
  const { comment, ...answers } = change.answers;
  return {
    type: 'CompleteCallback',
    answers: { ...answers, ...(comment === undefined ? {} : { commentRef: textRef(origin, 'comment') }) },
  };
}

/** The free texts that a command brings, with the references that its events will name. */
const textsOf = ({ change, why: { note }, origin }: ChangeCallback): readonly PersonalText[] => {
  const comment = change.type === 'CompleteCallback' ? change.answers.comment : undefined;
  return [
    ...(note === undefined ? [] : [{ ref: textRef(origin, 'note'), purpose: 'note', text: note }]),
    ...(comment === undefined
      ? []
      : [{ ref: textRef(origin, 'comment'), purpose: 'survey-comment', text: comment }]),
  ];
};
