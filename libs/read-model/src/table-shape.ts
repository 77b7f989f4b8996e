import type { ColumnType, PublishedTable, Row, TableDefinition, TableHistory } from './projection';
import { toColumn, UnfitValue } from './row-values';

/** `<name>_history__g<generation>` has to fit into the 63 bytes of a name. */
const MAX_NAME_WITH_HISTORY = 40;

/** What a version of a row has besides the row. */
const VERSION_COLUMNS = ['valid_from', 'valid_to', 'span'];

/** A table definition, checked and made ready for use. */
export class TableShape {
  readonly columns: readonly string[];
  /** Each with its type, and its name in errors. */
  readonly #columns: ReadonlyMap<string, { readonly type: ColumnType; readonly place: string }>;
  /** A row of nothing: a copy of it has room for all columns, where one that grows is moved again and again. */
  readonly #blank: Readonly<Row>;

  constructor(
    readonly name: string,
    readonly definition: TableDefinition,
  ) {
    this.columns = Object.keys(definition.columns);
    this.#columns = new Map(
      Object.entries(definition.columns).map(([column, type]) => [
        column,
        { type, place: `${name}.${column}` },
      ]),
    );
    this.#blank = Object.fromEntries(this.columns.map((column) => [column, null]));
    for (const identifier of [name, ...this.columns]) {
      if (!/^[a-z][a-z0-9_]{0,47}$/.test(identifier))
        throw new Error(`${name}: "${identifier}" is no name in snake_case`);
    }
    const added = [
      'partition_key',
      'change_no',
      ...(definition.history === undefined ? [] : VERSION_COLUMNS),
    ];
    for (const column of added) {
      if (this.#columns.has(column)) throw new Error(`${name}.${column} is put there by the runner`);
    }
    for (const column of definition.key) {
      const type = definition.columns[column];
      if (type === undefined) throw new Error(`${name}: the key column ${column} is not among the columns`);
      if (type !== 'text' && type !== 'integer' && type !== 'bigint') {
        throw new Error(`${name}.${column}: a key column is text, integer or bigint`);
      }
    }
    if (definition.history !== undefined) checkHistory(name, definition, definition.history);
    if (definition.published !== undefined) checkPublished(name, definition, definition.published);
  }

  /** The row as it will come back from the database. Throws UnfitValue. */
  settle(row: Readonly<Row>): Readonly<Row> {
    const settled = { ...this.#blank };
    for (const column in row) {
      const known = this.#columns.get(column);
      if (known === undefined) throw new UnfitValue(`${this.name} has no column ${column}`);
      settled[column] = toColumn(known.type, row[column], known.place);
    }
    for (const column of this.definition.key) {
      if (settled[column] === null)
        throw new UnfitValue(`${this.name}.${column} is part of the key, and was given nothing`);
    }
    return Object.freeze(settled);
  }

  /** The row from the values of its columns, in their order, as the driver gives them. */
  fromStored(values: readonly unknown[], first: number): Readonly<Row> {
    const row = { ...this.#blank };
    let at = first;
    for (const [column, { type, place }] of this.#columns) row[column] = toColumn(type, values[at++], place);
    return Object.freeze(row);
  }

  keyOf(row: Readonly<Row>): string {
    return this.keyFrom(this.definition.key.map((column) => row[column] as string | number));
  }

  /** One text for a key: PostgreSQL's text has no U+0000, so the parts can't run together. */
  keyFrom(key: readonly (string | number)[]): string {
    if (key.length !== this.definition.key.length) {
      throw new TypeError(`${this.name} has a key of ${String(this.definition.key.length)} columns`);
    }
    return key.length === 1 ? String(key[0]) : key.join('\u0000');
  }

  /** The order of `Rows.all`, the same whichever way the rows came. */
  compare(one: Readonly<Row>, other: Readonly<Row>): number {
    for (const column of this.definition.key) {
      const a = one[column] as string | number;
      const b = other[column] as string | number;
      if (a !== b) return a < b ? -1 : 1;
    }
    return 0;
  }
}

/** Throws where two rows could have the same key in the topic, or a key might change with the row. */
function checkPublished(name: string, { columns, key }: TableDefinition, published: PublishedTable): void {
  const allowed = ['partition_key', ...key];
  if (published.key.some((column) => !allowed.includes(column)))
    throw new Error(`${name}: a key of ${published.topic.address} is made of ${allowed.join(', ')}`);
  if (published.key.length === 0 || key.some((column) => !published.key.includes(column)))
    throw new Error(`${name}: a key of ${published.topic.address} does not tell its rows apart`);
  if (published.presentBy !== undefined && columns[published.presentBy] === undefined)
    throw new Error(`${name}: there is no column ${published.presentBy}`);
}

/** Throws where the table of the versions would have too long a name, or could not be asked as is wished. */
function checkHistory(name: string, { columns }: TableDefinition, { indexes = [] }: TableHistory): void {
  if (name.length > MAX_NAME_WITH_HISTORY)
    throw new Error(`${name}: too long a name for a table with a history`);
  const unknown = indexes.flatMap((index) => index.columns).find((column) => columns[column] === undefined);
  if (unknown !== undefined) throw new Error(`${name}: there is no column ${unknown}`);
}

export type TableShapes = ReadonlyMap<string, TableShape>;

/** The tables of a projection. Throws where a definition can't be one. */
export const shapesOf = (tables: Readonly<Record<string, TableDefinition>>): TableShapes =>
  new Map(Object.entries(tables).map(([name, definition]) => [name, new TableShape(name, definition)]));
