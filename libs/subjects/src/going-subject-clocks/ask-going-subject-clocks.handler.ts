import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { decodeCursor, encodeCursor, type Page } from '@redress/http';
import { ReadModel, sql, waitForCommand } from '@redress/read-model';
import type { SubjectClockRow } from '../subject-clocks/subject-clock-row';
import { DUE_SQL, IS_GOING_SQL, subjectClocks } from '../subject-clocks/subject-clocks.projection';
import { AskGoingSubjectClocks } from './ask-going-subject-clocks.query';
import { goingSubjectClockOf, type GoingSubjectClock } from './going-subject-clock.dto';

/** What sorts after every instant. Written as text, for a JavaScript number does not reach there. */
const DUE = sql.raw(DUE_SQL);

@QueryHandler(AskGoingSubjectClocks)
export class AskGoingSubjectClocksHandler implements IQueryHandler<AskGoingSubjectClocks> {
  constructor(private readonly readModel: ReadModel) {}

  async execute({
    filter: { team, kind },
    page: { limit, cursor },
    readAfter,
  }: AskGoingSubjectClocks): Promise<Page<GoingSubjectClock>> {
    const after = cursor === undefined ? undefined : placeFrom(cursor);
    await waitForCommand(this.readModel, subjectClocks.name, readAfter);
    const { rows } = await sql<SubjectClockRow>`
      SELECT * FROM subject_clocks WHERE ${sql.raw(IS_GOING_SQL)}
      ${team === undefined ? sql`` : sql`AND team = ${team}`}
      ${kind === undefined ? sql`` : sql`AND kind = ${kind}`}
      ${
        after === undefined
          ? sql``
          : sql`AND (${DUE}, subject_id, clock, instance) >
              (COALESCE(${after.dueAt}::bigint, 9223372036854775807), ${after.subjectId}, ${after.clock}, ${after.instance}::integer)`
      }
      ORDER BY ${DUE}, subject_id, clock, instance LIMIT ${limit + 1}
    `.execute(this.readModel.query);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const isMore = rows.length > items.length && last !== undefined;
    return {
      items: items.map(goingSubjectClockOf),
      ...(isMore
        ? { nextCursor: encodeCursor(last.due_at, last.subject_id, last.clock, last.instance) }
        : {}),
    };
  }
}

function placeFrom(cursor: string) {
  const [dueAt, subjectId, clock, instance] = decodeCursor(cursor, 'integer?', 'string', 'string', 'integer');
  return { dueAt, subjectId, clock, instance };
}
