import type { Role } from '@redress/kernel';
import type { Version } from '../domain/versioned-document';

/** What one role may approve in one currency, in the smallest unit of the currency. 0: nothing that costs money. */
export interface AuthorityLimit {
  readonly role: Role;
  /** ISO 4217. */
  readonly currency: string;
  /** Of all that is promised on one case, whoever approved it. */
  readonly perCase: number;
  /** Of what one person approves on one day, and in one month, of `timeZone`. */
  readonly perDay: number;
  readonly perMonth: number;
}

/**
 * Who may approve remedies of what cost. One published version; it never changes. A role without a limit may approve nothing that costs
 * money.
 */
export type AuthorityLimits = Version<AuthorityRules>;

/** What authority limits say beside their name and version. */
export interface AuthorityRules {
  /** IANA: by whose calendar days and months are counted. */
  readonly timeZone: string;
  readonly limits: readonly AuthorityLimit[];
}
