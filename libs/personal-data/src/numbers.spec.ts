import fc from 'fast-check';
import { comparable, comparablePhone, contactNumbers } from './numbers';

describe('a phone number to compare by', () => {
  it.each([
    ['+44 20 7946 0958', '+442079460958'],
    ['0044-20-7946-0958', '+442079460958'],
    ['+44 (0)20 7946.0958', '+442079460958'],
    ['(020) 7946/0958', '02079460958'],
    ['＋８６ １３８００１３８０００', '+8613800138000'],
    ['010‑6552–9988', '01065529988'],
    [' 95598 ', '95598'],
  ])('%s is %s', (given, expected) => {
    expect(comparablePhone(given)).toBe(expected);
  });

  it.each(['', '-', 'ask reception', '+', '7', '020 7946 0958 ext. 12', '1'.repeat(21), '12+34'])(
    '%j is none',
    (given) => {
      expect(comparablePhone(given)).toBeUndefined();
    },
  );

  it('is the same whatever separators stand between the digits', () => {
    const separator = fc.constantFrom('', ' ', '-', '.', '/', '\u00a0', '–');
    const number = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), separator), {
      minLength: 2,
      maxLength: 15,
    });
    fc.assert(
      fc.property(fc.constantFrom('', '+'), number, (prefix, parts) => {
        const digits = parts.map(([digit]) => String(digit)).join('');
        expect(comparablePhone(prefix + parts.flat().join(''))).toBe(prefix + digits);
      }),
    );
  });
});

describe('numbers of a customer', () => {
  it('are the phones and the e-mail address, without what is no number', () => {
    const details = { phones: ['+1 212 555 0100', 'none'], email: ' Ada@Example.com ', reference: 'CRM-1' };
    expect(contactNumbers(details)).toEqual([
      { kind: 'phone', value: '+12125550100' },
      { kind: 'email', value: 'ada@example.com' },
    ]);
    expect(contactNumbers({})).toEqual([]);
  });

  it('keep the letters of a reference, which another system made', () => {
    expect(comparable({ reference: ' aB-1 ' })).toEqual({ kind: 'reference', value: 'aB-1' });
  });
});
