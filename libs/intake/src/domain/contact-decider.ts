import { invalidField } from '@redress/complaints';
import { DomainError, fromIso, type Decider, type EpochMs } from '@redress/kernel';
import type { ContactRecorded } from '../events';

/** What is to be recorded of a contact. */
export interface RecordContactOrder {
  readonly contact: ContactRecorded['data'];
  readonly startedAt: EpochMs;
  readonly now: EpochMs;
}

/** A contact is a fact by itself: it is recorded once, and nothing comes after it. The state says whether it is on record. */
export const contactDecider: Decider<boolean, RecordContactOrder, ContactRecorded> = {
  initial: false,
  /** Throws DomainErrors `already-exists`, `occurred-in-future` and `contact-ends-early`. */
  decide({ contact, startedAt, now }, isOnRecord) {
    if (isOnRecord)
      throw new DomainError('conflict', 'already-exists', 'There is something under this id already.');
    if (startedAt > now) throw invalidField('occurred-in-future', 'startedAt', 'lies in the future');
    if (contact.endedAt !== undefined && fromIso(contact.endedAt) < startedAt)
      throw invalidField('contact-ends-early', 'endedAt', 'lies before the beginning of the contact');
    return [{ type: 'ContactRecorded', version: 1, occurredAt: startedAt, data: contact }];
  },
  evolve: () => true,
};
