import type { Database } from './database';
import type { SealedCustomer, SealedDetails, SealedText } from './vault';

/** A customer as stored. */
export interface StoredCustomer extends SealedCustomer {
  readonly referenceHash: Buffer | null;
}

/** A text as stored, with the sealed key that opens it. */
export interface StoredText extends SealedText {
  readonly sealedKey: Buffer;
}

export interface NewCustomer extends SealedCustomer, SealedDetails {}

/** New details; written only where the old ones are still those that they were made from. */
export interface ChangedCustomer extends SealedDetails {
  readonly id: string;
  readonly sealedBefore: Buffer;
}

/** What one statement writes, and for which instant. */
export interface Writing {
  readonly created: readonly NewCustomer[];
  readonly changed: readonly ChangedCustomer[];
  readonly texts: readonly SealedText[];
}

/** What of a Writing was written: the rest was there already, or somebody else was faster. */
export interface Written {
  /** The customers made or changed, and those who have texts and are not erased. */
  readonly customers: ReadonlySet<string>;
  /** The refs stored. */
  readonly texts: ReadonlySet<string>;
}

const FIND = `
  SELECT id, sealed_key AS "sealedKey", sealed_details AS "sealedDetails", reference_hash AS "referenceHash"
    FROM personal_data.customer WHERE id = ANY ($1::text[])
  UNION ALL
  SELECT id, sealed_key, sealed_details, reference_hash
    FROM personal_data.customer WHERE reference_hash = ANY ($2::bytea[]) AND id <> ALL ($1::text[])`;

/** Customers by id or by the hash of their reference, and which of the ids have been erased. */
export async function findCustomers(
  database: Database,
  ids: readonly string[],
  referenceHashes: readonly Buffer[] = [],
): Promise<{ readonly living: StoredCustomer[]; readonly erased: ReadonlySet<string> }> {
  type Row = StoredCustomer | { readonly id: string; readonly sealedKey: null };
  const rows = await database.rows<Row>(FIND, [ids, referenceHashes]);
  const erased = new Set(rows.filter(({ sealedKey }) => sealedKey === null).map(({ id }) => id));
  return { living: rows.filter((row) => row.sealedKey !== null), erased };
}

const TEXTS = `
  SELECT t.ref, t.customer_id AS "customerId", t.purpose, t.sealed_text AS "sealedText", c.sealed_key AS "sealedKey"
    FROM personal_data.free_text t JOIN personal_data.customer c ON c.id = t.customer_id
   WHERE t.ref = ANY ($1::text[])`;

export const findTexts = (database: Database, refs: readonly string[]): Promise<StoredText[]> =>
  database.rows(TEXTS, [refs]);

// Arrays of arrays are not what unnest takes apart, so the hashes of one customer travel as the text of an array.
const WRITE = `
  WITH created AS (
    INSERT INTO personal_data.customer
           (id, master_key_id, sealed_key, sealed_details, reference_hash, number_hashes, stored_at)
    SELECT n.id, $1, n.sealed_key, n.sealed_details, n.reference_hash, n.number_hashes::bytea[], $2::timestamptz
      FROM unnest($3::text[], $4::bytea[], $5::bytea[], $6::bytea[], $7::text[])
        AS n (id, sealed_key, sealed_details, reference_hash, number_hashes)
    ON CONFLICT DO NOTHING
    RETURNING id
  ), changed AS (
    UPDATE personal_data.customer c
       SET sealed_details = n.sealed_details, reference_hash = n.reference_hash, number_hashes = n.number_hashes::bytea[]
      FROM unnest($8::text[], $9::bytea[], $10::bytea[], $11::bytea[], $12::text[])
        AS n (id, sealed_before, sealed_details, reference_hash, number_hashes)
     WHERE c.id = n.id AND c.sealed_details = n.sealed_before
    RETURNING c.id
  ), living AS (
    SELECT id FROM personal_data.customer WHERE id = ANY ($17::text[]) AND erased_at IS NULL ORDER BY id FOR SHARE
  ), customers AS (
    SELECT id FROM created UNION ALL SELECT id FROM changed UNION ALL SELECT id FROM living
  ), texts AS (
    INSERT INTO personal_data.free_text (ref, customer_id, purpose, sealed_text, stored_at)
    SELECT n.ref, n.customer_id, n.purpose, n.sealed_text, $2::timestamptz
      FROM unnest($13::text[], $14::text[], $15::text[], $16::bytea[]) AS n (ref, customer_id, purpose, sealed_text)
     WHERE n.customer_id IN (SELECT id FROM customers)
    ON CONFLICT DO NOTHING
    RETURNING ref
  )
  SELECT 'customer' AS what, id FROM customers UNION ALL SELECT 'text', ref FROM texts`;

