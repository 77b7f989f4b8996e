import { Pool } from 'pg';

/** How long a question may wait for a connection. Machine time. */
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Connections to a database, at most `max` at a time.
 * @param onBroken told of an idle connection that broke; the next query gets a new one
 * @param options.pipeline for those who send several statements on a connection before they wait for the first
 */
export function openPool(
  url: string,
  max: number,
  onBroken: (error: Error) => void,
  { pipeline = false }: { readonly pipeline?: boolean } = {},
): Pool {
  const pool = new Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'redress',
    pipeline,
  });
  // Without a listener it would end the process.
  pool.on('error', onBroken);
  // So would one that breaks while it is lent out, between two statements of a transaction; the next statement tells.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
