import type { Repartitioning } from '@redress/event-feed';
import type { Position } from '@redress/kernel';
import type { PoolClient } from 'pg';

interface Place {
  readonly automation: string;
  readonly partitions: number;
  /** By partition; null: nothing handled yet. */
  readonly positions: Readonly<Record<string, Position>> | null;
}

const PLACES = `
  SELECT name AS automation, partitions,
    (SELECT json_object_agg(partition, position) FROM automation.checkpoints WHERE automation = name) AS positions
  FROM automation.automations WHERE partitions <> $1 ORDER BY name`;

/**
 * Has every automation go on at the end of the log in other partitions, within the transaction of `client`, while none runs. What is parked
 * stays parked. Gives the names of those that have not reacted to everything yet; then nothing may be committed.
 */
export async function repartitionAutomations(
  client: PoolClient,
  move: Repartitioning,
): Promise<readonly string[]> {
  const { rows } = await client.query<Place>(PLACES, [move.partitions]);
  const behind: string[] = [];
  const head = await move.head();
  for (const { automation, partitions, positions } of rows) {
    if (!(await move.hasHeardAll(partitions, (partition) => positions?.[partition]))) {
      behind.push(automation);
      continue;
    }
    await client.query('DELETE FROM automation.checkpoints WHERE automation = $1', [automation]);
    await client.query('UPDATE automation.automations SET partitions = $2 WHERE name = $1', [
      automation,
      move.partitions,
    ]);
    if (head === undefined) continue;
    await client.query(
      `INSERT INTO automation.checkpoints (automation, partition, position)
       SELECT $1, partition, $3 FROM generate_series(0, $2 - 1) AS partition`,
      [automation, move.partitions, head],
    );
  }
  return behind;
}
