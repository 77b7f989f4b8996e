import type { ColumnType } from './projection';
import { READ_MODEL_SCHEMA } from './migrations';
import type { TableShape } from './table-shape';
import type { Statement } from './transaction';

/** The SQL of one table in one generation. Names come from checked definitions, values are always parameters. */
export interface TableSql {
  readonly shape: TableShape;
  readonly create: readonly string[];
  /** $1: partition keys. Gives partition_key, then the columns in order and, where the table has a history, valid_from. */
  readonly load: Statement;
  /**
   * $1: the rows, an array of the table's row type. What stands for change_no is added to the counter of the generation. $2, where the table
   * has a history: the past versions, likewise of its own type.
   */
  readonly upsert: Statement;
  /** The types of all columns, those of the runner too. */
  readonly types: ReadonlyMap<string, ColumnType>;
  /** Likewise of the past versions, where the table has a history. */
  readonly pastTypes: ReadonlyMap<string, ColumnType> | undefined;
  /** $1: partition_key and key columns of the rows as JSON. Planned each time: the plan of a join depends on how large the table is. */
  readonly remove: string;
}

const quoted = (name: string): string => `"${name}"`;

/** The physical table of a generation. */
export const physicalName = (table: string, generation: number): string =>
  `${READ_MODEL_SCHEMA}.${quoted(`${table}__g${String(generation)}`)}`;

/** In the place of the position up to which a version held, where it still holds: after all positions, as text. */
const NOT_YET = '~';

/** The table of what the rows of a table were. */
export const historyOf = (table: string): string => `${table}_history`;

/** The view of all versions of the rows of a table, past and present. */
export const versionsOf = (table: string): string => `${table}_versions`;

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
  const past = definition.history === undefined ? undefined : pastSql(shape, generation);
  if (past !== undefined) types.set('valid_from', 'text');
  const key = ['partition_key', ...definition.key];
  const all = [...types.keys()].map(quoted).join(', ');
  const others = [...types.keys()].filter((column) => !key.includes(column));
  const overwrite = others.map((column) => `${quoted(column)} = excluded.${quoted(column)}`).join(', ');
  const keyColumns = key.map(quoted).join(', ');
  const counter = `(SELECT change_no FROM read_model.change_counters WHERE generation = ${String(generation)})`;
  const given = (column: string): string =>
    column === 'change_no' ? `${counter} + new.change_no` : `new.${quoted(column)}`;
  return {
    shape,
    types,
    pastTypes: past?.types,
    create: [
      `CREATE TABLE ${table} (${columnsFor(key, types)}, PRIMARY KEY (${keyColumns}))`,
      ...(definition.indexes ?? []).map((index) => `CREATE INDEX ON ${table} ${index}`),
      ...(definition.changeNumbers === true ? [`CREATE INDEX ON ${table} (change_no)`] : []),
      ...(past?.create ?? []),
    ],
    load: {
      name: `load ${name}__g${String(generation)}`,
      text: `SELECT ${[...baseColumns(shape), ...(past === undefined ? [] : ['valid_from'])].map(quoted).join(', ')}
        FROM ${table} WHERE partition_key = ANY($1::text[])`,
    },
    upsert: {
      name: `put ${name}__g${String(generation)}`,
      text: `${past?.insert ?? ''}INSERT INTO ${table} (${all}) SELECT ${[...types.keys()].map(given).join(', ')} FROM unnest($1::${table}[]) AS new
        ON CONFLICT (${keyColumns}) ${overwrite === '' ? 'DO NOTHING' : `DO UPDATE SET ${overwrite}`}`,
    },
    remove: `DELETE FROM ${table} AS old USING json_to_recordset($1::json) AS gone (${typedColumns(key, types)})
      WHERE ${key.map((column) => `old.${quoted(column)} = gone.${quoted(column)}`).join(' AND ')}`,
  };
}

/** The views of a table in a generation, by their names. */
export function viewsSql(shape: TableShape, generation: number): ReadonlyMap<string, string> {
  const { definition, name } = shape;
  const table = physicalName(name, generation);
  const views = new Map([[name, `SELECT * FROM ${table}`]]);
  if (definition.history === undefined) return views;
  const columns = [...baseColumns(shape), 'valid_from'].map(quoted).join(', ');
  return views.set(
    versionsOf(name),
    `SELECT ${columns}, '${NOT_YET}'::text COLLATE "C" AS valid_to, ''::text COLLATE "C" AS span FROM ${table}
      UNION ALL SELECT ${columns}, valid_to, span FROM ${physicalName(historyOf(name), generation)}`,
  );
}

/** How past versions are kept, and put there along with the rows that take their place. */
function pastSql(
  shape: TableShape,
  generation: number,
): {
  readonly create: readonly string[];
  readonly insert: string;
  readonly types: ReadonlyMap<string, ColumnType>;
} {
  const { definition, name } = shape;
  const table = physicalName(historyOf(name), generation);
  const types = new Map<string, ColumnType>([
    ['partition_key', 'text'],
    ...Object.entries(definition.columns),
    ...VALIDITY.map((column): [string, ColumnType] => [column, 'text']),
  ]);
  const key = ['partition_key', ...definition.key, 'valid_from'];
  const all = [...types.keys()].map(quoted).join(', ');
  const indexes = definition.history?.indexes ?? [];
  return {
    create: [
      `CREATE TABLE ${table} (${columnsFor([...key, ...VALIDITY], types)}, PRIMARY KEY (${key.map(quoted).join(', ')}))`,
      ...indexes.map(
        ({ columns, where }) =>
          `CREATE INDEX ON ${table} (${[...columns, 'span', 'valid_from', 'valid_to'].map(quoted).join(', ')})
            ${where === undefined ? '' : `WHERE ${where}`}`,
      ),
    ],
    insert: `WITH past AS (INSERT INTO ${table} (${all}) SELECT ${all} FROM unnest($2::${table}[])) `,
    types,
  };
}

const VALIDITY = ['valid_from', 'valid_to', 'span'];

const baseColumns = (shape: TableShape): string[] => ['partition_key', ...shape.columns];

/** Text columns of ours, which are compared byte by byte, whatever the language of the database. */
const BYTEWISE: ReadonlySet<string> = new Set(['partition_key', ...VALIDITY]);

/** The columns of a table to be created; those of the key are never null. */
function columnsFor(key: readonly string[], types: ReadonlyMap<string, ColumnType>): string {
  return [...types]
    .map(([column, type]) => {
      const collation = BYTEWISE.has(column) ? ' COLLATE "C"' : '';
      const required =
        key.includes(column) || column === 'change_no' || column === 'valid_from' ? ' NOT NULL' : '';
      return `${quoted(column)} ${type}${collation}${required}`;
    })
    .join(', ');
}

const typedColumns = (columns: readonly string[], types: ReadonlyMap<string, ColumnType>): string =>
  columns.map((column) => `${quoted(column)} ${types.get(column) ?? 'text'}`).join(', ');
