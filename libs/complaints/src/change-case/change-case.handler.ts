import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideAndAppend, EVENT_STORE, type Decided, type EventStore } from '@redress/event-store';
import { CLOCK, DomainError, type Clock } from '@redress/kernel';
import { PERSONAL_DATA, type PersonalData } from '@redress/personal-data';
import { PolicyShelf } from '@redress/policies';
import { complaintStream, registrationOf } from '../complaint-stream';
import { caseConsequence, caseDecider } from '../domain/case-decider';
import type { CaseOrder } from '../domain/commands';
import { textRef } from '../text-ref';
import { ChangeCase, type CaseChange } from './change-case.command';

@CommandHandler(ChangeCase)
export class ChangeCaseHandler implements ICommandHandler<ChangeCase> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalData,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly shelf: PolicyShelf,
  ) {}

  execute({ complaintId, change, why: { note, ...why }, origin, occurredAt }: ChangeCase): Promise<Decided> {
    const noteRef = note === undefined ? undefined : textRef(origin, 'note');
    return decideAndAppend(this.store, {
      stream: complaintStream(complaintId),
      partitionKey: complaintId,
      decider: caseDecider,
      consequence: caseConsequence,
      command: async (history) => ({
        ...orderOf(change, noteRef),
        why: { ...why, ...(noteRef === undefined ? {} : { noteRef }) },
        actor: origin.actor,
        now: this.clock.now(),
        policies: await this.shelf.book(registrationOf(history)?.policy),
        ...(occurredAt === undefined ? {} : { occurredAt }),
      }),
      beforeAppend: async (history) => {
        const customerId = registrationOf(history)?.customerId;
        if (note === undefined || noteRef === undefined || customerId === undefined) return;
        await this.personalData.putTexts(customerId, [{ ref: noteRef, purpose: 'note', text: note }]);
      },
      origin,
      stage: 'existing',
    });
  }
}

function orderOf(
  change: CaseChange,
  noteRef: string | undefined,
): Exclude<CaseOrder, { type: 'RegisterComplaint' }> {
  if (change.type !== 'AddNote') return change;
  if (noteRef === undefined) throw new DomainError('invalid', 'note-missing', 'A note needs a text.');
  return { type: 'AddNote', noteRef };
}
