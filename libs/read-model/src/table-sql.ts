import type { ColumnType } from './projection';
import { READ_MODEL_SCHEMA } from './migrations';
import type { TableShape } from './table-shape';
import type { Statement } from './transaction';

/** The SQL of one table in one generation. Names come from checked definitions, values are always parameters. */
export interface TableSql {
  readonly shape: TableShape;
  readonly create: readonly string[];
  /** $1: partition keys. Gives partition_key and then the columns in order. */
  readonly load: Statement;
  /** $1: the rows as JSON, each with partition_key and, where the table has it, change_no. */
  readonly upsert: Statement;
  /** $1: partition_key and key columns of the rows as JSON. Planned each time: the plan of a join depends on how large the table is. */
  readonly remove: string;
}

const quoted = (name: string): string => `"${name}"`;

/** The physical table of a generation. */
export const physicalName = (table: string, generation: number): string =>
  `${READ_MODEL_SCHEMA}.${quoted(`${table}__g${String(generation)}`)}`;

/** The view under which questions read a table. */
export const viewName = (table: string): string => `${READ_MODEL_SCHEMA}.${quoted(table)}`;

export function tableSql(shape: TableShape, generation: number): TableSql {
  const { definition, name } = shape;
  const table = physicalName(name, generation);
  const types = new Map<string, ColumnType>([
    ['partition_key', 'text'],
    ...Object.entries(definition.columns),
  ]);
  if (definition.changeNumbers === true) types.set('change_no', 'bigint');
  const key = ['partition_key', ...definition.key];
  const all = [...types.keys()].map(quoted).join(', ');
  const typed = (columns: readonly string[]): string =>
    columns.map((column) => `${quoted(column)} ${types.get(column) ?? 'text'}`).join(', ');
  const others = [...types.keys()].filter((column) => !key.includes(column));
  const overwrite = others.map((column) => `${quoted(column)} = excluded.${quoted(column)}`).join(', ');
  const keyColumns = key.map(quoted).join(', ');
  const columns = [...types].map(([column, type]) => {
    // Keys are compared byte by byte, whatever the language of the database.
    const collation = column === 'partition_key' ? ' COLLATE "C"' : '';
    const required = key.includes(column) || column === 'change_no' ? ' NOT NULL' : '';
    return `${quoted(column)} ${type}${collation}${required}`;
  });
  return {
    shape,
    create: [
      `CREATE TABLE ${table} (${columns.join(', ')}, PRIMARY KEY (${keyColumns}))`,
      ...(definition.indexes ?? []).map((index) => `CREATE INDEX ON ${table} ${index}`),
      ...(definition.changeNumbers === true ? [`CREATE INDEX ON ${table} (change_no)`] : []),
    ],
    load: {
      name: `load ${name}__g${String(generation)}`,
      text: `SELECT ${['partition_key', ...shape.columns].map(quoted).join(', ')}
        FROM ${table} WHERE partition_key = ANY($1::text[])`,
    },
    upsert: {
      name: `put ${name}__g${String(generation)}`,
      text: `INSERT INTO ${table} (${all}) SELECT ${all} FROM json_to_recordset($1::json) AS new (${typed([...types.keys()])})
        ON CONFLICT (${keyColumns}) ${overwrite === '' ? 'DO NOTHING' : `DO UPDATE SET ${overwrite}`}`,
    },
    remove: `DELETE FROM ${table} AS old USING json_to_recordset($1::json) AS gone (${typed(key)})
      WHERE ${key.map((column) => `old.${quoted(column)} = gone.${quoted(column)}`).join(' AND ')}`,
  };
}
