import { type Clock, toIso } from '@redress/kernel';
import type { Pool } from 'pg';
import type {
  CustomerDetails,
  CustomerNumber,
  PersonalData,
  PersonalText,
  Reader,
  RecordedAccess,
} from '../personal-data';
import { checkDetails, checkId, checkReader, checkTexts } from '../storable';
import { eraseCustomers, findCustomers, findErasures, findTexts } from './customer-rows';
import { type CustomerWrite, CustomerWrites, customerUnknown } from './customer-writes';
import { Database } from './database';
import { ErasureFile } from './erasure-file';
import { GroupCommit } from './group-commit';
import { MasterKeyError } from './master-key';
import { MasterKey } from './sealing';
import { Vault } from './vault';

/** Calls that one statement may carry. */
const GROUP_SIZE = 128;

export interface PostgresPersonalDataOptions {
  /** On a database with `personalDataMigrations`. */
  readonly pool: Pool;
  /** 32 bytes, from `loadMasterKey`. */
  readonly masterKey: Buffer;
  readonly clock: Clock;
  /** Where the list of erasures is kept outside of the database, so that a restored backup meets it. Strongly advised. */
  readonly erasureFile?: string;
}

/** Personal data in PostgreSQL: AES-256-GCM under a key for each customer, which the master key wraps. */
export class PostgresPersonalData implements PersonalData {
  readonly #database: Database;
  readonly #vault: Vault;
  readonly #clock: Clock;
  readonly #erasureFile: ErasureFile | undefined;
  readonly #writes: GroupCommit<CustomerWrite, { readonly customerId: string }>;

