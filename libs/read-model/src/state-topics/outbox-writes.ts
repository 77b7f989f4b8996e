import type { Position } from '@redress/kernel';
import type { PoolClient } from 'pg';
import type { Folding } from '../fold';
import type { PublishedTable, Row, TableDefinition } from '../projection';
import type { ChangedRow } from '../row-group';
import { equalValues } from '../row-values';
import { physicalName } from '../table-sql';
import type { TableShape } from '../table-shape';
import { selectRows, type Query } from '../transaction';

/** A row that is written or deleted. */
export interface RowChange extends ChangedRow {
  readonly partitionKey: string;
  /** The last event of the partition key that is in it. */
  readonly position: Position | undefined;
}

/** What waits to be published. */
export interface OutboxEntry {
  readonly topic: string;
  readonly key: string;
  /** Undefined: a tombstone. */
  readonly value: object | undefined;
  readonly partition_key: string;
  readonly position: Position | undefined;
}

/** What a generation says of a published table to those who come after it, whose code may be another: a part of its definition. */
export interface StoredPublishing {
  readonly topic: string;
  readonly key: readonly string[];
  readonly presentBy?: string;
}

/** A table of a generation, as the generation says it of itself. */
export type StoredTable = Omit<TableDefinition, 'published'> & { readonly published?: StoredPublishing };

export const storedPublishing = ({ topic, key, presentBy }: PublishedTable): StoredPublishing => ({
  topic: topic.address,
  key,
  ...(presentBy === undefined ? {} : { presentBy }),
});

/** The published tables of a projection. */
export const publishedTables = (
  folding: Folding,
): { readonly shape: TableShape; readonly published: PublishedTable }[] =>
  [...folding.shapes.values()].flatMap((shape) => {
    const { published } = shape.definition;
    return published === undefined ? [] : [{ shape, published }];
  });

/**
 * Writes what the changed rows of a generation mean for its topics into the outbox, in the transaction of the rows. A key has one entry for
 * each generation, the last one: however long nobody publishes, the outbox is no larger than the tables. Nothing is written for a topic
 * that nobody has published to yet.
 *
 * Order: the entries of a key are written one after the other, since whoever writes rows of a partition key holds the lock of its
 * partition's checkpoint until the commit.
 */
export class OutboxWriter {
  readonly #addresses: readonly string[];
  #allOpen = false;

  constructor(
    folding: Folding,
    private readonly generation: number,
  ) {
    this.#addresses = publishedTables(folding).map(({ published }) => published.topic.address);
  }

  /** The statement that writes it, where there is something to write. */
  writes(changes: readonly RowChange[], open: ReadonlySet<string>): Query[] {
    return putStates(
      this.generation,
      changes.flatMap((change) => entryFor(change, open) ?? []),
    );
  }

  /**
   * Which of its topics have been published to. To be asked after the checkpoint was locked, so that whoever opens a topic meanwhile fills it
   * with the rows of this transaction, or it sees the topic open.
   */
  async openTopics(client: PoolClient): Promise<ReadonlySet<string>> {
    if (this.#allOpen || this.#addresses.length === 0) return new Set(this.#addresses);
    const open = await openTopics(client, this.#addresses);
    this.#allOpen = open.size === this.#addresses.length;
    return open;
  }
}

function entryFor(
  { shape, partitionKey, position, before, row }: RowChange,
  open: ReadonlySet<string>,
): OutboxEntry | undefined {
  const { published } = shape.definition;
  const of = row ?? before;
  if (published === undefined || of === undefined || !open.has(published.topic.address)) return undefined;
  const was = before && stateOf(published, before, partitionKey);
  const is = row && stateOf(published, row, partitionKey);
  if (is === was || (is !== undefined && was !== undefined && equalValues(is, was))) return undefined;
  return {
    topic: published.topic.address,
    key: stateKey(published, of, partitionKey),
    value: is,
    partition_key: partitionKey,
    position,
  };
}

/** The state of a row; undefined where it has none. */
export const stateOf = (
  published: PublishedTable,
  row: Readonly<Row>,
  partitionKey: string,
): object | undefined => {
  const { presentBy } = published;
  return presentBy !== undefined && row[presentBy] === null ? undefined : published.state(row, partitionKey);
};

export const stateKey = ({ key }: PublishedTable, row: Readonly<Row>, partitionKey: string): string =>
  key.map((column) => (column === 'partition_key' ? partitionKey : String(row[column]))).join('/');

/** Which of the topics have been published to. */
export async function openTopics(
  client: PoolClient,
  addresses: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await selectRows(client, 'SELECT topic FROM read_model.state_topics WHERE topic = ANY($1)', [
    addresses,
  ]);
  return new Set(rows.map(([topic]) => String(topic)));
}

const PUT_STATES = {
  name: 'read_model.put_states',
  // `put_at` stays: it says since when the key has been waiting.
  text: `INSERT INTO read_model.state_outbox (generation, topic, key, value, partition_key, position)
    SELECT $1, topic, key, value, partition_key, position FROM json_to_recordset($2::json)
      AS new (topic text, key text, value json, partition_key text, position text)
    ON CONFLICT (generation, topic, key) DO UPDATE
      SET seq = DEFAULT, value = excluded.value, position = excluded.position`,
};

/** Each key at most once. */
export const putStates = (generation: number, entries: readonly OutboxEntry[]): Query[] =>
  entries.length === 0 ? [] : [{ ...PUT_STATES, values: [generation, JSON.stringify(entries)] }];

/**
 * For the switch from one generation to another, with the checkpoints of both locked. The outbox of the new one holds the state of all its
 * rows, since nothing of it was published; this adds the tombstones of what only the old one had. Topics that the new one does not publish
 * are left as they are.
 */
export async function handOver(
  client: PoolClient,
  old: { readonly generation: number; readonly tables: Readonly<Record<string, StoredTable>> },
  to: { readonly generation: number; readonly folding: Folding },
): Promise<void> {
  const addresses = publishedTables(to.folding).map(({ published }) => published.topic.address);
  if (addresses.length === 0) return;
  const open = await openTopics(client, addresses);
  // All rows are looked at: the way over the index, else always the one to take, would be the longer one.
  await client.query('SET LOCAL enable_seqscan TO on');
  const tombstones = (source: string): string =>
    `INSERT INTO read_model.state_outbox (generation, topic, key, partition_key)
     SELECT $1, $2, key, partition_key FROM (${source}) AS had
     WHERE NOT EXISTS (SELECT FROM read_model.state_outbox AS has
       WHERE has.generation = $1 AND has.topic = $2 AND has.key = had.key)`;
  for (const [table, { published }] of Object.entries(old.tables)) {
    if (published === undefined || !open.has(published.topic)) continue;
    const key = published.key.map((column) => `"${column}"::text`).join(` || '/' || `);
    const present = published.presentBy === undefined ? '' : `WHERE "${published.presentBy}" IS NOT NULL`;
    await client.query(
      tombstones(
        `SELECT ${key} AS key, partition_key FROM ${physicalName(table, old.generation)} ${present}`,
      ),
      [to.generation, published.topic],
    );
  }
  for (const topic of open) {
    const waiting =
      'SELECT key, partition_key FROM read_model.state_outbox WHERE generation = $3 AND topic = $2';
    await client.query(tombstones(waiting), [to.generation, topic, old.generation]);
  }
}

/** A generation is dropped: what of it was not published yet will not be. */
export const dropOutbox = async (client: PoolClient, generation: number): Promise<void> => {
  await client.query('DELETE FROM read_model.state_outbox WHERE generation = $1', [generation]);
};
