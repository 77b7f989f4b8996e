import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideAndAppend, EVENT_STORE, type Decided, type EventStore } from '@redress/event-store';
import {
  CLOCK,
  deriveId,
  DomainError,
  fold,
  type Clock,
  type CommandOrigin,
  type EpochMs,
  type RecordedEvent,
} from '@redress/kernel';
import { PERSONAL_DATA, type PersonalData, type PersonalText } from '@redress/personal-data';
import { ContactPolicyShelf, PolicyShelf, type ContactPolicy } from '@redress/policies';
import { complaintStream, pinnedPolicyOf, registrationOf } from '../complaint-stream';
import { caseConsequence, caseDecider, type CaseEvent } from '../domain/case-decider';
import { invalidField } from '../domain/deciding';
import type { CaseState } from '../domain/state';
import type { CaseStep } from '../domain/with-case';
import { textRef } from '../text-ref';
import { ChangeCase } from './change-case.command';

@CommandHandler(ChangeCase)
export class ChangeCaseHandler implements ICommandHandler<ChangeCase> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalData,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly shelf: PolicyShelf,
    private readonly contactPolicies: ContactPolicyShelf,
  ) {}

  execute(command: ChangeCase): Promise<Decided> {
    const { complaintId, why, origin, occurredAt } = command;
    const { note, ...reason } = why;
    const texts = textsOf(command);
    return decideAndAppend(this.store, {
      stream: complaintStream(complaintId),
      partitionKey: complaintId,
      decider: caseDecider,
      consequence: caseConsequence,
      command: async (history) => {
        const now = this.clock.now();
        const contactPolicy = await this.contactPolicies.inForce(occurredAt ?? now);
        return {
          ...(await this.#order(command, history, { now, contactPolicy })),
          followedUpKinds: contactPolicy.followUp.kinds,
          why: { ...reason, ...(note === undefined ? {} : { noteRef: textRef(origin, 'note') }) },
          actor: origin.actor,
          now,
          policies: await this.shelf.book(pinnedPolicyOf(history)),
          ...(occurredAt === undefined ? {} : { occurredAt }),
        };
      },
      beforeAppend: async (history) => {
        const customerId = registrationOf(history)?.customerId;
        if (texts.length === 0 || customerId === undefined) return;
        await this.personalData.putTexts(customerId, texts);
      },
      origin,
      stage: 'existing',
    });
  }

  /** The order, with what its decision has to know beside the case. */
  async #order(
    { complaintId, change, why, origin, occurredAt }: ChangeCase,
    history: readonly RecordedEvent[],
    { now, contactPolicy }: { now: EpochMs; contactPolicy: ContactPolicy },
  ): Promise<CaseStep> {
    if (change.type === 'AddNote') {
      if (why.note === undefined) throw new DomainError('invalid', 'note-missing', 'A note needs a text.');
      return { type: 'AddNote', noteRef: textRef(origin, 'note') };
    }
    if (change.type === 'AnswerSupervision')
      return { type: 'AnswerSupervision', answerRef: textRef(origin, 'answer') };
    if (change.type === 'CloseComplaint') {
      const { closing } = contactPolicy;
      const kind = stateOf(history)?.facts.kind;
      return { ...change, mayCloseUnasked: kind !== undefined && closing.unaskedKinds.includes(kind) };
    }
    if (change.type === 'DecideAppeal') {
      const refusal = history.findLast(({ type }) => type === 'ComplaintRefused');
      return { ...change, ...(refusal === undefined ? {} : { refusedBy: refusal.actor.id }) };
    }
    if (change.type === 'SplitComplaint')
      return splitOrder(change, origin, registrationOf(history)?.customerId);
    if (change.type === 'FollowUpComplaint') return { askedAt: occurredAt ?? now, ...change };
    if (change.type === 'LinkComplaint' && change.otherId !== complaintId) {
      const other = await this.#otherCase(change.otherId);
      if (other.length === 0) throw invalidField('link-target-unknown', 'otherId', 'is the id of no case');
    }
    if (change.type === 'MergeComplaint' && change.into !== complaintId)
      await this.#assertGoesOn(change.into, history);
    return change;
  }

  /** Another case, as it stands at this moment: it is not held, and may change before this one does. */
  #otherCase(complaintId: string): Promise<readonly RecordedEvent[]> {
    return this.store.readStream(complaintStream(complaintId));
  }

  /**
   * A case goes on in one that was on record before it: the other stream is not held, and two cases that are merged into each other at the
   * same time would both be lost.
   */
  async #assertGoesOn(into: string, own: readonly RecordedEvent[]): Promise<void> {
    const other = await this.#otherCase(into);
    const state = stateOf(other);
    if (state === undefined) throw invalidField('merge-target-unknown', 'into', 'is the id of no case');
    if (state.endedAs !== null) {
      const { endedAs } = state;
      throw new DomainError('conflict', 'merge-target-ended', 'The other case has ended.', { endedAs });
    }
    if ((other[0]?.position ?? '') > (own[0]?.position ?? ''))
      throw invalidField('merge-into-later', 'into', 'came on record later: merge that one');
  }
}

/** The free texts that a command brings, with the references that its events will name. */
const textsOf = ({ change, why: { note }, origin }: ChangeCase): readonly PersonalText[] => [
  ...(note === undefined ? [] : [{ ref: textRef(origin, 'note'), purpose: 'note', text: note }]),
  ...(change.type === 'AnswerSupervision'
    ? [{ ref: textRef(origin, 'answer'), purpose: 'supervision-answer', text: change.answer }]
    : []),
  ...(change.type === 'SplitComplaint' ? partTexts(change, origin) : []),
];

type Split = Extract<ChangeCase['change'], { type: 'SplitComplaint' }>;

const partTexts = ({ description, remedySought }: Split, origin: CommandOrigin): readonly PersonalText[] => [
  ...(description === undefined
    ? []
    : [{ ref: textRef(origin, 'description'), purpose: 'description', text: description }]),
  ...(remedySought === undefined
    ? []
    : [{ ref: textRef(origin, 'remedySought'), purpose: 'remedy-sought', text: remedySought }]),
];

function splitOrder(change: Split, origin: CommandOrigin, customerId: string | undefined): CaseStep {
  const { description, remedySought, ...order } = change;
  if (customerId === undefined) throw new DomainError('not-found', 'not-found', 'There is no such case.');
  return {
    ...order,
    customerId,
    into: deriveId(origin.commandId, 'part'),
    ...(description === undefined ? {} : { descriptionRef: textRef(origin, 'description') }),
    ...(remedySought === undefined ? {} : { remedySoughtRef: textRef(origin, 'remedySought') }),
  };
}

const stateOf = (history: readonly RecordedEvent[]): CaseState =>
  // The stream holds what the decider of the case understands; of its neighbours, only the instants.
  fold(caseDecider, history as readonly CaseEvent[]).subject;
