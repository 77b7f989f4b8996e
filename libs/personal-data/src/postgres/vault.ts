import { PersonalDataCorrupt } from '../errors';
import { contactNumbers, comparable } from '../numbers';
import type { CustomerDetails, CustomerNumber, PersonalText } from '../personal-data';
import { DoesNotOpen, type MasterKey, newKey, seal, unseal } from './sealing';

/** The sealed columns of a customer. */
export interface SealedCustomer {
  readonly id: string;
  readonly sealedKey: Buffer;
  readonly sealedDetails: Buffer;
}

/** The columns that follow from the details. */
export interface SealedDetails {
  readonly sealedDetails: Buffer;
  readonly referenceHash: Buffer | null;
  readonly numberHashes: readonly Buffer[];
}

/** The columns of a text. */
export interface SealedText {
  readonly ref: string;
  readonly customerId: string;
  readonly purpose: string;
  readonly sealedText: Buffer;
}

/**
 * Between plain values and the columns that hold them sealed. Customers' keys are unwrapped for one call and kept nowhere: that
 * takes microseconds, and so no process still holds the key of somebody who has been erased.
 */
export class Vault {
  constructor(private readonly masterKey: MasterKey) {}

  get masterKeyId(): string {
    return this.masterKey.id;
  }

  /** A key for a new customer, plain and sealed. */
  makeKey(customerId: string): { readonly key: Buffer; readonly sealedKey: Buffer } {
    const key = newKey();
    return { key, sealedKey: this.masterKey.wrap(['customer-key', customerId], key) };
  }

  /** Throws PersonalDataCorrupt. */
  openKey({ id, sealedKey }: Pick<SealedCustomer, 'id' | 'sealedKey'>): Buffer {
    return opened(`customer ${id}`, () => this.masterKey.unwrap(['customer-key', id], sealedKey));
  }

  sealDetails(customerId: string, key: Buffer, details: CustomerDetails): SealedDetails {
    return {
      sealedDetails: seal(key, ['details', customerId], Buffer.from(JSON.stringify(details))),
      referenceHash: this.referenceHash(details) ?? null,
      numberHashes: contactNumbers(details).map(({ kind, value }) => this.masterKey.hash(kind, value)),
    };
  }

  /** Throws PersonalDataCorrupt. */
  openDetails(customer: SealedCustomer): CustomerDetails {
    const { id, sealedDetails } = customer;
    const key = this.openKey(customer);
    const plain = opened(`customer ${id}`, () => unseal(key, ['details', id], sealedDetails));
    return JSON.parse(plain.toString()) as CustomerDetails;
  }

  sealText(customerId: string, key: Buffer, { ref, purpose, text }: PersonalText): SealedText {
    const sealedText = seal(key, ['text', customerId, ref, purpose], Buffer.from(text));
    return { ref, customerId, purpose, sealedText };
  }

  /** Throws PersonalDataCorrupt. */
  openText({ ref, customerId, purpose, sealedText }: SealedText, key: Buffer): string {
    return opened(`text ${ref}`, () =>
      unseal(key, ['text', customerId, ref, purpose], sealedText),
    ).toString();
  }

  /** The hash to look a number up by; undefined where it is no number. */
  numberHash(number: CustomerNumber): Buffer | undefined {
    const found = comparable(number);
    return found && this.masterKey.hash(found.kind, found.value);
  }

  referenceHash({ reference }: CustomerDetails): Buffer | undefined {
    return reference === undefined ? undefined : this.numberHash({ reference });
  }

  /** A sealed value by which the master key is known again. */
  sealCheck(): Buffer {
    return this.masterKey.wrap(['check'], Buffer.from('redress'));
  }

  opensCheck(sealedCheck: Buffer): boolean {
    try {
      return this.masterKey.unwrap(['check'], sealedCheck).toString() === 'redress';
    } catch (error) {
      if (error instanceof DoesNotOpen) return false;
      throw error;
    }
  }
}

function opened(row: string, open: () => Buffer): Buffer {
  try {
    return open();
  } catch (error) {
    throw error instanceof DoesNotOpen ? new PersonalDataCorrupt(row) : error;
  }
}
