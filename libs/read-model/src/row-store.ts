import type { PoolClient } from 'pg';
import type { Folding } from './fold';
import { spanOf } from './history';
import type { Row } from './projection';
import type { RowGroup } from './row-group';
import { OutboxWriter, type RowChange } from './state-topics/outbox-writes';
import { tableSql, type TableSql } from './table-sql';
import { selectRows, type Statement } from './transaction';

/** The stored rows of one generation of a projection. */
export class RowStore {
  readonly #tables: readonly TableSql[];
  readonly #outbox: OutboxWriter;

  constructor(
    readonly folding: Folding,
    readonly generation: number,
  ) {
    this.#tables = [...folding.shapes.values()].map((shape) => tableSql(shape, generation));
    this.#outbox = new OutboxWriter(folding, generation);
  }

  /** The rows of some partition keys; one statement for each table. */
  async load(client: PoolClient, partitionKeys: ReadonlySet<string>): Promise<Map<string, RowGroup>> {
    const groups = new Map([...partitionKeys].map((key) => [key, this.folding.newGroup()]));
    if (groups.size === 0) return groups;
    const keys = [...partitionKeys];
    for (const { shape, load } of this.#tables) {
      for (const values of await selectRows(client, load, [keys])) {
        const since =
          shape.definition.history === undefined ? undefined : String(values[1 + shape.columns.length]);
        groups.get(String(values[0]))?.load(shape.name, shape.fromStored(values, 1), since);
      }
    }
    return groups;
  }

  /**
   * Writes what has changed: one statement for the rows of each table, and for what they were, one for those that are gone, and one for
   * what is published of them.
   */
  async write(client: PoolClient, groups: ReadonlyMap<string, RowGroup>): Promise<void> {
    const past = pastRows(groups);
    const written = new Map<string, Row[]>();
    const removed = new Map<string, Row[]>();
    const changes = [...groups].flatMap(([partitionKey, group]) =>
      [...group.changes()].map((change): RowChange => ({
        ...change,
        partitionKey,
        position: group.position,
      })),
    );
    for (const { shape, partitionKey, before, row, since } of changes) {
      if (row !== undefined)
        entryOf(written, shape.name).push({
          partition_key: partitionKey,
          ...row,
          ...(since && { valid_from: since }),
        });
      else if (before !== undefined) {
        const key: Row = { partition_key: partitionKey };
        for (const column of shape.definition.key) key[column] = before[column];
        entryOf(removed, shape.name).push(key);
      }
    }
    const numbered = this.#tables.filter(({ shape }) => shape.definition.changeNumbers === true);
    const plain = this.#tables.filter((table) => !numbered.includes(table));
    for (const { shape, remove } of this.#tables) await send(client, remove, removed.get(shape.name));
    const put = async ({ shape, upsert }: TableSql): Promise<void> => {
      const rows = written.get(shape.name);
      if (shape.definition.history === undefined) return send(client, upsert, rows);
      const versions = past.get(shape.name);
      if (rows !== undefined || versions !== undefined)
        await send(client, upsert, rows ?? [], versions ?? []);
    };
    for (const table of plain) await put(table);
    await this.#outbox.write(client, changes);
    await this.#number(client, numbered.map(({ shape }) => written.get(shape.name) ?? []).flat());
    for (const table of numbered) await put(table);
  }

  /**
   * Gives the rows their change numbers. The counter's row stays locked until the commit, so the next numbers are given only
   * when these can be read: who has seen a number never misses one below it. Hence as late as possible in the transaction.
   */
  async #number(client: PoolClient, rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return;
    const [counter] = await selectRows(
      client,
      'UPDATE read_model.change_counters SET change_no = change_no + $2 WHERE generation = $1 RETURNING change_no',
      [this.generation, rows.length],
    );
    const first = Number(counter?.[0]) - rows.length + 1;
    rows.forEach((row, index) => (row['change_no'] = first + index));
  }
}

/** What the rows of the tables with a history were, by table. */
function pastRows(groups: ReadonlyMap<string, RowGroup>): Map<string, Row[]> {
  const versions = new Map<string, Row[]>();
  for (const [partitionKey, group] of groups) {
    for (const { shape, row, from, to } of group.past()) {
      const validity = { valid_from: from, valid_to: to, span: spanOf(from, to) };
      entryOf(versions, shape.name).push({ partition_key: partitionKey, ...row, ...validity });
    }
  }
  return versions;
}

async function send(
  client: PoolClient,
  statement: string | Statement,
  rows: readonly Row[] | undefined,
  ...more: readonly (readonly Row[])[]
): Promise<void> {
  if (rows === undefined) return;
  const query = typeof statement === 'string' ? { text: statement } : statement;
  await client.query({ ...query, values: [rows, ...more].map((list) => JSON.stringify(list)) });
}

function entryOf(lists: Map<string, Row[]>, table: string): Row[] {
  const list = lists.get(table) ?? [];
  lists.set(table, list);
  return list;
}
