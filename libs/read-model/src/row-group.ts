import type { EpochMs, Position, RecordedEvent } from '@redress/kernel';
import type { Row, Rows } from './projection';
import { equalValues } from './row-values';
import type { TableShape, TableShapes } from './table-shape';

interface TableRows {
  readonly shape: TableShape;
  readonly rows: Map<string, Readonly<Row>>;
  /** What was stored under the keys that were touched. */
  readonly before: Map<string, Readonly<Row> | undefined>;
  ordered: readonly Readonly<Row>[] | undefined;
  /** Where the table has a history. */
  readonly versions: Versions | undefined;
}

/** What became of the rows of a table, event by event. */
interface Versions {
  /** Since when each row has been what it is. */
  readonly since: Map<string, Position>;
  /** The instant at which the last event was recorded that has changed the row since it was loaded. */
  readonly changedAt: Map<string, EpochMs>;
  /** The last event that touched the key. */
  readonly touched: Map<string, Position>;
  /** The keys whose rows have changed since they were loaded, though they may have come back to what they were. */
  readonly changed: Set<string>;
  readonly past: PastVersion[];
}

/** A row that held from one event on, up to another one. */
export interface PastVersion {
  readonly row: Readonly<Row>;
  readonly from: Position;
  readonly to: Position;
}

/** A row to be written or, without one, to be deleted. */
export interface ChangedRow {
  readonly shape: TableShape;
  readonly before: Readonly<Row> | undefined;
  readonly row: Readonly<Row> | undefined;
  /** Where the table has a history: since when the row has been what it is. */
  readonly since: Position | undefined;
}

/** The rows of one partition key, in memory, with the difference to what is stored. */
export class RowGroup implements Rows {
  readonly #tables = new Map<string, TableRows>();
  readonly #undo: { table: TableRows; key: string; row: Readonly<Row> | undefined }[] = [];

  /** The last event that was applied; undefined: none since the rows were loaded. */
  position: Position | undefined;

  constructor(private readonly shapes: TableShapes) {}

  /**
   * Takes over a row as it is stored.
   * @param since where the table has a history: since when it has been what it is
   */
  load(table: string, row: Readonly<Row>, since?: Position): void {
    const { rows, shape, versions } = this.#table(table);
    const key = shape.keyOf(row);
    rows.set(key, row);
    if (since !== undefined) versions?.since.set(key, since);
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

  /**
   * An event was applied, right before: what it has changed held up to it. The past is asked for by instant, so what came and went within
   * one is not kept.
   */
  applied({ position, recordedAt }: Pick<RecordedEvent, 'position' | 'recordedAt'>): void {
    this.position = position;
    for (const { table, key, row: before } of this.#undo) {
      const { shape, rows, versions } = table;
      // Only the first of several changes by one event was there before it.
      if (versions === undefined || versions.touched.get(key) === position) continue;
      versions.touched.set(key, position);
      const row = rows.get(key);
      if (areSame(shape, before, row)) continue;
      if (before !== undefined && versions.changedAt.get(key) !== recordedAt) {
        versions.past.push({ row: before, from: versions.since.get(key) ?? '', to: position });
      }
      versions.changed.add(key);
      versions.changedAt.set(key, recordedAt);
      if (row === undefined) versions.since.delete(key);
      else versions.since.set(key, position);
    }
  }

  /** The rows that really differ from what is stored, or have come back to it. */
  *changes(): Generator<ChangedRow> {
    for (const { shape, rows, before: stored, versions } of this.#tables.values()) {
      for (const [key, before] of stored) {
        const row = rows.get(key);
        if (!areSame(shape, before, row) || versions?.changed.has(key) === true)
          yield { shape, before, row, since: versions?.since.get(key) };
      }
    }
  }

  /** What rows were and are no longer, since they were loaded; of the tables with a history. */
  *past(): Generator<PastVersion & { readonly shape: TableShape }> {
    for (const { shape, versions } of this.#tables.values()) {
      for (const version of versions?.past ?? []) yield { ...version, shape };
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
    const versions =
      shape.definition.history === undefined
        ? undefined
        : {
            since: new Map(),
            changedAt: new Map(),
            touched: new Map(),
            changed: new Set<string>(),
            past: [],
          };
    const table: TableRows = { shape, rows: new Map(), before: new Map(), ordered: undefined, versions };
    this.#tables.set(name, table);
    return table;
  }
}

const areSame = (
  shape: TableShape,
  one: Readonly<Row> | undefined,
  other: Readonly<Row> | undefined,
): boolean =>
  one === other ||
  (one !== undefined &&
    other !== undefined &&
    shape.columns.every((column) => equalValues(one[column], other[column])));

function replace(table: TableRows, key: string, row: Readonly<Row> | undefined): void {
  table.ordered = undefined;
  if (row === undefined) table.rows.delete(key);
  else table.rows.set(key, row);
}
