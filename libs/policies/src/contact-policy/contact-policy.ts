import type { Version } from '../domain/versioned-document';

/** Wall time in the customer's zone: `HH:MM`, 00:00 to 23:59. */
export type WallTime = string;

/** How and when customers are called. One published version; it never changes. */
export type ContactPolicy = Version<ContactRules>;

/** What a contact policy says beside its name and version. Durations are ISO 8601 running time (`PT2H`). */
export interface ContactRules {
  /** Nobody is called from `from` until `to`, which may be on the next day. */
  readonly quietHours: { readonly from: WallTime; readonly to: WallTime };
  /** IANA: for customers whose own zone is not known. */
  readonly timeZone: string;
  readonly attempts: {
    /** By the customer's calendar day. */
    readonly perDay: number;
    /** The least time between two attempts. */
    readonly apart: string;
    /** Over the whole callback. */
    readonly most: number;
  };
  /** For how long after its window has opened a callback is its owner's alone. */
  readonly ownerFirst: string;
  /** Whether care calls and renewals need the customer's consent beforehand; without, they are allowed until it is refused. */
  readonly careNeedsConsent: boolean;
  readonly followUp: {
    /** The kinds of case that are followed up. */
    readonly kinds: readonly string[];
    /** The window after the resolution: from `opensAfter` until `within`. */
    readonly opensAfter: string;
    readonly within: string;
  };
  readonly closing: {
    /** The kinds of case that anyone may close without the customer having been asked. */
    readonly unaskedKinds: readonly string[];
    /** Whether a satisfied answer closes the case at once. */
    readonly whenSatisfied: boolean;
    /** Whether a case whose customer could not be reached closes at once. */
    readonly whenUnreachable: boolean;
  };
  /** A case of the same customer and category within so many days after another one is a repeat of it. */
  readonly repeatWithinDays: number;
}
