/**
 * The accounts of remedies. What is promised to a customer is a cost and is owed; what is put into effect is owed no more. So
 * `remedies-cost` is what remedies cost us, `remedies-promised` (negative) what is still owed, `remedies-paid` (negative) what was given.
 */
export const ACCOUNTS = ['remedies-cost', 'remedies-promised', 'remedies-paid'] as const;
export type Account = (typeof ACCOUNTS)[number];

/** From the account that is credited to the one that is debited. */
export interface Posting {
  readonly debit: Account;
  readonly credit: Account;
}

/**
 * What happens to a remedy. `sought`: the customer said at the registration what they seek; `promised`: it was put into effect without ever
 * having been offered, so that it is promised only now.
 */
export const REMEDY_ACTS = [
  'sought',
  'offered',
  'accepted',
  'refused',
  'withdrawn',
  'promised',
  'fulfilled',
  'reversed',
] as const;
export type RemedyAct = (typeof REMEDY_ACTS)[number];

export const PROMISE: Posting = { debit: 'remedies-cost', credit: 'remedies-promised' };
export const TAKE_BACK: Posting = { debit: 'remedies-promised', credit: 'remedies-cost' };
export const PAY: Posting = { debit: 'remedies-promised', credit: 'remedies-paid' };
export const REVERSE: Posting = { debit: 'remedies-paid', credit: 'remedies-cost' };

/** Where a remedy stands, as the postings of it say. */
type Standing = 'open' | 'promised' | 'paid';

/** An act on a remedy, and what it posts; null: nothing, for the ledger has it already or it is not about money. */
export interface Line {
  readonly act: RemedyAct;
  readonly posting: Posting | null;
}

/**
 * The lines that an act adds to the earlier ones of a remedy with an amount. Whatever the order of the acts, what was not promised is not
 * taken back, what was not paid is not reversed, and nothing is promised or paid twice at a time.
 */
export function linesOf(act: RemedyAct, earlier: readonly Posting[]): readonly Line[] {
  const standing = standingAfter(earlier);
  const only = (posting: Posting | null): readonly Line[] => [{ act, posting }];
  switch (act) {
    case 'sought':
      return only(null);
    case 'offered':
    case 'accepted':
    case 'promised':
      return only(standing === 'open' ? PROMISE : null);
    case 'refused':
    case 'withdrawn':
      return only(standing === 'promised' ? TAKE_BACK : null);
    case 'fulfilled':
      if (standing === 'paid') return only(null);
      return [...(standing === 'open' ? linesOf('promised', earlier) : []), { act, posting: PAY }];
    case 'reversed':
      return only(standing === 'paid' ? REVERSE : null);
  }
}

function standingAfter(postings: readonly Posting[]): Standing {
  const last = postings.at(-1);
  if (last === undefined || last.credit === 'remedies-cost') return 'open';
  return last.credit === 'remedies-promised' ? 'promised' : 'paid';
}
