import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { decodeCursor, encodeCursor, type Page } from '@redress/http';
import { CLOCK, fromIso, type Clock, type EpochMs } from '@redress/kernel';
import { ReadModel, sql, waitForCommand } from '@redress/read-model';
import { AskCallbacks } from './ask-callbacks.query';
import type { CallbackListQuestion } from './callback-list.dto';
import type { CallbackSight } from './callback-readers';
import { OWED_STATES, type CallbackRow } from './callback-row';
import { callbackSummaryOf, type CallbackSummary } from './callback-summary.dto';
import { callbacks } from './callbacks.projection';

@QueryHandler(AskCallbacks)
export class AskCallbacksHandler implements IQueryHandler<AskCallbacks> {
  constructor(
    private readonly readModel: ReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ question, sight, readAfter }: AskCallbacks): Promise<Page<CallbackSummary>> {
    const conditions = sql.join(
      [...conditionsOf(question, this.clock.now()), ...(sight === undefined ? [] : [seenBy(sight)])],
      sql` AND `,
    );
    await waitForCommand(this.readModel, callbacks.name, readAfter);
    const { rows } = await sql<CallbackRow>`
      SELECT * FROM callbacks WHERE ${conditions} ORDER BY window_to, callback_id LIMIT ${question.limit + 1}
    `.execute(this.readModel.query);
    const items = rows.slice(0, question.limit);
    const last = items.at(-1);
    return {
      items: items.map(callbackSummaryOf),
      ...(rows.length > items.length && last !== undefined
        ? { nextCursor: encodeCursor(last.window_to, last.callback_id) }
        : {}),
    };
  }
}

function conditionsOf(question: CallbackListQuestion, now: EpochMs) {
  const { owner, team, inPool, purpose, state, complaintId, customerId, due, missed } = question;
  const { windowFrom, windowTo, cursor } = question;
  const isDue = sql`(state IN (${sql.join([...OWED_STATES])}) AND window_from <= ${now})`;
  return [
    sql`true`,
    ...(owner === undefined ? [] : [sql`owner = ${owner}`]),
    ...(team === undefined ? [] : [sql`team = ${team}`]),
    ...(inPool === undefined ? [] : [inPool ? sql`owner IS NULL` : sql`owner IS NOT NULL`]),
    ...(purpose === undefined ? [] : [sql`purpose IN (${sql.join(purpose)})`]),
    ...(state === undefined ? [] : [sql`state IN (${sql.join(state)})`]),
    ...(complaintId === undefined ? [] : [sql`complaint_id = ${complaintId}`]),
    ...(customerId === undefined ? [] : [sql`customer_id = ${customerId}`]),
    ...(due === undefined ? [] : [due ? isDue : sql`NOT ${isDue}`]),
    ...(missed === undefined ? [] : [missed ? sql`missed_at IS NOT NULL` : sql`missed_at IS NULL`]),
    ...(windowFrom === undefined ? [] : [sql`window_to > ${fromIso(windowFrom)}`]),
    ...(windowTo === undefined ? [] : [sql`window_from < ${fromIso(windowTo)}`]),
    ...(cursor === undefined ? [] : [after(cursor)]),
  ];
}

const seenBy = ({ owner, teams }: CallbackSight) => sql`(owner = ${owner} OR team = ANY(${teams}::text[]))`;

/** A callback that is rescheduled between two pages may be met twice, or on neither. */
function after(cursor: string) {
  const [windowTo, callbackId] = decodeCursor(cursor, 'integer', 'string');
  return sql`(window_to, callback_id) > (${windowTo}::bigint, ${callbackId}::text)`;
}
