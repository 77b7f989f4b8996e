import { DomainError } from '@redress/kernel';
import type { CustomerDetails, PersonalData, PersonalText } from '@redress/personal-data';

/** Whom a sender names: a customer known by id, or details by which one is found or made. */
export type NamedCustomer = { readonly customerId: string } | { readonly details: CustomerDetails };

/**
 * The id of whom a sender names, with the texts stored that belong to them. `proposedId` is for a customer whom nobody knows yet; `field` is
 * what the sender calls the id. Repeating it changes nothing.
 * Throws the DomainErrors of `findOrCreateCustomer`; `customer-unknown` and `customer-erased` about `field` where the id is wrong.
 */
export async function customerNamed(
  personalData: PersonalData,
  named: NamedCustomer,
  stored: { readonly texts: readonly PersonalText[]; readonly proposedId: string; readonly field: string },
): Promise<string> {
  const { texts, proposedId, field } = stored;
  if ('details' in named) {
    const { details } = named;
    return (await personalData.findOrCreateCustomer({ proposedId, details, texts })).customerId;
  }
  try {
    await personalData.putTexts(named.customerId, texts);
  } catch (error) {
    // Here the customer is part of what was said, not what was asked for.
    if (!(error instanceof DomainError && error.kind === 'not-found')) throw error;
    throw new DomainError('invalid', error.code, error.message, {
      errors: [{ field, code: error.code, reason: error.message }],
    });
  }
  return named.customerId;
}
