import { invalidField } from '@redress/complaints';
import type { Money, Remedy, RemedyKind } from '../events';

/** The most remedies of one resolution. */
export const MAX_REMEDIES = 5;

/** The most that one amount can be, in the smallest unit of its currency: a hundred of them still add up exactly. */
export const MAX_MINOR = Math.floor(2 ** 53 / 100);

/** These are nothing without an amount. */
const ALWAYS_COST: readonly RemedyKind[] = ['refund', 'compensation'];

const CURRENCY = /^[A-Z]{3}$/;

/**
 * Throws DomainError `remedies-count`, `amount-missing`, `amount-invalid`, `currency-invalid` or `mixed-currencies` where these can not be
 * the remedies of one resolution.
 */
export function assertRemedies(remedies: readonly Remedy[]): void {
  if (remedies.length === 0 || remedies.length > MAX_REMEDIES) {
    throw invalidField('remedies-count', 'remedies', `take 1 to ${String(MAX_REMEDIES)} remedies`);
  }
  for (const [index, { kind, amount }] of remedies.entries()) {
    const field = `remedies.${String(index)}.amount`;
    if (amount === undefined) {
      if (ALWAYS_COST.includes(kind))
        throw invalidField('amount-missing', field, `is missing: a ${kind} is nothing without`);
    } else if (!Number.isInteger(amount.minor) || amount.minor < 1 || amount.minor > MAX_MINOR) {
      throw invalidField(
        'amount-invalid',
        `${field}.minor`,
        `takes a whole number from 1 to ${String(MAX_MINOR)}`,
      );
    } else if (!CURRENCY.test(amount.currency)) {
      throw invalidField('currency-invalid', `${field}.currency`, 'takes three capital letters (ISO 4217)');
    } else if (amount.currency !== currencyOf(remedies)) {
      throw invalidField(
        'mixed-currencies',
        `${field}.currency`,
        'is another one: all amounts of a resolution are of one currency',
      );
    }
  }
}

/** What the remedies cost together; undefined where they cost no money. */
export function costOf(remedies: readonly Remedy[]): Money | undefined {
  const currency = currencyOf(remedies);
  if (currency === undefined) return undefined;
  return { minor: remedies.reduce((sum, { amount }) => sum + (amount?.minor ?? 0), 0), currency };
}

const currencyOf = (remedies: readonly Remedy[]): string | undefined =>
  remedies.find(({ amount }) => amount !== undefined)?.amount?.currency;
