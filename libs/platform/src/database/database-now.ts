import type { EpochMs } from '@redress/kernel';
import type { Pool } from 'pg';

/** What the clock of the database says, which all processes share. Rejects where it gives no answer. */
export async function databaseNow(pool: Pool): Promise<EpochMs> {
  const { rows } = await pool.query<{ now: number }>(
    'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now',
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the database has not said what time it is');
  return row.now;
}
