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

/** A statement with its values. */
export interface Query extends Partial<Statement> {
  readonly text: string;
  readonly values?: readonly unknown[];
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
export const inTransaction = <T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  begin = BEGIN,
): Promise<T> =>
  writeInTransaction(pool, async (client) => ({ result: await work(client), writes: [] }), begin);

/**
 * Likewise, where `work` leaves its last statements to be sent along with the commit: with a pool whose connections take several statements
 * at once (`pipeline`) a transaction is then two round trips.
 */
export async function writeInTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<{ readonly result: T; readonly writes: readonly Query[] }>,
  begin = BEGIN,
): Promise<T> {
  return withClient(pool, async (client) => {
    try {
      const [, { result, writes }] = await askBoth(
        client,
        () => client.query(begin),
        () => work(client),
      );
      // After one that fails the server refuses the others, and takes the commit as the end of it.
      await sendAll(client, [...writes, { text: 'COMMIT' }]);
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  });
}

/** Sends statements in order, as `askAll` does. */
export async function sendAll(client: PoolClient, statements: readonly Query[]): Promise<void> {
  await askAll(
    client,
    statements.map(
      ({ values = [], ...query }) =>
        () =>
          client.query({ ...query, values: [...values] }),
    ),
  );
}

/** Asks several things of a connection: without waiting in between where it takes several at once, else one after the other. */
export async function askAll<T>(client: PoolClient, questions: readonly (() => Promise<T>)[]): Promise<T[]> {
  if (client.pipeline) return Promise.all(inOnePiece(client, () => questions.map((ask) => ask())));
  const answers: T[] = [];
  for (const ask of questions) answers.push(await ask());
  return answers;
}

async function askBoth<A, B>(
  client: PoolClient,
  first: () => Promise<A>,
  then: () => Promise<B>,
): Promise<[A, B]> {
  if (client.pipeline) return Promise.all(inOnePiece(client, () => [first(), then()] as const));
  return [await first(), await then()];
}

/** What is sent meanwhile goes out at once: a write for each statement costs more than the statement. */
function inOnePiece<T>({ connection: { stream } }: PoolClient, sending: () => T): T {
  stream.cork();
  try {
    return sending();
  } finally {
    stream.uncork();
  }
}
