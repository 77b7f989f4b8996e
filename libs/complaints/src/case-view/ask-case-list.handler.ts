import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { decodeCursor, encodeCursor, type Page } from '@redress/http';
import { ReadModel, sql, waitForCommand } from '@redress/read-model';
import { AskCaseList } from './ask-case-list.query';
import { conditionsOf } from './case-conditions.sql';
import { caseSummaryOf, type CaseSummary, type StoredCase } from './case-summary.dto';
import { cases } from './cases.projection';

@QueryHandler(AskCaseList)
export class AskCaseListHandler implements IQueryHandler<AskCaseList> {
  constructor(private readonly readModel: ReadModel) {}

  async execute({ question, readAfter }: AskCaseList): Promise<Page<CaseSummary>> {
    const { cursor, oldestFirst = false } = question;
    const conditions = [
      sql`true`,
      ...conditionsOf(question),
      ...(cursor === undefined ? [] : [after(cursor, oldestFirst)]),
    ];
    await waitForCommand(this.readModel, cases.name, readAfter);
    const { rows } = await sql<StoredCase>`
      SELECT * FROM cases WHERE ${sql.join(conditions, sql` AND `)}
      ORDER BY registered_at ${way(oldestFirst)}, partition_key ${way(oldestFirst)} LIMIT ${question.limit + 1}
    `.execute(this.readModel.query);
    const items = rows.slice(0, question.limit);
    const last = items.at(-1);
    return {
      items: items.map(caseSummaryOf),
      ...(rows.length > items.length && last !== undefined
        ? { nextCursor: encodeCursor(last.registered_at, last.partition_key) }
        : {}),
    };
  }
}

const way = (oldestFirst: boolean) => (oldestFirst ? sql`ASC` : sql`DESC`);

/** The order of registration never changes, so that no case is skipped or repeated between two pages. */
function after(cursor: string, oldestFirst: boolean) {
  const [registeredAt, complaintId] = decodeCursor(cursor, 'integer', 'string');
  const beyond = oldestFirst ? sql`>` : sql`<`;
  return sql`(registered_at, partition_key) ${beyond} (${registeredAt}::bigint, ${complaintId})`;
}
