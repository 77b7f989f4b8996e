import { isDeepStrictEqual } from 'node:util';
import { DomainError } from '@redress/kernel';
import { PersonalDataCorrupt, PersonalDataUnavailable } from '../errors';
import { mergeDetails } from '../merge-details';
import type { CustomerDetails, PersonalText } from '../personal-data';
import { textRefTaken } from '../storable';
import {
  type ChangedCustomer,
  findCustomers,
  findTexts,
  type NewCustomer,
  type StoredCustomer,
  type StoredText,
  write,
  type Writing,
} from './customer-rows';
import type { Database } from './database';
import { lostARace } from './database-errors';
import type { Outcome } from './group-commit';
import type { SealedText, Vault } from './vault';

/** Rounds in a row that settle nothing, before giving up. */
const IDLE_ROUNDS = 20;

/** A customer to be found or made (with details) or to be there (without), and texts for them. */
export interface CustomerWrite {
  readonly customerId: string;
  readonly details?: CustomerDetails;
  readonly texts: readonly PersonalText[];
}

/** Whose customer it turned out to be. */
interface WrittenFor {
  readonly customerId: string;
}

/** A write that is not settled yet. */
interface Open {
  readonly index: number;
  readonly write: CustomerWrite;
  readonly referenceHash: Buffer | undefined;
  /** The customer may be there already: look before writing. */
  look: boolean;
}

/** What a look-up found. */
interface Known {
  readonly byId: ReadonlyMap<string, StoredCustomer>;
  readonly byReference: ReadonlyMap<string, StoredCustomer>;
  readonly erased: ReadonlySet<string>;
}

const NOBODY: Known = { byId: new Map(), byReference: new Map(), erased: new Set() };

/** What is to be written for one Open. */
interface Step {
  readonly open: Open;
  readonly customerId: string;
  readonly created?: NewCustomer;
  readonly changed?: ChangedCustomer;
  readonly texts: readonly SealedText[];
}

/**
 * Writes a group of calls in rounds: look up the customers that may be known, write everything in one statement that touches
 * nothing that is there already, and take into the next round whoever lost a race or has to wait for another call of the group.
 */
