import type { Pool, PoolClient } from 'pg';
import { readCheckpoints } from '../checkpoints';
import { Folding } from '../fold';
import { lockProjection, readGenerations } from '../generations';
import type { Projection } from '../projection';
import { physicalName } from '../table-sql';
import { inTransaction, selectRows, sendAll, withClient } from '../transaction';
import { publishedTables, putStates, stateKey, stateOf } from './outbox-writes';
import type { StateRecord, StateTopic, StateTopicIdentity } from './state-topic';

/** A topic is not the one that it was, and what it is can't be mended from here. */
export class StateTopicRefused extends Error {
  override readonly name = 'StateTopicRefused';
}

/** The topics that projections publish to. Throws where two tables publish to one. */
export function stateTopics(projections: readonly Projection[]): readonly StateTopic[] {
  const topics = projections
    .flatMap(({ tables }) => Object.values(tables))
    .flatMap(({ published }) => published?.topic ?? []);
  const twice = topics.find(({ address }, index) =>
    topics.some((other, before) => before < index && other.address === address),
  );
  if (twice !== undefined) throw new Error(`two tables are published to ${twice.address}`);
  return topics;
}

/** A record in the outbox. */
export interface WaitingRecord extends StateRecord {
  readonly generation: number;
  /** A number that its entry had when it was read: one that was written since has another. */
  readonly seq: string;
  /** For how long its key has been waiting, in ms of the database's time. */
  readonly waitedMs: number;
}

/** How many rows are read at once to fill a topic. */
const FILL_ROWS = 1_000;

/** What the projections have for the state topics: written in the transactions of the rows, read by a publisher. */
export class StateOutbox {
  /** The projections that publish anything. */
  readonly projections: readonly string[];
  readonly addresses: readonly string[];
  readonly #pool: Pool;
  readonly #foldings: readonly Folding[];

  /** @param options.pool one connection is kept by each session; it stays the caller's to end */
  constructor({ pool, projections }: { readonly pool: Pool; readonly projections: readonly Projection[] }) {
    this.#pool = pool;
    this.addresses = stateTopics(projections).map(({ address }) => address);
    this.#foldings = projections
      .map((projection) => new Folding(projection))
      .filter((folding) => publishedTables(folding).length > 0);
    this.projections = this.#foldings.map(({ projection }) => projection.name);
  }

