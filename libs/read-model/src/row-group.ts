import type { Position } from '@redress/kernel';
import type { Row, Rows } from './projection';
import { equalValues } from './row-values';
import type { TableShape, TableShapes } from './table-shape';

interface TableRows {
  readonly shape: TableShape;
  readonly rows: Map<string, Readonly<Row>>;
  /** What was stored under the keys that were touched. */
  readonly before: Map<string, Readonly<Row> | undefined>;
  ordered: readonly Readonly<Row>[] | undefined;
}

/** The rows of one partition key, in memory, with the difference to what is stored. */
export class RowGroup implements Rows {
  readonly #tables = new Map<string, TableRows>();
  readonly #undo: { table: TableRows; key: string; row: Readonly<Row> | undefined }[] = [];

  /** The last event that was applied; undefined: none since the rows were loaded. */
  position: Position | undefined;

  constructor(private readonly shapes: TableShapes) {}

  /** Takes over a row as it is stored. */
  load(table: string, row: Readonly<Row>): void {
    const { rows, shape } = this.#table(table);
    rows.set(shape.keyOf(row), row);
  }

  get(table: string, ...key: readonly (string | number)[]): Readonly<Row> | undefined {
    const { rows, shape } = this.#table(table);
    return rows.get(shape.keyFrom(key));
  }

  put(table: string, row: Readonly<Row>): void {
    const { shape } = this.#table(table);
    const settled = shape.settle(row);
    this.#set(this.#table(table), shape.keyOf(settled), settled);
  }

  delete(table: string, ...key: readonly (string | number)[]): void {
    const { shape } = this.#table(table);
    this.#set(this.#table(table), shape.keyFrom(key), undefined);
  }

  all(table: string): readonly Readonly<Row>[] {
    const found = this.#table(table);
    found.ordered ??= Object.freeze(
      [...found.rows.values()].sort((one, other) => found.shape.compare(one, other)),
    );
    return found.ordered;
  }

  /** Lets an event change the rows whole or not at all: where `change` throws, nothing of it stays. */
  atomically(change: () => void): void {
    this.#undo.length = 0;
    try {
      change();
    } catch (error) {
      for (const { table, key, row } of this.#undo.reverse()) replace(table, key, row);
      throw error;
    }
  }

  /** The rows that really differ from what is stored: with a row, to be written; without, to be deleted. */
  *changes(): Generator<{
    shape: TableShape;
    before: Readonly<Row> | undefined;
    row: Readonly<Row> | undefined;
  }> {
    for (const { shape, rows, before: stored } of this.#tables.values()) {
      for (const [key, before] of stored) {
        const row = rows.get(key);
        const same =
          row === before ||
          (row !== undefined &&
            before !== undefined &&
            shape.columns.every((column) => equalValues(row[column], before[column])));
        if (!same) yield { shape, before, row };
      }
    }
  }

  #set(table: TableRows, key: string, row: Readonly<Row> | undefined): void {
    const present = table.rows.get(key);
    this.#undo.push({ table, key, row: present });
    if (!table.before.has(key)) table.before.set(key, present);
    replace(table, key, row);
  }

  #table(name: string): TableRows {
    const known = this.#tables.get(name);
    if (known !== undefined) return known;
    const shape = this.shapes.get(name);
    if (shape === undefined) throw new TypeError(`the projection has no table ${name}`);
    const table: TableRows = { shape, rows: new Map(), before: new Map(), ordered: undefined };
    this.#tables.set(name, table);
    return table;
  }
}

function replace(table: TableRows, key: string, row: Readonly<Row> | undefined): void {
  table.ordered = undefined;
  if (row === undefined) table.rows.delete(key);
  else table.rows.set(key, row);
}
