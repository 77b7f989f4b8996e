import {
  Kysely,
  PostgresDialect,
  type PostgresCursor,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely';
import type { Position } from '@redress/kernel';
import type { Pool, PoolClient } from 'pg';
import { CommitSignals } from './commit-signals';
import { READ_MODEL_SCHEMA } from './migrations';
import { listParked, type ParkedEvent } from './parked-events';
import { viewName } from './table-sql';
import { READ_MODEL_TYPES, selectRows, withClient } from './transaction';

/** The change number up to which a projection's rows are, and the generation that it belongs to: each counts for itself. */
export interface Change {
  readonly generation: number;
  readonly changeNo: number;
}

export interface WaitOptions {
  /** Machine time, in ms. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/**
 * How often the database is asked while waiting, in ms, longer and longer: as the only way to know, the first time at once; and as a net
 * beneath signals that tell of commits.
 */
const POLL_MS = { alone: { first: 5, most: 250 }, told: { first: 500, most: 1_000 } };

/** The read models, for questions. */
export class ReadModel {
  /**
   * For questions in SQL: a table is called by its plain name (`from queue_entries`), bigint arrives as number. Type it with
   * `query.withTables<…>()`, or use the `sql` tag. Reads the rows of live generations only.
   */
  readonly query: Kysely<unknown>;
  readonly #pool: Pool;
  readonly #signals: CommitSignals;

  /** @param options.pool for questions; it stays the caller's to end */
  constructor(options: { readonly pool: Pool; readonly signals?: CommitSignals }) {
    this.#pool = options.pool;
    this.#signals = options.signals ?? new CommitSignals();
    this.query = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: questionPool(options.pool) }) });
  }

  /**
   * Resolves true as soon as the rows that are read now include everything up to `position` in its partition (parked events
   * count as handled), and false when the time is over or the signal aborts.
   */
  async waitFor(
    projection: string,
    partition: number,
    position: Position,
    options: WaitOptions,
  ): Promise<boolean> {
    const { timeoutMs, signal } = options;
    const deadline = Date.now() + timeoutMs;
    const signals = this.#signals;
    let lastAt = Date.now();
    let asked = 0;
    while (signal?.aborted !== true) {
      if (position <= (signals.position(projection, partition) ?? '')) return true;
      // Looked at each time: who told may fall silent meanwhile.
      const isTold = signals.tells(projection, partition);
      const { first, most } = isTold ? POLL_MS.told : POLL_MS.alone;
      const pauseMs = asked === 0 && !isTold ? 0 : Math.min(most, first * 1.6 ** asked);
      const now = Date.now();
      if (now >= lastAt + pauseMs) {
        if (await this.#hasReached(projection, partition, position)) return true;
        asked += 1;
        lastAt = Date.now();
        if (lastAt >= deadline) return false;
        continue;
      }
      if (now >= deadline) return false;
      await this.#commitWithin(projection, Math.min(deadline, lastAt + pauseMs) - now, signal);
    }
    return false;
  }

  /**
   * How long ago, in ms of machine time, the projection had last handled all there was, in whatever process; undefined: never, or it is
   * neither kept in this process nor heard of.
   */
  freshness(projection: string): number | undefined {
    const at = this.#signals.caughtUpAt(projection);
    return at === undefined ? undefined : Date.now() - at;
  }

  /** The last change number of a projection; undefined where it has no rows yet to be read. */
  async currentChange(projection: string): Promise<Change | undefined> {
    return changeOf(this.#pool, projection);
  }

  /**
   * Calls the listener after each commit of the projection that is heard of: ask now and then as well, since a word of another process may
   * be lost. Gives the way to end it.
   */
  onCommit(projection: string, listener: () => void): () => void {
    return this.#signals.onCommit(projection, listener);
  }

  /**
   * Several questions about one state: all rows read by `read` belong to `change`, whatever is committed or rebuilt meanwhile.
   * `tables` are those that are read. For the start of a live stream, which then goes on with `change_no > change.changeNo`.
   */
  async snapshot<T>(
    projection: string,
    tables: readonly string[],
    read: (query: Kysely<unknown>, change: Change) => Promise<T>,
  ): Promise<T> {
    return withClient(this.#pool, async (client) => {
      await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL ${SEARCH_PATH}`);
      try {
        // Locked before the snapshot is taken: with an older one a switch between the two would show the new tables half full.
        if (tables.length > 0)
          await client.query(`LOCK TABLE ${tables.map(viewName).join(', ')} IN ACCESS SHARE MODE`);
        const change = await changeOf(client, projection);
        if (change === undefined) throw new Error(`there is no projection ${projection}`);
        const query = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: lent(client) }) });
        return await read(query, change);
      } finally {
        await client.query('ROLLBACK').catch(() => undefined);
      }
    });
  }

  /** The parked events of one projection or of all, in order, at most `limit` (default 1,000): for operators. */
  parked(projection?: string, limit = 1_000): Promise<ParkedEvent[]> {
    return listParked(this.#pool, projection, limit);
  }

  /**
   * How far the rows that answer questions are in each partition, in their order, and whether they keep a history; undefined where there
   * are none.
   */
  async reached(
    projection: string,
  ): Promise<
    { readonly keepsHistory: boolean; readonly positions: readonly (Position | undefined)[] } | undefined
  > {
    const rows = await selectRows(
      this.#pool,
      `SELECT position, jsonb_path_exists(definition, '$.tables.*.history')
       FROM read_model.generations JOIN read_model.checkpoints USING (generation)
       WHERE projection = $1 AND state = 'live' ORDER BY partition`,
      [projection],
    );
    const [first] = rows;
    if (first === undefined) return undefined;
    return {
      keepsHistory: first[1] === true,
      positions: rows.map(([position]) => (typeof position === 'string' ? position : undefined)),
    };
  }

  /** How many events of each projection are parked, in the rows that answer questions. Cheap: it reads the checkpoints. */
  async parkedCounts(): Promise<ReadonlyMap<string, number>> {
    const rows = await selectRows(
      this.#pool,
      `SELECT projection, sum(parked) FROM read_model.generations JOIN read_model.checkpoints USING (generation)
       WHERE state = 'live' GROUP BY projection`,
      [],
    );
    return new Map(rows.map(([projection, parked]) => [String(projection), Number(parked)]));
  }

  async #hasReached(projection: string, partition: number, position: Position): Promise<boolean> {
    const rows = await selectRows(
      this.#pool,
      `SELECT FROM read_model.generations JOIN read_model.checkpoints USING (generation)
       WHERE projection = $1 AND state = 'live' AND partition = $2 AND position >= $3`,
      [projection, partition, position],
    );
    return rows.length > 0;
  }

  #commitWithin(projection: string, ms: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        unsubscribe();
        resolve();
      };
      const timer = setTimeout(wake, ms);
      const unsubscribe = this.#signals.onCommit(projection, wake);
      signal?.addEventListener('abort', wake);
    });
  }
}

async function changeOf(client: Pool | PoolClient, projection: string): Promise<Change | undefined> {
  const [row] = await selectRows(
    client,
    `SELECT generation, change_no FROM read_model.generations JOIN read_model.change_counters USING (generation)
     WHERE projection = $1 AND state = 'live'`,
    [projection],
  );
  return row === undefined ? undefined : { generation: Number(row[0]), changeNo: Number(row[1]) };
}

const SEARCH_PATH = `search_path TO ${READ_MODEL_SCHEMA}, public`;

/** Connections on which tables are found by their plain names. Who else uses the pool sees nothing of the column types. */
function questionPool(pool: Pool): PostgresPool {
  const prepared = new WeakSet<PoolClient>();
  return {
    connect: async () => {
      const client = await pool.connect();
      const onError = (): void => undefined; // the question in hand fails; without a listener the process would end
      client.on('error', onError);
      const release = (): void => {
        client.removeListener('error', onError);
        client.release();
      };
      if (!prepared.has(client)) {
        await client.query(`SET ${SEARCH_PATH}`).catch((error: unknown) => {
          release();
          throw error;
        });
        prepared.add(client);
      }
      return new QuestionClient(client, release);
    },
    end: () => Promise.resolve(),
  };
}

/** Kysely's view of a connection that somebody else takes and gives back. */
const lent = (client: PoolClient): PostgresPool => ({
  connect: () => Promise.resolve(new QuestionClient(client, () => undefined)),
  end: () => Promise.resolve(),
});

/** Passes questions on to a connection, with the column types of the read models for these alone. */
class QuestionClient implements PostgresPoolClient {
  constructor(
    private readonly client: PoolClient,
    readonly release: () => void,
  ) {}

  query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query<R>(text: string | PostgresCursor<R>, values: readonly unknown[] = []): unknown {
    if (typeof text !== 'string') throw new TypeError('questions are asked without cursors');
    return this.client.query({ text, values: [...values], types: READ_MODEL_TYPES });
  }
}