  /**
   * To be called with the topics as they are before anything is taken for them. From now on the projections write their states for these
   * topics. A topic that was never published to, or was deleted and made anew, gets all there is: writers of its projection wait meanwhile.
   * Gives the addresses of those.
   *
   * Throws StateTopicRefused where a topic has another number of partitions than before, and an Error where its projection is being rebuilt
   * by code of another version, which alone could say what its rows mean: try again later.
   */
  async open(found: ReadonlyMap<string, StateTopicIdentity>): Promise<readonly string[]> {
    const filled: string[] = [];
    for (const folding of this.#foldings) {
      filled.push(...(await inTransaction(this.#pool, (client) => openTopicsOf(client, folding, found))));
    }
    return filled;
  }

  /**
   * Lends a connection to take records over. All of a session runs on this one: the database gives numbers of entries again after a crash,
   * but no connection outlives one.
   */
  session<Result>(work: (session: OutboxSession) => Promise<Result>): Promise<Result> {
    return withClient(this.#pool, (client) => work(new OutboxSession(client, this.addresses)));
  }
}

export class OutboxSession {
  constructor(
    private readonly client: PoolClient,
    private readonly addresses: readonly string[],
  ) {}

  /** Up to so many records of each projection, the oldest first; of a key there is but one. They stay until they are removed. */
  async take(limit: number): Promise<readonly WaitingRecord[]> {
    const rows = await selectRows(
      this.client,
      `SELECT topic, key, value::text, partition_key, projection || '.v' || version, position, generation, seq::text,
          1000 * extract(epoch FROM clock_timestamp() - put_at)::float8
        FROM read_model.generations AS live CROSS JOIN LATERAL (
          SELECT * FROM read_model.state_outbox AS waiting WHERE waiting.generation = live.generation
            AND topic = ANY($2) ORDER BY seq LIMIT $1
        ) AS waiting (of_generation, topic, key, seq, value, partition_key, position, put_at)
        WHERE state = 'live' ORDER BY waiting.seq`,
      [limit, this.addresses],
    );
    return rows.map(
      ([
        topic,
        key,
        value,
        partitionKey,
        projection,
        position,
        generation,
        seq,
        waitedMs,
      ]): WaitingRecord => ({
        topic: String(topic),
        key: String(key),
        value: typeof value === 'string' ? value : null,
        partitionKey: String(partitionKey),
        projection: String(projection),
        position: typeof position === 'string' ? position : undefined,
        generation: Number(generation),
        seq: String(seq),
        waitedMs: Number(waitedMs),
      }),
    );
  }

  /**
   * These are published. An entry that was written again meanwhile stays, and so does one that a transaction is writing now: to wait for it
   * could be to wait for each other.
   */
  async remove(records: readonly WaitingRecord[]): Promise<void> {
    await this.client.query(
      `DELETE FROM read_model.state_outbox WHERE ctid = ANY (ARRAY(
        SELECT waiting.ctid FROM read_model.state_outbox AS waiting
        JOIN unnest($1::integer[], $2::bigint[]) AS sent (generation, seq) USING (generation, seq)
        FOR UPDATE OF waiting SKIP LOCKED))`,
      [records.map(({ generation }) => generation), records.map(({ seq }) => seq)],
    );
  }
}

async function openTopicsOf(
  client: PoolClient,
  folding: Folding,
  found: ReadonlyMap<string, StateTopicIdentity>,
): Promise<readonly string[]> {
  const { name, version } = folding.projection;
  await lockProjection(client, name);
  const known = await knownTopics(client);
  const anew = publishedTables(folding).filter(({ published: { topic } }) =>
    isNew(topic.address, known.get(topic.address), found.get(topic.address)),
  );
  if (anew.length === 0) return [];
  const generations = await readGenerations(client, name);
  const own = generations.filter((generation) => generation.version === version);
  const building = generations.find(({ state }) => state === 'building') ?? generations.at(0);
  if (building !== undefined && !own.includes(building))
    throw new Error(`${name} is being rebuilt by another version: its topics are filled after that`);
  // Live first, as in a switch.
  const ordered = [...own].sort((one) => (one.state === 'live' ? -1 : 1));
  for (const { generation } of ordered) await readCheckpoints(client, generation, { lock: true });
  await client.query('SET LOCAL enable_seqscan TO on');
  for (const { shape, published } of anew) {
    const { address } = published.topic;
    const identity = found.get(address);
    await client.query(
      `INSERT INTO read_model.state_topics (topic, topic_id, partitions) VALUES ($1, $2, $3)
       ON CONFLICT (topic) DO UPDATE SET topic_id = excluded.topic_id, partitions = excluded.partitions`,
      [address, identity?.topicId, identity?.partitions],
    );
    for (const { generation } of ordered) await fill(client, generation, { shape, published });
  }
  return anew.map(({ published }) => published.topic.address);
}

async function knownTopics(client: PoolClient): Promise<ReadonlyMap<string, StateTopicIdentity>> {
  const rows = await selectRows(
    client,
    'SELECT topic, topic_id, partitions FROM read_model.state_topics',
    [],
  );
  return new Map(
    rows.map(([topic, topicId, partitions]) => [
      String(topic),
      { topicId: String(topicId), partitions: Number(partitions) },
    ]),
  );
}

function isNew(
  address: string,
  known: StateTopicIdentity | undefined,
  found: StateTopicIdentity | undefined,
): boolean {
  if (found === undefined) throw new Error(`nobody has opened the topic ${address}`);
  if (known?.topicId !== found.topicId) return true;
  if (known.partitions === found.partitions) return false;
  throw new StateTopicRefused(
    `the topic ${address} has ${String(found.partitions)} partitions, and had ${String(known.partitions)}: keys would change their places. Delete it and make it anew: it is filled again`,
  );
}

async function fill(
  client: PoolClient,
  generation: number,
  { shape, published }: ReturnType<typeof publishedTables>[number],
): Promise<void> {
  const columns = ['partition_key', ...shape.columns].map((column) => `"${column}"`).join(', ');
  await client.query(
    `DECLARE filling NO SCROLL CURSOR FOR SELECT ${columns} FROM ${physicalName(shape.name, generation)}`,
  );
  for (;;) {
    const rows = await selectRows(client, `FETCH ${String(FILL_ROWS)} FROM filling`, []);
    if (rows.length === 0) break;
    const entries = rows.flatMap((values) => {
      const partitionKey = String(values[0]);
      const row = shape.fromStored(values, 1);
      const value = stateOf(published, row, partitionKey);
      if (value === undefined) return [];
      const key = stateKey(published, row, partitionKey);
      return { topic: published.topic.address, key, value, partition_key: partitionKey, position: undefined };
    });
    await sendAll(client, putStates(generation, entries));
  }
  await client.query('CLOSE filling');
}
