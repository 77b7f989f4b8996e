import type { Position } from '@redress/kernel';
import type { Pool, PoolClient } from 'pg';
import type { Waiting } from './fold';
import { selectRows, type Query } from './transaction';

/** How far a generation has come in one partition. */
export interface Checkpoint {
  readonly partition: number;
  /** Undefined: nothing handled yet. */
  readonly position: Position | undefined;
  /** How many events of the partition are parked. */
  readonly parked: number;
}

/** A step forward: the new position, and how many events were parked on the way. */
export interface Advance {
  readonly partition: number;
  readonly position: Position;
  readonly parked: number;
}

const READ_CHECKPOINTS = {
  name: 'read_model.read_checkpoints',
  text: `SELECT partition, position, parked FROM read_model.checkpoints
    WHERE generation = $1 AND ($2::integer[] IS NULL OR partition = ANY($2)) ORDER BY partition`,
};
const LOCK_CHECKPOINTS = {
  name: 'read_model.lock_checkpoints',
  text: `${READ_CHECKPOINTS.text} FOR UPDATE`,
};
const ADVANCE_CHECKPOINTS = {
  name: 'read_model.advance_checkpoints',
  text: `UPDATE read_model.checkpoints AS old SET position = new.position, parked = old.parked + new.parked
    FROM json_to_recordset($2::json) AS new (partition integer, position text, parked integer)
    WHERE old.generation = $1 AND old.partition = new.partition`,
};

/** The checkpoints of a generation; none where the generation is gone. With `lock` they stay locked until the end of the transaction. */
export async function readCheckpoints(
  client: Pool | PoolClient,
  generation: number,
  options: { partitions?: readonly number[]; lock?: boolean } = {},
): Promise<Checkpoint[]> {
  const { partitions, lock } = options;
  const statement = lock === true ? LOCK_CHECKPOINTS : READ_CHECKPOINTS;
  const rows = await selectRows(client, statement, [generation, partitions ?? null]);
  return rows.map(([partition, position, parked]) => ({
    partition: Number(partition),
    position: typeof position === 'string' ? position : undefined,
    parked: Number(parked),
  }));
}

/** The statement that does it, where there is something to do. */
export const advanceCheckpoints = (generation: number, advances: readonly Advance[]): Query[] =>
  advances.length === 0 ? [] : [{ ...ADVANCE_CHECKPOINTS, values: [generation, JSON.stringify(advances)] }];

/** Which of the partition keys have events parked. */
export async function blockedKeys(
  client: PoolClient,
  generation: number,
  partitions: readonly number[],
  partitionKeys: ReadonlySet<string>,
): Promise<Set<string>> {
  const rows = await selectRows(
    client,
    `SELECT DISTINCT partition_key FROM read_model.parked_events
     WHERE generation = $1 AND partition = ANY($2) AND partition_key = ANY($3)`,
    [generation, partitions, [...partitionKeys]],
  );
  return new Set(rows.map(([key]) => String(key)));
}

/** The statement that parks events, where there are any. */
export function park(
  generation: number,
  waiting: readonly (Waiting & { readonly partition: number })[],
): Query[] {
  if (waiting.length === 0) return [];
  const rows = waiting.map(({ event, reason, partition }) => ({
    position: event.position,
    partition,
    partition_key: event.partitionKey,
    reason: reason ?? null,
    event,
  }));
  return [
    {
      text: `INSERT INTO read_model.parked_events (generation, position, partition, partition_key, reason, event)
        SELECT $1, position, partition, partition_key, reason, event FROM json_to_recordset($2::json)
          AS new (position text, partition integer, partition_key text, reason text, event json)`,
      values: [generation, JSON.stringify(rows)],
    },
  ];
}
