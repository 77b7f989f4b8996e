import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { customerNamed } from '@redress/customers';
import { decideAndAppend, EVENT_STORE, type Decided, type EventStore } from '@redress/event-store';
import { CLOCK, deriveId, type Clock } from '@redress/kernel';
import { PERSONAL_DATA, type PersonalData, type PersonalText } from '@redress/personal-data';
import { PolicyShelf } from '@redress/policies';
import { complaintStream } from '../complaint-stream';
import { caseConsequence, caseDecider } from '../domain/case-decider';
import { textRef } from '../text-ref';
import { RegisterComplaint } from './register-complaint.command';

@CommandHandler(RegisterComplaint)
export class RegisterComplaintHandler implements ICommandHandler<RegisterComplaint> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalData,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly shelf: PolicyShelf,
  ) {}

  async execute(command: RegisterComplaint): Promise<Decided & { readonly complaintId: string }> {
    const { registration, origin, occurredAt } = command;
    const complaintId = deriveId(origin.commandId, 'complaint');
    const texts = (['description', 'remedySought', 'note'] as const).flatMap((field): PersonalText[] => {
      const text = command.texts[field];
      return text === undefined ? [] : [{ ref: textRef(origin, field), purpose: PURPOSE[field], text }];
    });
    const refOf = (purpose: string) => texts.find((text) => text.purpose === purpose)?.ref;
    const [descriptionRef, remedySoughtRef, noteRef] = [
      refOf('description'),
      refOf('remedy-sought'),
      refOf('note'),
    ];
    // The personal rows first, then the event: an orphan row can be swept, a dangling reference would be a lost complaint.
    const customerId = await customerNamed(this.personalData, command.complainant, {
      texts,
      proposedId: deriveId(origin.commandId, 'customer'),
      field: 'customer.id',
    });
    const policies = await this.shelf.book();
    const decided = await decideAndAppend(this.store, {
      stream: complaintStream(complaintId),
      partitionKey: complaintId,
      decider: caseDecider,
      consequence: caseConsequence,
      command: () => ({
        type: 'RegisterComplaint' as const,
        complaintId,
        customerId,
        ...registration,
        ...(descriptionRef === undefined ? {} : { descriptionRef }),
        ...(remedySoughtRef === undefined ? {} : { remedySoughtRef }),
        why: { ...command.why, ...(noteRef === undefined ? {} : { noteRef }) },
        actor: origin.actor,
        now: this.clock.now(),
        policies,
        ...(occurredAt === undefined ? {} : { occurredAt }),
      }),
      origin,
      stage: 'new',
    });
    return { ...decided, complaintId };
  }
}

const PURPOSE = { description: 'description', remedySought: 'remedy-sought', note: 'note' } as const;
