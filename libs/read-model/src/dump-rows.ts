import type { Position } from '@redress/kernel';
import { sql } from 'kysely';
import type { Pool } from 'pg';
import { rowsOf } from './history';
import type { Projection, Row } from './projection';
import { ReadModel } from './read-model';
import { shapesOf } from './table-shape';

/**
 * All rows of a projection as questions read them, by table, in the order of their keys: to compare a rebuild with the live
 * rows. Change numbers are left out: they tell the order of commits, which differs from run to run.
 * @param at the rows as they were at this position; each table must have a history
 */
export async function dumpRows(
  pool: Pool,
  projection: Projection,
  at?: Position,
): Promise<Record<string, Row[]>> {
  const { query } = new ReadModel({ pool });
  const dump: Record<string, Row[]> = {};
  for (const shape of shapesOf(projection.tables).values()) {
    const columns = ['partition_key', ...shape.columns].map((column) => `"${column}"`).join(', ');
    const order = ['partition_key', ...shape.definition.key]
      .map((column) =>
        shape.definition.columns[column]?.startsWith('text') === true
          ? `"${column}" COLLATE "C"`
          : `"${column}"`,
      )
      .join(', ');
    const table = rowsOf(shape.name, at === undefined ? undefined : { position: at });
    const { rows } = await sql<Row>`
      SELECT ${sql.raw(columns)} FROM ${table} ORDER BY ${sql.raw(order)}`.execute(query);
    dump[shape.name] = rows;
  }
  return dump;
}
