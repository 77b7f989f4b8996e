import type { RecordedEvent } from '@redress/kernel';
import type { StateTopic } from './state-topics/state-topic';

/** Column types a read model may use: the names of PostgreSQL. */
export type ColumnType =
  'text' | 'text[]' | 'integer' | 'bigint' | 'double precision' | 'boolean' | 'timestamptz' | 'jsonb';

/**
 * A table of a projection. Every table also has `partition_key text`, put there by the runner, and its primary key is
 * (partition_key, ...key). Instants are written as epoch milliseconds in `bigint`.
 */
export interface TableDefinition {
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** The columns that tell apart the rows of one partition key; empty where there is one row for each. */
  readonly key: readonly string[];
  /** Further indexes: the part of CREATE INDEX after the table's name, such as `(team, due_at) WHERE state = 'running'`. */
  readonly indexes?: readonly string[];
  /**
   * Adds `change_no bigint`: the projection's own gap-free number of the last change of the row, rising in the order in which
   * changes become visible. Live streams number their frames by it. A row that is deleted leaves no change behind: where readers
   * must hear of an end, keep the row and say so in a column.
   */
  readonly changeNumbers?: boolean;
  /**
   * What the rows were stays to be asked: every version of a row is kept with the positions at which it held (see `rowsOf`). The table gets
   * `valid_from text`, the position of the event that made the row what it is.
   */
  readonly history?: TableHistory;
  /** The rows are also published as the states of a topic. */
  readonly published?: PublishedTable;
}

/** By what questions about the past find rows, besides their partition key. */
export interface TableHistory {
  readonly indexes?: readonly {
    readonly columns: readonly string[];
    /** Only versions for which this holds, in SQL, are asked for. */
    readonly where?: string;
  }[];
}

/** How the rows of a table become the states of a topic. When it changes, so must the version of the projection. */
export interface PublishedTable {
  readonly topic: StateTopic;
  /**
   * The columns that make up a key, joined by `/`: all of the table's own key, and before them `partition_key` where those do not tell a row
   * from the rows of all other partition keys.
   */
  readonly key: readonly string[];
  /** A row in which this column is null has no state: its key gets a tombstone. By default every row has one. */
  readonly presentBy?: string;
  /** The value: members in camelCase, instants in ISO 8601, no personal data. A function of the row alone. */
  state(row: Readonly<Row>, partitionKey: string): object;
}

/** A row: column name → JSON value. */
export type Row = Record<string, unknown>;

/**
 * The rows of one partition key, of all tables of the projection, as they stand before the event. Rows that come out are frozen and
 * have every column of the table (null where nothing was put): to change one, put a new one.
 */
export interface Rows {
  get(table: string, ...key: readonly (string | number)[]): Readonly<Row> | undefined;
  /** Adds the row, or replaces the one with the same key. Columns left out are null. Throws where a value can't be of its column. */
  put(table: string, row: Readonly<Row>): void;
  delete(table: string, ...key: readonly (string | number)[]): void;
  /** In the order of their keys. */
  all(table: string): readonly Readonly<Row>[];
}

/**
 * A read model, as a fold. Rows are grouped by the partition key of the events (the case's id, where there is a case): the runner
 * loads the rows of a group, hands its events to `apply` one after the other, and writes the rows that changed together with
 * the checkpoint. So `apply` is plain code without SQL, it depends on nothing but the event and the rows of its group, and
 * the rows come out the same for every interleaving of partitions.
 */
export interface Projection {
  /** Kebab-case; names the checkpoint and the feed group. */
  readonly name: string;
  /** Raise it when `tables`, `apply` or what is published change: the projection is then rebuilt beside the old one and switched over. */
  readonly version: number;
  /** Table name (snake_case, unique over all projections) → definition. Questions read it under this very name. */
  readonly tables: Readonly<Record<string, TableDefinition>>;
  /** The event types it looks at; all others only move the checkpoint. */
  readonly events: readonly string[];
  /** It can bear a moment's delay, as figures can: it never keeps those waiting that show people what they have just done. */
  readonly isUnhurried?: true;
  /** Throws where it can't apply the event: the event is parked, and later ones of its partition key wait behind it. */
  apply(event: RecordedEvent, rows: Rows): void;
}
