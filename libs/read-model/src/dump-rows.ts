import type { Pool } from 'pg';
import type { Projection, Row } from './projection';
import { viewName } from './table-sql';
import { shapesOf } from './table-shape';
import { READ_MODEL_TYPES } from './transaction';

/**
 * All rows of a projection as questions read them, by table, in the order of their keys: to compare a rebuild with the live
 * rows. Change numbers are left out: they tell the order of commits, which differs from run to run.
 */
export async function dumpRows(pool: Pool, projection: Projection): Promise<Record<string, Row[]>> {
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
    const { rows } = await pool.query<Row>({
      text: `SELECT ${columns} FROM ${viewName(shape.name)} ORDER BY ${order}`,
      types: READ_MODEL_TYPES,
    });
    dump[shape.name] = rows;
  }
  return dump;
}
