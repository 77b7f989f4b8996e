import type { EpochMs, Position, RecordedEvent } from '@redress/kernel';
import type { Pool, PoolClient } from 'pg';
import { isUnfit } from './batch';
import { readCheckpoints } from './checkpoints';
import { reasonOf, type Waiting } from './fold';
import type { RowStore } from './row-store';
import { inTransaction, selectRows, sendAll } from './transaction';

/** An event that a projection could not apply, or that waits behind such a one of its partition key. */
export interface ParkedEvent {
  readonly projection: string;
  readonly generation: number;
  readonly partition: number;
  readonly partitionKey: string;
  readonly position: Position;
  readonly stream: string;
  readonly revision: number;
  readonly eventId: string;
  readonly type: string;
  readonly version: number;
  /** Undefined: it waits behind an earlier one. */
  readonly reason: string | undefined;
  /** Machine time, in ms. */
  readonly parkedAt: EpochMs;
}

/** What became of the parked events of a projection. */
export interface RetryOutcome {
  readonly applied: number;
  readonly stillParked: number;
}

/** The parked events in the order of their positions, at most `limit`; of one projection or of all. */
export async function listParked(
  pool: Pool,
  projection: string | undefined,
  limit: number,
): Promise<ParkedEvent[]> {
  const rows = await selectRows(
    pool,
    `SELECT g.projection, p.generation, p.partition, p.reason, p.parked_at, p.event
     FROM read_model.parked_events p JOIN read_model.generations g USING (generation)
     WHERE $1::text IS NULL OR g.projection = $1
     ORDER BY p.position, p.generation LIMIT $2`,
    [projection ?? null, limit],
  );
  return rows.map(([name, generation, partition, reason, parkedAt, event]) => {
    const { id, partitionKey, position, stream, revision, type, version } = event as RecordedEvent;
    return {
      projection: String(name),
      generation: Number(generation),
      partition: Number(partition),
      partitionKey,
      position,
      stream,
      revision,
      eventId: id,
      type,
      version,
      reason: typeof reason === 'string' ? reason : undefined,
      parkedAt: Date.parse(String(parkedAt)),
    };
  });
}

/** Applies the parked events of a generation in order, each in a transaction, up to the first of each key that still fails. */
export async function retryParked(pool: Pool, store: RowStore): Promise<RetryOutcome> {
  const { generation } = store;
  const keys = await selectRows(
    pool,
    'SELECT DISTINCT partition, partition_key FROM read_model.parked_events WHERE generation = $1',
    [generation],
  );
  let applied = 0;
  for (const [partition, partitionKey] of keys) {
    while (await retryFirst(pool, store, Number(partition), String(partitionKey))) applied++;
  }
  const checkpoints = await readCheckpoints(pool, generation);
  return { applied, stillParked: checkpoints.reduce((sum, { parked }) => sum + parked, 0) };
}

/** True where the first parked event of the key was applied, so that the next may be tried. */
async function retryFirst(
  pool: Pool,
  store: RowStore,
  partition: number,
  partitionKey: string,
): Promise<boolean> {
  const { folding, generation } = store;
  const first = async (client: PoolClient): Promise<RecordedEvent | undefined> => {
    // The runner takes the same lock, so no later event of the key can pass by.
    await readCheckpoints(client, generation, { partitions: [partition], lock: true });
    const [row] = await selectRows(
      client,
      `SELECT event FROM read_model.parked_events WHERE generation = $1 AND partition = $2 AND partition_key = $3
       ORDER BY position LIMIT 1`,
      [generation, partition, partitionKey],
    );
    return row?.[0] as RecordedEvent | undefined;
  };
  const note = (client: PoolClient, { event, reason }: Waiting): Promise<unknown> =>
    client.query('UPDATE read_model.parked_events SET reason = $3 WHERE generation = $1 AND position = $2', [
      generation,
      event.position,
      reason,
    ]);
  try {
    return await inTransaction(pool, async (client) => {
      const event = await first(client);
      if (event === undefined) return false;
      const loaded = await store.load(client, new Set([partitionKey]));
      const [waiting] = await folding.applyLearning([event], loaded.groups, new Set());
      if (waiting !== undefined) {
        await note(client, waiting);
        return false;
      }
      await client.query('DELETE FROM read_model.parked_events WHERE generation = $1 AND position = $2', [
        generation,
        event.position,
      ]);
      await client.query(
        'UPDATE read_model.checkpoints SET parked = parked - 1 WHERE generation = $1 AND partition = $2',
        [generation, partition],
      );
      await sendAll(client, store.writes(loaded));
      return true;
    });
  } catch (error) {
    if (!isUnfit(error)) throw error;
    await inTransaction(pool, async (client) => {
      const event = await first(client);
      if (event !== undefined) await note(client, { event, reason: reasonOf(error) });
    });
    return false;
  }
}
