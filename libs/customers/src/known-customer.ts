import { DomainError } from '@redress/kernel';
import type { PersonalData } from '@redress/personal-data';

/** Throws DomainError `not-found` where no customer has this id, or they were erased. */
export async function assertKnown(personalData: PersonalData, customerId: string): Promise<void> {
  if ((await personalData.customer(customerId)) === undefined) {
    throw new DomainError('not-found', 'not-found', 'No customer has this id.');
  }
}
