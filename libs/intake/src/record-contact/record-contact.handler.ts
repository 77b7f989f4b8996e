import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { complaintStream, invalidField, registrationOf, textRef } from '@redress/complaints';
import { customerNamed, type NamedCustomer } from '@redress/customers';
import { decideAndAppend, EVENT_STORE, type Decided, type EventStore } from '@redress/event-store';
import { CLOCK, deriveId, toIso, type Clock } from '@redress/kernel';
import { PERSONAL_DATA, type PersonalData, type PersonalText } from '@redress/personal-data';
import { contactDecider } from '../domain/contact-decider';
import { contactStream } from '../events';
import { RecordContact } from './record-contact.command';

@CommandHandler(RecordContact)
export class RecordContactHandler implements ICommandHandler<RecordContact> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalData,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(command: RecordContact): Promise<Decided & { readonly contactId: string }> {
    const { origin, text } = command;
    const { startedAt, endedAt, complaintId, ...told } = command.contact;
    const contactId = deriveId(origin.commandId, 'contact');
    const kept: readonly PersonalText[] =
      text === undefined ? [] : [{ ref: textRef(origin, 'text'), purpose: 'contact', text }];
    const customer = command.customer ?? (await this.#customerOf(complaintId));
    if (customer === undefined && text !== undefined)
      throw invalidField('customer-missing', 'customer', 'is needed where there is a text');
    // The personal rows first, then the event.
    const customerId =
      customer === undefined
        ? null
        : await customerNamed(this.personalData, customer, {
            texts: kept,
            proposedId: deriveId(origin.commandId, 'customer'),
            field: 'customer.id',
          });
    const stream = contactStream(contactId);
    const decided = await decideAndAppend(this.store, {
      stream,
      partitionKey: complaintId ?? stream,
      decider: contactDecider,
      command: () => ({
        contact: {
          ...told,
          contactId,
          customerId,
          complaintId: complaintId ?? null,
          ...(endedAt === undefined ? {} : { endedAt: toIso(endedAt) }),
          ...(kept[0] === undefined ? {} : { textRef: kept[0].ref }),
        },
        startedAt,
        now: this.clock.now(),
      }),
      origin,
      stage: 'new',
    });
    return { ...decided, contactId };
  }

  /** The customer of a case; undefined where none is named. */
  async #customerOf(complaintId: string | undefined): Promise<NamedCustomer | undefined> {
    if (complaintId === undefined) return undefined;
    const registration = registrationOf(
      await this.store.readStream(complaintStream(complaintId), { limit: 1 }),
    );
    if (registration === undefined) throw invalidField('case-unknown', 'complaintId', 'is the id of no case');
    return { customerId: registration.customerId };
  }
}
