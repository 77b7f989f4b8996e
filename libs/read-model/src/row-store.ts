import type { PoolClient } from 'pg';
import type { Folding } from './fold';
import { spanOf } from './history';
import type { ColumnType, Row } from './projection';
import type { RowGroup } from './row-group';
import { fieldOf, rowLiteral, rowsLiteral } from './row-literal';
import { OutboxWriter, type RowChange } from './state-topics/outbox-writes';
import { historyOf, physicalName, tableSql, type TableSql } from './table-sql';
import { askAll, selectRows, type Query } from './transaction';

/** The columns of a table in the order in which it has them. */
type Layout = readonly (readonly [column: string, type: ColumnType])[];

/** A row of a table, to be written. */
interface Written {
  readonly row: Readonly<Row>;
  /** The columns that the runner puts there. */
  readonly runners: Row;
}

/** Rows of some partition keys, and what is to be known when they are written. */
export interface Loaded {
  readonly groups: ReadonlyMap<string, RowGroup>;
  /** The addresses of the topics that have been published to. */
  readonly openTopics: ReadonlySet<string>;
}

/** The stored rows of one generation of a projection. */
export class RowStore {
  /** Names the generation, as for the feed. */
  readonly group: string;
  readonly #tables: readonly TableSql[];
  readonly #outbox: OutboxWriter;
  #layouts: ReadonlyMap<string, Layout> | undefined;

  constructor(
    readonly folding: Folding,
    readonly generation: number,
  ) {
    this.group = `${folding.projection.name}.g${String(generation)}`;
    this.#tables = [...folding.shapes.values()].map((shape) => tableSql(shape, generation));
    this.#outbox = new OutboxWriter(folding, generation);
  }

  /** The rows of some partition keys, one statement for each table; after the checkpoints were locked. */
  async load(client: PoolClient, partitionKeys: ReadonlySet<string>): Promise<Loaded> {
    const groups = new Map([...partitionKeys].map((key) => [key, this.folding.newGroup()]));
    const loaded = { groups, openTopics: new Set<string>() };
    if (groups.size === 0) return loaded;
    this.#layouts ??= await this.#readLayouts(client);
    const keys = [...partitionKeys];
    const stored = await askAll(client, [
      async () => {
        for (const topic of await this.#outbox.openTopics(client)) loaded.openTopics.add(topic);
        return [];
      },
      ...this.#tables.map(
        ({ load }) =>
          () =>
            selectRows(client, load, [keys]),
      ),
    ]);
    this.#tables.forEach(({ shape }, index) => {
      const sinceAt = shape.definition.history === undefined ? undefined : 1 + shape.columns.length;
      for (const values of stored[index + 1] ?? []) {
        const since = sinceAt === undefined ? undefined : String(values[sinceAt]);
        groups.get(String(values[0]))?.load(shape.name, shape.fromStored(values, 1), since);
      }
    });
    return loaded;
  }

  /**
   * What is to be sent to write what has changed, in order: one statement for the rows of each table, and for what they were, one for those
   * that are gone, and one for what is published of them.
   */
  writes({ groups, openTopics }: Loaded): Query[] {
    const changes = [...groups].flatMap(([partitionKey, group]) =>
      [...group.changes()].map((change): RowChange => ({
        ...change,
        partitionKey,
        position: group.position,
      })),
    );
    const past = pastRows(groups);
    if (changes.length === 0 && past.size === 0) return [];
    const written = new Map<string, Written[]>();
    const removed = new Map<string, Row[]>();
    for (const { shape, partitionKey, before, row, since } of changes) {
      if (row !== undefined) {
        entryOf(written, shape.name).push({
          row,
          runners: { partition_key: partitionKey, valid_from: since },
        });
      } else if (before !== undefined) {
        const key: Row = { partition_key: partitionKey };
        for (const column of shape.definition.key) key[column] = before[column];
        entryOf(removed, shape.name).push(key);
      }
    }
    const put = ({ shape: { name }, upsert, pastTypes }: TableSql): Query[] => {
      const lists = [literalOf(this.#layouts?.get(name), written.get(name))];
      if (pastTypes !== undefined) lists.push(literalOf(this.#layouts?.get(historyOf(name)), past.get(name)));
      return lists.every((list) => list === NO_ROWS) ? [] : [{ ...upsert, values: lists }];
    };
    const numbered = this.#tables.filter(({ shape }) => shape.definition.changeNumbers === true);
    const plain = this.#tables.filter((table) => !numbered.includes(table));
    return [
      ...this.#tables.flatMap(({ shape, remove }) => {
        const gone = removed.get(shape.name);
        return gone === undefined ? [] : [{ text: remove, values: [JSON.stringify(gone)] }];
      }),
      ...plain.flatMap(put),
      ...this.#outbox.writes(changes, openTopics),
      ...this.#number(numbered.flatMap(({ shape }) => written.get(shape.name) ?? [])),
      ...numbered.flatMap(put),
    ];
  }

  /**
   * Gives the rows their change numbers, counted back from the last one. The counter's row stays locked until the commit, so the next
   * numbers are given only when these can be read: who has seen a number never misses one below it. Hence as late as possible in the
   * transaction.
   */
  #number(rows: readonly Written[]): Query[] {
    if (rows.length === 0) return [];
    rows.forEach((row, index) => (row.runners['change_no'] = index + 1 - rows.length));
    return [{ ...COUNT_CHANGES, values: [this.generation, rows.length] }];
  }

  /** As the tables have them: code that names the same columns in another order finds the tables as they were made. */
  async #readLayouts(client: PoolClient): Promise<ReadonlyMap<string, Layout>> {
    const layouts = new Map<string, Layout>();
    for (const { shape, types, pastTypes } of this.#tables) {
      layouts.set(shape.name, await this.#readLayout(client, shape.name, types));
      const history = historyOf(shape.name);
      if (pastTypes !== undefined) layouts.set(history, await this.#readLayout(client, history, pastTypes));
    }
    return layouts;
  }

  async #readLayout(
    client: PoolClient,
    table: string,
    types: ReadonlyMap<string, ColumnType>,
  ): Promise<Layout> {
    const columns = await selectRows(
      client,
      `SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 ORDER BY attnum`,
      [physicalName(table, this.generation)],
    );
    return columns.map(([name]) => [String(name), types.get(String(name)) ?? 'text']);
  }
}

const COUNT_CHANGES = {
  name: 'read_model.count_changes',
  text: 'UPDATE read_model.change_counters SET change_no = change_no + $2 WHERE generation = $1',
};

const NO_ROWS = rowsLiteral([]);

/** The rows as a parameter. */
const literalOf = (layout: Layout = [], rows: readonly Written[] = []): string =>
  rowsLiteral(
    rows.map(({ row, runners }) =>
      // No column of a row is called as one of the runner's.
      rowLiteral(layout.map(([column, type]) => fieldOf(type, row[column] ?? runners[column]))),
    ),
  );

/** What the rows of the tables with a history were, by table. */
function pastRows(groups: ReadonlyMap<string, RowGroup>): Map<string, Written[]> {
  const versions = new Map<string, Written[]>();
  for (const [partitionKey, group] of groups) {
    for (const { shape, row, from, to } of group.past()) {
      const validity = { valid_from: from, valid_to: to, span: spanOf(from, to) };
      entryOf(versions, shape.name).push({ row, runners: { partition_key: partitionKey, ...validity } });
    }
  }
  return versions;
}

function entryOf<T>(lists: Map<string, T[]>, table: string): T[] {
  const list = lists.get(table) ?? [];
  lists.set(table, list);
  return list;
}