  private constructor({ pool, masterKey, clock, erasureFile }: PostgresPersonalDataOptions) {
    this.#database = new Database(pool);
    this.#vault = new Vault(new MasterKey(masterKey));
    this.#clock = clock;
    this.#erasureFile = erasureFile === undefined ? undefined : new ErasureFile(erasureFile);
    const writes = new CustomerWrites(this.#database, this.#vault, () => this.#now());
    this.#writes = new GroupCommit((calls) => writes.writeAll(calls), GROUP_SIZE);
  }

  /**
   * Opens the store: makes sure that the master key is the one of this data, then erases again whoever a restored backup brought
   * back. Throws MasterKeyError where the key is another one, or PersonalDataUnavailable.
   */
  static async open(options: PostgresPersonalDataOptions): Promise<PostgresPersonalData> {
    const store = new PostgresPersonalData(options);
    await store.#checkMasterKey();
    await store.applyErasures();
    return store;
  }

  async findOrCreateCustomer(wanted: {
    readonly proposedId: string;
    readonly details: CustomerDetails;
    readonly texts?: readonly PersonalText[];
  }): Promise<{ customerId: string; created: boolean }> {
    const { proposedId, details, texts = [] } = wanted;
    checkId(proposedId);
    checkDetails(details);
    checkTexts(texts);
    const { customerId } = await this.#writes.add({ customerId: proposedId, details, texts });
    return { customerId, created: customerId === proposedId };
  }

  async putTexts(customerId: string, texts: readonly PersonalText[]): Promise<void> {
    checkId(customerId);
    checkTexts(texts);
    await this.#writes.add({ customerId, texts });
  }

  async getTexts(refs: readonly string[], reader?: Reader): Promise<Map<string, string>> {
    if (reader) checkReader(reader);
    const rows = await findTexts(this.#database, refs);
    if (reader) await this.#record([...new Set(rows.map(({ customerId }) => customerId))], reader);
    const keys = new Map<string, Buffer>();
    return new Map(
      rows.map((row) => {
        const key =
          keys.get(row.customerId) ?? this.#vault.openKey({ id: row.customerId, sealedKey: row.sealedKey });
        keys.set(row.customerId, key);
        return [row.ref, this.#vault.openText(row, key)];
      }),
    );
  }

  async customer(customerId: string): Promise<CustomerDetails | undefined> {
    const [found] = (await findCustomers(this.#database, [customerId])).living;
    return found && this.#vault.openDetails(found);
  }

  async readCustomer(customerId: string, reader: Reader): Promise<CustomerDetails | undefined> {
    checkReader(reader);
    const [found] = (await findCustomers(this.#database, [customerId])).living;
    if (found === undefined) return undefined;
    await this.#record([customerId], reader);
    return this.#vault.openDetails(found);
  }

  async accessesTo(customerId: string, limit = 100): Promise<RecordedAccess[]> {
    const text = `SELECT actor_id AS "actorId", actor_role AS "actorRole", purpose, correlation_id AS "correlationId",
             (extract(epoch FROM accessed_at) * 1000)::float8 AS at
        FROM personal_data.access WHERE customer_id = $1 ORDER BY id DESC LIMIT $2`;
    return this.#database.rows<RecordedAccess>(text, [customerId, limit]);
  }

  async findByNumber(number: CustomerNumber): Promise<string[]> {
    const hash = this.#vault.numberHash(number);
    if (hash === undefined) return [];
    const match = 'reference' in number ? 'reference_hash = $1' : 'number_hashes @> ARRAY[$1::bytea]';
    const text = `SELECT id FROM personal_data.customer WHERE ${match} ORDER BY id`;
    return (await this.#database.rows<{ id: string }>(text, [hash])).map(({ id }) => id);
  }

  async erase(customerId: string): Promise<void> {
    const { living, erased } = await findCustomers(this.#database, [customerId]);
    if (living.length === 0 && !erased.has(customerId)) throw customerUnknown();
    const erasure = { customerId, erasedAt: this.#now() };
    // First the list: whoever is told "erased" stays erased, whatever crashes or is restored after.
    if (!erased.has(customerId)) await this.#erasureFile?.append([erasure]);
    await eraseCustomers(this.#database, [erasure]);
  }

  /**
   * Erases again all who are on the list of erasures, in the database or in the file, and makes both lists complete. Run by
   * `open`, before anything is served.
   */
  async applyErasures(): Promise<void> {
    const outside = (await this.#erasureFile?.read()) ?? [];
    const listed = new Set(outside.map(({ customerId }) => customerId));
    const missing = (await findErasures(this.#database)).filter(({ customerId }) => !listed.has(customerId));
    const firstOfEach = new Map(
      [...outside, ...missing].reverse().map((erasure) => [erasure.customerId, erasure]),
    );
    await eraseCustomers(this.#database, [...firstOfEach.values()]);
    await this.#erasureFile?.append(missing);
  }

  /** Recorded before anything is handed out. */
  async #record(customerIds: readonly string[], { actor, purpose, correlationId }: Reader): Promise<void> {
    if (customerIds.length === 0) return;
    const text = `
      INSERT INTO personal_data.access (customer_id, actor_id, actor_role, purpose, correlation_id, accessed_at)
      SELECT id, $2, $3, $4, $5, $6::timestamptz FROM unnest($1::text[]) AS n (id)`;
    const values = [customerIds, actor.id, actor.role, purpose, correlationId, this.#now()];
    await this.#database.rows(text, values);
  }

  async #checkMasterKey(): Promise<void> {
    const mine =
      'INSERT INTO personal_data.master_key (id, sealed_check) VALUES ($1, $2) ON CONFLICT DO NOTHING';
    await this.#database.rows(mine, [this.#vault.masterKeyId, this.#vault.sealCheck()]);
    const text = 'SELECT id, sealed_check AS "sealedCheck" FROM personal_data.master_key';
    const [row] = await this.#database.rows<{ id: string; sealedCheck: Buffer }>(text, []);
    if (row !== undefined && this.#vault.opensCheck(row.sealedCheck)) return;
    throw new MasterKeyError(
      `MASTER_KEY is not the key of this data: it was sealed under key ${row?.id ?? 'unknown'}, this one is ` +
        `${this.#vault.masterKeyId}; set MASTER_KEY, or put back the key file, that the data was written with`,
    );
  }

  #now(): string {
    return toIso(this.#clock.now());
  }
}
