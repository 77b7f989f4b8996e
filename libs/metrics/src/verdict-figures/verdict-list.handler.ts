import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { decodeCursor, encodeCursor, type Page } from '@redress/http';
import { sql } from '@redress/read-model';
import type { RawBuilder } from 'kysely';
import { FigureReader } from '../asking/figure-reader';
import { filterSql, oneOf } from '../asking/figure-sql';
import {
  verdictItemOf,
  type StoredVerdict,
  type VerdictItem,
  type VerdictListQuestion,
} from './verdict-list.dto';
import { verdictsAs } from './verdict-figures.sql';
import { AskVerdictList } from './verdict-list.query';

@QueryHandler(AskVerdictList)
export class VerdictListHandler implements IQueryHandler<AskVerdictList> {
  constructor(private readonly reader: FigureReader) {}

  async execute({ question, readAfter }: AskVerdictList): Promise<Page<VerdictItem>> {
    const page = pageSql(question);
    await this.reader.waitFor(readAfter);
    const rows = await this.reader.rows(page);
    const items = rows.slice(0, question.limit);
    const last = items.at(-1);
    return {
      items: items.map(verdictItemOf),
      ...(rows.length > items.length && last !== undefined ? { nextCursor: cursorOf(last) } : {}),
    };
  }
}

const cursorOf = (row: StoredVerdict): string =>
  encodeCursor(row.registered_at, row.partition_key, row.clock, row.instance);

/** The columns of the order never change, so that no run is skipped or repeated between two pages. One row more tells of a next page. */
function pageSql(question: VerdictListQuestion): RawBuilder<StoredVerdict> {
  const { clock, verdict, cursor, limit } = question;
  const conditions = [
    filterSql(question),
    ...(clock === undefined ? [] : [oneOf('clock', clock)]),
    ...(verdict === undefined ? [] : [oneOf('verdict', verdict)]),
    ...(cursor === undefined ? [] : [after(cursor)]),
  ];
  return sql<StoredVerdict>`
    SELECT * FROM ${verdictsAs(question.as)} WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY registered_at, partition_key, clock, instance LIMIT ${limit + 1}`;
}

function after(cursor: string): RawBuilder<boolean> {
  const [registeredAt, complaintId, clock, instance] = decodeCursor(
    cursor,
    'integer',
    'string',
    'string',
    'integer',
  );
  return sql`(registered_at, partition_key, clock, instance)
    > (${registeredAt}::bigint, ${complaintId}::text, ${clock}::text, ${instance}::integer)`;
}