export class CustomerWrites {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly now: () => string,
  ) {}

  /** The outcomes in the order of the writes. Throws PersonalDataUnavailable, or what the database refused. */
  async writeAll(writes: readonly CustomerWrite[]): Promise<Outcome<WrittenFor>[]> {
    const outcomes: Outcome<WrittenFor>[] = [];
    let open = writes.map((write, index): Open => {
      const referenceHash = write.details && this.vault.referenceHash(write.details);
      return {
        index,
        write,
        referenceHash,
        look: write.details === undefined || referenceHash !== undefined,
      };
    });
    for (let idle = 0; open.length > 0;) {
      const left = await this.#round(open, outcomes);
      idle = left.length < open.length ? 0 : idle + 1;
      if (idle === IDLE_ROUNDS) throw new PersonalDataUnavailable('too many writers for the same customers');
      open = left;
    }
    return outcomes;
  }

  /** Gives back those that are not settled. */
  async #round(open: readonly Open[], outcomes: Outcome<WrittenFor>[]): Promise<Open[]> {
    const { now, later } = withoutRivals(await this.#plan(open, outcomes));
    for (const one of later) one.look = true;
    try {
      return [...(await this.#write(now, outcomes)), ...later];
    } catch (error) {
      if (!lostARace(error)) throw error;
      const lost = now.map((step) => step.open);
      for (const one of lost) one.look = true;
      return [...lost, ...later];
    }
  }

  async #plan(open: readonly Open[], outcomes: Outcome<WrittenFor>[]): Promise<Step[]> {
    const known = await this.#lookUp(open.filter(({ look }) => look));
    const steps: Step[] = [];
    for (const one of open) {
      try {
        steps.push(this.#step(one, known));
      } catch (error) {
        if (!(error instanceof DomainError || error instanceof PersonalDataCorrupt)) throw error;
        outcomes[one.index] = { error };
      }
    }
    return steps;
  }

  async #lookUp(looking: readonly Open[]): Promise<Known> {
    if (looking.length === 0) return NOBODY;
    const ids = looking.map(({ write }) => write.customerId);
    const hashes = looking.flatMap(({ referenceHash }) => referenceHash ?? []);
    const { living, erased } = await findCustomers(this.database, ids, hashes);
    return {
      byId: new Map(living.map((customer) => [customer.id, customer])),
      byReference: new Map(living.map((customer) => [hex(customer.referenceHash), customer])),
      erased,
    };
  }

  #step(open: Open, { byId, byReference, erased }: Known): Step {
    const { customerId, details } = open.write;
    const known = (open.referenceHash && byReference.get(hex(open.referenceHash))) ?? byId.get(customerId);
    if (known !== undefined) return this.#stepForKnown(open, known);
    if (erased.has(customerId)) throw customerErased();
    if (details === undefined) throw customerUnknown();
    return this.#stepForNew(open, details);
  }

  #stepForNew(open: Open, details: CustomerDetails): Step {
    const { customerId, texts } = open.write;
    const { key, sealedKey } = this.vault.makeKey(customerId);
    return {
      open,
      customerId,
      created: {
        id: customerId,
        sealedKey,
        ...this.vault.sealDetails(customerId, key, mergeDetails({}, details)),
      },
      texts: texts.map((text) => this.vault.sealText(customerId, key, text)),
    };
  }

  #stepForKnown(open: Open, known: StoredCustomer): Step {
    const { details, texts } = open.write;
    const key = this.vault.openKey(known);
    const changed = details && this.#change(open, details, known, key);
    return {
      open,
      customerId: known.id,
      ...(changed && { changed }),
      texts: texts.map((text) => this.vault.sealText(known.id, key, text)),
    };
  }

  #change(
    open: Open,
    given: CustomerDetails,
    known: StoredCustomer,
    key: Buffer,
  ): ChangedCustomer | undefined {
    const sameReference = open.referenceHash?.equals(known.referenceHash ?? Buffer.alloc(0)) ?? true;
    if (!sameReference && known.referenceHash !== null) throw referenceDiffers();
    const onlyReference = Object.entries(given).every(
      ([field, value]) => field === 'reference' || value === undefined,
    );
    if (sameReference && onlyReference) return undefined;
    const before = this.vault.openDetails(known);
    const after = mergeDetails(before, given);
    if (isDeepStrictEqual(before, after)) return undefined;
    return {
      id: known.id,
      sealedBefore: known.sealedDetails,
      ...this.vault.sealDetails(known.id, key, after),
    };
  }

  async #write(steps: readonly Step[], outcomes: Outcome<WrittenFor>[]): Promise<Open[]> {
    const writing: Writing = {
      // In one order in all processes, so that writers of the same references wait for each other and do not deadlock.
      created: steps.flatMap(({ created }) => created ?? []).sort(byHash),
      changed: steps.flatMap(({ changed }) => changed ?? []).sort(byField('id')),
      texts: steps.flatMap(({ texts }) => texts).sort(byField('ref')),
    };
    if (writing.created.length + writing.changed.length + writing.texts.length === 0) {
      for (const { open, customerId } of steps) outcomes[open.index] = { result: { customerId } };
      return [];
    }
    const stamp = { masterKeyId: this.vault.masterKeyId, storedAt: this.now() };
    const written = await write(this.database, writing, stamp);
    const isSettled = ({ customerId, created, changed, texts }: Step): boolean =>
      written.customers.has(customerId) || (!created && !changed && texts.length === 0);
    const settled = steps.filter(isSettled);
    const unsettled = steps.filter((step) => !isSettled(step));
    const refsBefore = settled.flatMap(({ texts }) =>
      texts.map(({ ref }) => ref).filter((ref) => !written.texts.has(ref)),
    );
    const stored = refsBefore.length === 0 ? [] : await findTexts(this.database, refsBefore);
    for (const { open, customerId } of settled) {
      outcomes[open.index] = this.#sameTexts(open.write.texts, customerId, stored)
        ? { result: { customerId } }
        : { error: textRefTaken() };
    }
    for (const { open } of unsettled) open.look = true;
    return unsettled.map(({ open }) => open);
  }

  /** Whether those of the texts that were stored before are the same texts of the same customer. */
  #sameTexts(texts: readonly PersonalText[], customerId: string, stored: readonly StoredText[]): boolean {
    return texts.every((text) => {
      const row = stored.find(({ ref }) => ref === text.ref);
      if (row === undefined) return true;
      if (row.customerId !== customerId || row.purpose !== text.purpose) return false;
      const key = this.vault.openKey({ id: customerId, sealedKey: row.sealedKey });
      return this.vault.openText(row, key) === text.text;
    });
  }
}

/** Of those that make or change one customer, or store one text, the first goes now and the others see what it did. */
function withoutRivals(steps: readonly Step[]): { now: Step[]; later: Open[] } {
  const claimed = new Set<string>();
  const now: Step[] = [];
  const later: Open[] = [];
  for (const step of steps) {
    const { customerId, created, changed, open } = step;
    const claims = open.write.texts.map(({ ref }) => `text ${ref}`);
    if (created ?? changed) {
      claims.push(`customer ${customerId}`);
      if (open.referenceHash) claims.push(`reference ${hex(open.referenceHash)}`);
    }
    if (claims.some((claim) => claimed.has(claim))) {
      later.push(open);
      continue;
    }
    for (const claim of claims) claimed.add(claim);
    now.push(step);
  }
  return { now, later };
}

const hex = (hash: Buffer | null): string => hash?.toString('hex') ?? '';

const byField =
  <Field extends string>(field: Field) =>
  (a: Readonly<Record<Field, string>>, b: Readonly<Record<Field, string>>): number =>
    a[field] < b[field] ? -1 : 1;

const byHash = (a: NewCustomer, b: NewCustomer): number =>
  Buffer.compare(a.referenceHash ?? Buffer.alloc(0), b.referenceHash ?? Buffer.alloc(0)) ||
  byField('id')(a, b);

const customerErased = (): DomainError =>
  new DomainError('not-found', 'customer-erased', 'this customer has been erased');

export const customerUnknown = (): DomainError =>
  new DomainError('not-found', 'customer-unknown', 'there is no such customer');

const referenceDiffers = (): DomainError =>
  new DomainError('conflict', 'customer-reference-differs', 'this customer is known by another reference');
