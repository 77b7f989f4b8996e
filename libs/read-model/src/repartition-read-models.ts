import type { Repartitioning } from '@redress/event-feed';
import type { PoolClient } from 'pg';
import { readCheckpoints } from './checkpoints';
import { selectRows } from './transaction';

/**
 * Has every read model go on at the end of the log in other partitions, within the transaction of `client`, while nobody writes rows. The
 * rows stay: they depend on no partition. Gives the names of those that do not show everything yet; then nothing may be committed.
 */
export async function repartitionReadModels(
  client: PoolClient,
  move: Repartitioning,
): Promise<readonly string[]> {
  const generations = await selectRows(
    client,
    'SELECT generation, projection FROM read_model.generations ORDER BY generation',
    [],
  );
  const behind: string[] = [];
  const head = await move.head();
  for (const [id, projection] of generations) {
    const generation = Number(id);
    const checkpoints = await readCheckpoints(client, generation, { lock: true });
    if (checkpoints.length === move.partitions) continue;
    const positionIn = (partition: number) => checkpoints[partition]?.position;
    if (!(await move.hasHeardAll(checkpoints.length, positionIn))) {
      behind.push(String(projection));
      continue;
    }
    await client.query('DELETE FROM read_model.checkpoints WHERE generation = $1', [generation]);
    await client.query(
      `INSERT INTO read_model.checkpoints (generation, partition, position)
       SELECT $1, partition, $3 FROM generate_series(0, $2 - 1) AS partition`,
      [generation, move.partitions, head ?? null],
    );
    await moveParked(client, generation, move);
  }
  return behind;
}

async function moveParked(client: PoolClient, generation: number, move: Repartitioning): Promise<void> {
  const parked = await selectRows(
    client,
    'SELECT partition_key, count(*) FROM read_model.parked_events WHERE generation = $1 GROUP BY partition_key',
    [generation],
  );
  for (const [partitionKey, count] of parked) {
    const partition = move.partitionOf(String(partitionKey));
    await client.query(
      'UPDATE read_model.parked_events SET partition = $3 WHERE generation = $1 AND partition_key = $2',
      [generation, partitionKey, partition],
    );
    await client.query(
      'UPDATE read_model.checkpoints SET parked = parked + $3 WHERE generation = $1 AND partition = $2',
      [generation, partition, count],
    );
  }
}
