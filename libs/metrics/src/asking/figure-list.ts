import { decodeCursor, encodeCursor, type Page } from '@redress/http';
import { sql, type Projection } from '@redress/read-model';
import type { RawBuilder } from 'kysely';
import type { FigurePaging, Listed } from './figure-list.dto';
import type { FigureReader } from './figure-reader';

/** A column that a list goes by. */
interface Order<Row> {
  readonly column: keyof Listed<Row> & string;
  readonly as: 'integer' | 'string';
  /** The largest first; of integers only. */
  readonly isFalling?: true;
}

/** What stands behind a figure, and how it is listed. */
interface FigureRows<Row, Item> {
  /** Whose rows they are. */
  readonly projection: Pick<Projection, 'name'>;
  /** A table, or what is read like one. */
  readonly from: RawBuilder<unknown>;
  readonly conditions: readonly RawBuilder<unknown>[];
  /** No two rows are equal by all of these together. */
  readonly order: readonly Order<Row>[];
  readonly itemOf: (row: Listed<Row>) => Item;
}

/** A list behind a figure, to be read a page at a time. */
export interface FigureList<Item> {
  readonly projection: Pick<Projection, 'name'>;
  page(reader: FigureReader, paging: FigurePaging): Promise<Page<Item>>;
}

/** The list of the rows that hold all conditions. */
export const figureList = <Row, Item>(rows: FigureRows<Row, Item>): FigureList<Item> => ({
  projection: rows.projection,
  async page(reader, paging) {
    const found = await reader.rows(pageSql(rows, paging));
    const shown = found.slice(0, paging.limit);
    const last = shown.at(-1);
    return {
      items: shown.map(rows.itemOf),
      ...(found.length > shown.length && last !== undefined
        ? { nextCursor: encodeCursor(...rows.order.map((order) => valueOf(order, last))) }
        : {}),
    };
  },
});

/** One row more tells of a next page. */
function pageSql<Row>(
  { from, conditions, order }: FigureRows<Row, unknown>,
  { limit, cursor }: FigurePaging,
): RawBuilder<Listed<Row>> {
  const by = sql.join(
    order.map(({ column, isFalling }) => (isFalling === true ? sql`-${sql.ref(column)}` : sql.ref(column))),
  );
  const after = cursor === undefined ? [] : [sql`(${by}) > (${valuesAt(cursor, order)})`];
  return sql<Listed<Row>>`
    SELECT * FROM ${from} WHERE ${sql.join([...conditions, ...after], sql` AND `)}
    ORDER BY ${by} LIMIT ${limit + 1}`;
}

const valuesAt = <Row>(cursor: string, order: readonly Order<Row>[]): RawBuilder<unknown> =>
  sql.join(
    decodeCursor(cursor, ...order.map(({ as }) => as)).map((value) =>
      typeof value === 'number' ? sql`${value}::bigint` : sql`${value}::text`,
    ),
  );

/** The value that a row is ordered by. */
function valueOf<Row>({ column, isFalling }: Order<Row>, row: Listed<Row>): string | number {
  const value: unknown = row[column];
  if (typeof value === 'number') return isFalling === true ? -value : value;
  return String(value);
}
