import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { decodeCursor, encodeCursor, pastMark, type Page, type PastMark } from '@redress/http';
import { CLOCK, type Clock, type EpochMs } from '@redress/kernel';
import { Past, ReadModel, rowsOf, sql, waitForCommand } from '@redress/read-model';
import type { PromiseView } from '../roles';
import { AskPromises } from './ask-promises.query';
import { customerPromiseOf, type CustomerPromise, type PromiseListQuestion } from './promise.dto';
import type { PromiseRow } from './promise-row';
import { promises } from './promises.projection';

@QueryHandler(AskPromises)
export class AskPromisesHandler implements IQueryHandler<AskPromises> {
  constructor(
    private readonly readModel: ReadModel,
    private readonly past: Past,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({
    question,
    view,
    readAfter,
    asOf,
  }: AskPromises): Promise<Page<CustomerPromise> & { readonly past?: PastMark }> {
    const conditions = sql.join(
      [...conditionsOf(question, asOf ?? this.clock.now()), ...(view === undefined ? [] : [visibleTo(view)])],
      sql` AND `,
    );
    await waitForCommand(this.readModel, promises.name, readAfter);
    const past = asOf === undefined ? undefined : await this.past.instant(promises.name, asOf);
    const { rows } = await sql<PromiseRow>`
      SELECT * FROM ${rowsOf('promises', past)} WHERE ${conditions}
      ORDER BY due_at, stream, clock, instance LIMIT ${question.limit + 1}
    `.execute(this.readModel.query);
    const items = rows.slice(0, question.limit);
    const last = items.at(-1);
    return {
      ...(past === undefined ? {} : { past: pastMark(past) }),
      items: items.map(customerPromiseOf),
      ...(rows.length > items.length && last !== undefined
        ? { nextCursor: encodeCursor(last.due_at, last.stream, last.clock, last.instance) }
        : {}),
    };
  }
}

const MINUTE_MS = 60_000;

/** The due instant of a promise never changes, so that none is skipped or repeated between two pages. */
function conditionsOf(question: PromiseListQuestion, now: EpochMs) {
  const { state, open, kind, owner, team, complaintId, dueWithinMinutes, cursor } = question;
  return [
    sql`true`,
    ...(state === undefined ? [] : [sql`state = ANY(${state}::text[])`]),
    ...(open === undefined ? [] : [open ? sql`open` : sql`NOT open`]),
    ...(kind === undefined ? [] : [sql`kind = ANY(${kind}::text[])`]),
    ...(owner === undefined ? [] : [sql`owner = ${owner}`]),
    ...(team === undefined ? [] : [sql`team = ${team}`]),
    ...(complaintId === undefined ? [] : [sql`complaint_id = ${complaintId}`]),
    ...(dueWithinMinutes === undefined
      ? []
      : [sql`open AND due_at BETWEEN ${now} AND ${now + dueWithinMinutes * MINUTE_MS}`]),
    ...(cursor === undefined ? [] : [after(cursor)]),
  ];
}

const visibleTo = ({ owner, teams }: PromiseView) => sql`(owner = ${owner} OR team = ANY(${teams}::text[]))`;

function after(cursor: string) {
  const [dueAt, stream, clock, instance] = decodeCursor(cursor, 'integer', 'string', 'string', 'integer');
  return sql`(due_at, stream, clock, instance)
    > (${dueAt}::bigint, ${stream}::text, ${clock}::text, ${instance}::integer)`;
}
