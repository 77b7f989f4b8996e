import type { Actor, EpochMs } from '@redress/kernel';

/** What is known of a person. All of it is personal data; none of it is ever in an event, a log or a read model. */
export interface CustomerDetails {
  readonly name?: string;
  /** As the customer gave them; look-ups compare them without spaces, dashes and brackets, and with `00` as `+`. */
  readonly phones?: readonly string[];
  readonly email?: string;
  readonly address?: string;
  /** BCP 47, such as `zh-Hans-CN`. */
  readonly language?: string;
  /** IANA, such as `Asia/Shanghai`: when they are at rest. */
  readonly timeZone?: string;
  /** The customer's id in an outside system, such as a CRM. One customer has it at most. */
  readonly reference?: string;
}

/** Free text: a description, a note, an answer. An event names it by `ref`. */
export interface PersonalText {
  /**
   * Opaque, unique over all customers, chosen by the caller. Derived from the command **and its body**, so that a repeated
   * command finds the text it had stored and a corrected one does not meet the text of the mistaken one.
   */
  readonly ref: string;
  /** What it is, in kebab-case: `description`, `note`. Stored in the clear. */
  readonly purpose: string;
  readonly text: string;
}

/** Who reads a record, and why. Recorded, so it must hold no personal data itself. */
export interface Reader {
  readonly actor: Actor;
  /** Kebab-case: `case-view`, `callback`. */
  readonly purpose: string;
  readonly correlationId: string;
}

/** One reading of a customer's record. */
export interface RecordedAccess {
  readonly actorId: string;
  readonly actorRole: string;
  readonly purpose: string;
  readonly correlationId: string;
  readonly at: EpochMs;
}

/** What a customer is looked up by. */
export type CustomerNumber =
  { readonly phone: string } | { readonly email: string } | { readonly reference: string };

/**
 * Names, numbers, addresses and all free text, encrypted under a key of each customer's own. Events hold only the ids and refs
 * that lead here, so erasing a customer here erases the person everywhere.
 *
 * A personal row is written first, then the event that names it. Every write may be repeated and changes nothing the second time.
 *
 * All methods throw PersonalDataUnavailable; those that read throw PersonalDataCorrupt. Ids and refs are opaque: 1 to 128
 * letters, digits and `-_.:|`. Texts with a NUL character or half a surrogate pair are refused with the DomainError
 * `characters-invalid`.
 */
export interface PersonalData {
  /**
   * The customer with `details.reference` where that is known, else a customer with the id `proposedId`, made now or by an
   * earlier call. A known customer takes over the details given: phones are added, any other field given replaces the old one.
   * `texts` are stored in the same step, as by `putTexts`.
   *
   * `created` says that the customer is the proposed one; a repeated call gives the same answer.
   * Throws DomainError `customer-erased` (not-found), `customer-reference-differs` (conflict: the proposed id has another
   * reference), `text-ref-taken` (conflict), `reference-blank`, `language-invalid`, `unknown-zone`, `id-invalid`,
   * `purpose-invalid`.
   */
  findOrCreateCustomer(wanted: {
    readonly proposedId: string;
    readonly details: CustomerDetails;
    readonly texts?: readonly PersonalText[];
  }): Promise<{ readonly customerId: string; readonly created: boolean }>;

  /**
   * Stores texts under the customer's key. A ref that is stored already with the same text is left as it is.
   * Throws DomainError `customer-unknown` or `customer-erased` (not-found), `text-ref-taken` (conflict: the ref stands for
   * another text), `id-invalid`, `purpose-invalid`.
   */
  putTexts(customerId: string, texts: readonly PersonalText[]): Promise<void>;

  /** ref → text; what is missing or erased is absent. With a `reader` one access is recorded for each customer concerned. */
  getTexts(refs: readonly string[], reader?: Reader): Promise<Map<string, string>>;

  /** For machines (a message to be sent); people read by `readCustomer`. Undefined: unknown or erased. */
  customer(customerId: string): Promise<CustomerDetails | undefined>;

  /** The details, with the access recorded in the same transaction. Undefined: unknown or erased, and nothing is recorded. */
  readCustomer(customerId: string, reader: Reader): Promise<CustomerDetails | undefined>;

  /** Who read the record, newest first, at most `limit` (default 100). Stays after an erasure. */
  accessesTo(customerId: string, limit?: number): Promise<RecordedAccess[]>;

  /** The ids of the customers with this number, in order; several people may share a phone. */
  findByNumber(number: CustomerNumber): Promise<string[]>;

  /**
   * Deletes all of the customer's rows, their key and the hashes of their numbers, and puts the id on the list of erasures.
   * Twice is once. Throws DomainError `customer-unknown` (not-found).
   */
  erase(customerId: string): Promise<void>;
}

/** Nest token of the PersonalData in use. */
export const PERSONAL_DATA = Symbol('PersonalData');
