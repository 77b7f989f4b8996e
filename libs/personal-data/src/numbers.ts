import type { CustomerDetails, CustomerNumber } from './personal-data';

/** A number in the one form in which it is compared. */
export interface ComparableNumber {
  readonly kind: 'phone' | 'email' | 'reference';
  readonly value: string;
}

/**
 * The digits of a phone number, with a `+` in front where the country code is given (`+` or `00`). Full-width digits count as
 * digits; spaces, dashes, dots, slashes and brackets do not count, nor does the `(0)` of `+44 (0)20`. Undefined: no phone number.
 * A number without country code stays as it is and equals only itself: no default country is assumed.
 */
export function comparablePhone(phone: string): string | undefined {
  const compact = phone
    .normalize('NFKC')
    .replace(/^(\s*(?:\+|00)[\d\s]*)\(0\)/, '$1')
    .replace(/[\s\p{Dash}./()[\]]/gu, '')
    .replace(/^00/, '+');
  return /^\+?\d{2,20}$/.test(compact) ? compact : undefined;
}

/** The number to compare by; undefined where the text is none and so can't be found. */
export function comparable(number: CustomerNumber): ComparableNumber | undefined {
  if ('phone' in number) {
    const value = comparablePhone(number.phone);
    return value === undefined ? undefined : { kind: 'phone', value };
  }
  const [kind, value] =
    'email' in number
      ? (['email', number.email.normalize('NFKC').trim().toLowerCase()] as const)
      : (['reference', number.reference.normalize('NFC').trim()] as const);
  return value === '' ? undefined : { kind, value };
}

/** The phones and the e-mail address of a customer, to compare by. The reference is not among them: it is unique and kept apart. */
export function contactNumbers(details: CustomerDetails): ComparableNumber[] {
  const phones = (details.phones ?? []).map((phone) => comparable({ phone }));
  const email = details.email === undefined ? undefined : comparable({ email: details.email });
  return [...phones, email].filter((number) => number !== undefined);
}
