import { types, type Pool, type PoolClient } from 'pg';

type TypeId = Parameters<typeof types.getTypeParser>[0];

/**
 * How column values arrive in JavaScript, for this lib alone: bigint as number (epoch milliseconds and counts fit), timestamptz as
 * ISO text.
 */
export const READ_MODEL_TYPES = {
  getTypeParser(id: TypeId, format?: 'text' | 'binary'): (value: string) => unknown {
    if (format !== 'binary' && id === types.builtins.INT8) return Number;
    if (format !== 'binary' && id === types.builtins.TIMESTAMPTZ)
      return (text) => new Date(text).toISOString();
    return types.getTypeParser(id, format) as (value: string) => unknown;
  },
};

/** A query that runs with every batch of events: planned once for each connection, where `name` then stands for `text`. */
export interface Statement {
  /** At most 63 bytes: PostgreSQL looks no further. */
  readonly name: string;
  readonly text: string;
}

/** Rows as arrays of values, in the order of the columns asked for. */
export async function selectRows(
  client: Pool | PoolClient,
  query: string | Statement,
  values: readonly unknown[],
): Promise<unknown[][]> {
  const { rows } = await client.query<unknown[]>({
    ...(typeof query === 'string' ? { text: query } : query),
    values: [...values],
    rowMode: 'array',
    types: READ_MODEL_TYPES,
  });
  return rows;
}

/**
 * Runs `work` on one connection. A connection that breaks while it is lent fails the query in hand; without a listener it would
 * end the process as well.
 */
export async function withClient<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  const onError = (): void => undefined;
  client.on('error', onError);
  try {
    return await work(client);
  } finally {
    client.removeListener('error', onError);
    client.release(); // the pool itself throws away a broken one
  }
}

/** A statement may have been planned while its table was empty: it takes the way over the index all the same. */
export const BEGIN = 'BEGIN; SET LOCAL enable_seqscan TO off';

/** Runs `work` in a transaction begun by `begin`; whatever it throws rolls back. */
export async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  begin = BEGIN,
): Promise<T> {
  return withClient(pool, async (client) => {
    await client.query(begin);
    try {
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  });
}
