import { DomainError } from '@redress/kernel';
import type { Remedy } from '../events';
import { assertRemedies, costOf, MAX_MINOR } from './remedies';

const refusal = (...remedies: readonly Remedy[]): string | undefined => {
  try {
    assertRemedies(remedies);
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};
const eur = (minor: number) => ({ minor, currency: 'EUR' });

describe('the remedies of a resolution', () => {
  it('are one to five', () => {
    const apology: Remedy = { kind: 'apology' };
    expect(refusal()).toBe('remedies-count');
    expect(refusal(apology)).toBeUndefined();
    expect(refusal(...Array.from({ length: 5 }, () => apology))).toBeUndefined();
    expect(refusal(...Array.from({ length: 6 }, () => apology))).toBe('remedies-count');
  });

  it.each(['refund', 'compensation'] as const)('are nothing without an amount where one is a %s', (kind) => {
    expect(refusal({ kind })).toBe('amount-missing');
    expect(refusal({ kind, amount: eur(1) })).toBeUndefined();
  });

  it.each(['apology', 'explanation', 'redo', 'repair', 'replacement', 'gesture'] as const)(
    'may cost nothing where one is a %s',
    (kind) => {
      expect(refusal({ kind })).toBeUndefined();
      expect(refusal({ kind, amount: eur(100) })).toBeUndefined();
    },
  );

  it.each([0, -1, 1.5, NaN, MAX_MINOR + 1])('cost no %d of the smallest unit', (minor) => {
    expect(refusal({ kind: 'refund', amount: eur(minor) })).toBe('amount-invalid');
  });

  it('add up exactly however much each costs', () => {
    const most: Remedy = { kind: 'refund', amount: eur(MAX_MINOR) };
    expect(refusal(most)).toBeUndefined();
    expect(Number.isSafeInteger(MAX_MINOR * 100)).toBe(true);
    expect(costOf([most, { kind: 'apology' }, { kind: 'gesture', amount: eur(1) }])).toEqual(
      eur(MAX_MINOR + 1),
    );
  });

  it('are of one currency', () => {
    expect(
      refusal({ kind: 'refund', amount: eur(1) }, { kind: 'gesture', amount: { minor: 1, currency: 'CNY' } }),
    ).toBe('mixed-currencies');
    expect(refusal({ kind: 'refund', amount: { minor: 1, currency: 'euro' } })).toBe('currency-invalid');
  });

  it('cost nothing where none has an amount', () => {
    expect(costOf([{ kind: 'apology' }, { kind: 'redo' }])).toBeUndefined();
  });
});
