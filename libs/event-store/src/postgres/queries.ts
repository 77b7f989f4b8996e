import { Pool, type PoolConfig, type QueryResultRow } from 'pg';
import { EventStoreUnavailable } from '../errors';
import { Backoff, pause, within } from '../machine-time';
import { isRefusedData } from './refused-data';
import { Session } from './session';
import { TYPES, type Statement } from './statement';

/** How much longer the machine waits for an answer than the server works on it: the server's own time-out is the clearer one. */
const GRACE_MS = 500;
const READ_ATTEMPTS = 4;
const FIRST_RETRY_MS = 10;
const LONGEST_RETRY_MS = 100;

/**
 * The store's connections. A query that fails costs its connection, since nobody knows what state it is in, and none waits for ever:
 * neither for a connection nor for an answer.
 */
export class Queries {
  readonly #pool: Pool;
  readonly #owned: boolean;

  /**
   * @param connection a PostgreSQL URL, for connections of the store's own; or a pool whose owner listens to its `error` events
   *   and leaves the store at least three connections
   * @param timeoutMs how long one statement may take (machine time)
   */
  constructor(
    connection: string | Pool,
    private readonly timeoutMs: number,
  ) {
    this.#owned = typeof connection === 'string';
    this.#pool = typeof connection === 'string' ? new Pool(configOf(connection, timeoutMs)) : connection;
    // Without a listener an idle connection that breaks would end the process; the query after it gets a new one.
    if (this.#owned) this.#pool.on('error', () => undefined);
  }

  /** The rows. Rejects with the driver's error. */
  async rows<Row extends QueryResultRow>(
    { name, text }: Statement,
    values: readonly unknown[],
  ): Promise<Row[]> {
    const query = { name, text, values: [...values], types: TYPES, query_timeout: this.timeoutMs + GRACE_MS };
    // The second bound is for a pool of somebody else that lets queries wait for a connection without end.
    const result = await within(this.timeoutMs + 2 * GRACE_MS, this.#pool.query<Row>(query));
    return result.rows;
  }

  /**
   * The rows, asked for again where a connection was lost: the pool does not know at once which ones a restart has cost.
   * Rejects with EventStoreUnavailable, or with the driver's error where the values were wrong.
   */
  async read<Row extends QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    const giveUpAt = Date.now() + this.timeoutMs;
    const backoff = new Backoff(FIRST_RETRY_MS, LONGEST_RETRY_MS);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.rows<Row>(statement, values);
      } catch (cause) {
        if (isRefusedData(cause)) throw cause;
        if (attempt === READ_ATTEMPTS || Date.now() >= giveUpAt) {
          throw new EventStoreUnavailable('the event store can not be read now', { cause });
        }
        await pause(backoff.next());
      }
    }
  }

  /** A connection to keep. Rejects where there is none in time. */
  session(): Promise<Session> {
    return new Promise((resolve, reject) => {
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        reject(new Error('no connection in time'));
      }, this.timeoutMs);
      // Not by promise: a connection that breaks before somebody listens to its errors would end the process.
      this.#pool.connect((error, client) => {
        clearTimeout(timer);
        if (client === undefined) reject(error ?? new Error('no connection'));
        else if (late) client.release();
        else resolve(new Session(client, this.timeoutMs));
      });
    });
  }

  async close(): Promise<void> {
    if (this.#owned) await this.#pool.end();
  }
}

const configOf = (connectionString: string, timeoutMs: number): PoolConfig => ({
  connectionString,
  application_name: 'redress-event-store',
  max: 10,
  keepAlive: true,
  connectionTimeoutMillis: timeoutMs,
  statement_timeout: timeoutMs,
});