/**
 * Writes all in one statement, so all or nothing and one flush to disk. A text is written only with its customer: made or changed
 * here, or there and held against erasure until the commit.
 */
export async function write(
  database: Database,
  { created, changed, texts }: Writing,
  stamp: { readonly masterKeyId: string; readonly storedAt: string },
): Promise<Written> {
  const written = new Set([...created, ...changed].map(({ id }) => id));
  const known = new Set(texts.map(({ customerId }) => customerId).filter((id) => !written.has(id)));
  const rows = await database.rows<{ what: 'customer' | 'text'; id: string }>(WRITE, [
    stamp.masterKeyId,
    stamp.storedAt,
    created.map(({ id }) => id),
    created.map(({ sealedKey }) => sealedKey),
    ...detailColumns(created),
    changed.map(({ id }) => id),
    changed.map(({ sealedBefore }) => sealedBefore),
    ...detailColumns(changed),
    texts.map(({ ref }) => ref),
    texts.map(({ customerId }) => customerId),
    texts.map(({ purpose }) => purpose),
    texts.map(({ sealedText }) => sealedText),
    [...known],
  ]);
  const ids = (wanted: 'customer' | 'text'): Set<string> =>
    new Set(rows.filter(({ what }) => what === wanted).map(({ id }) => id));
  return { customers: ids('customer'), texts: ids('text') };
}

const detailColumns = (rows: readonly SealedDetails[]) => [
  rows.map(({ sealedDetails }) => sealedDetails),
  rows.map(({ referenceHash }) => referenceHash),
  rows.map(
    ({ numberHashes }) => `{${numberHashes.map((hash) => `"\\\\x${hash.toString('hex')}"`).join(',')}}`,
  ),
];

const ENTOMB = `
  INSERT INTO personal_data.customer AS c (id, erased_at)
  SELECT * FROM unnest($1::text[], $2::timestamptz[]) AS n (id, erased_at) ORDER BY id
  ON CONFLICT (id) DO UPDATE
     SET erased_at = excluded.erased_at, master_key_id = NULL, sealed_key = NULL, sealed_details = NULL, reference_hash = NULL,
         number_hashes = NULL, stored_at = NULL
   WHERE c.erased_at IS NULL`;

/** One erasure: whose rows must not come back, and since when (ISO 8601). */
export interface Erasure {
  readonly customerId: string;
  readonly erasedAt: string;
}

/**
 * Erases the customers, known here or not, then the texts of all who are erased. In this order, and each in a transaction of its
 * own: a text that was being written meanwhile is committed before the customer can be erased, and so is seen by the deletion.
 */
export async function eraseCustomers(database: Database, erasures: readonly Erasure[]): Promise<void> {
  const ids = erasures.map(({ customerId }) => customerId);
  await database.rows(ENTOMB, [ids, erasures.map(({ erasedAt }) => erasedAt)]);
  await database.rows('DELETE FROM personal_data.free_text WHERE customer_id = ANY ($1::text[])', [ids]);
}

/** The list of erasures that the database has. */
export async function findErasures(database: Database): Promise<Erasure[]> {
  const text =
    'SELECT id, erased_at AS at FROM personal_data.customer WHERE erased_at IS NOT NULL ORDER BY id';
  const rows = await database.rows<{ id: string; at: Date }>(text, []);
  return rows.map(({ id, at }) => ({ customerId: id, erasedAt: at.toISOString() }));
}
