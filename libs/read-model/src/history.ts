import type { Position } from '@redress/kernel';
import { sql, type RawBuilder } from 'kysely';
import { versionsOf } from './table-sql';

/**
 * How two positions begin alike. All that lies between them begins so too: who looks for the versions that hold at a position need only
 * look among those whose two ends begin alike as the position itself does, for as long as that may be. There are no more such beginnings
 * than a position has characters, and in each of them lie versions by the time that they held: so the way to what held then is as long in
 * an old log as in a young one, where an index by `valid_from` alone would lead past all that had ended before.
 */
export function spanOf(from: Position, to: Position): string {
  let length = 0;
  while (length < from.length && from[length] === to[length]) length += 1;
  return from.slice(0, length);
}

/**
 * The rows of a table, to be named where a question names the table: `` sql`SELECT * FROM ${rowsOf('queue_entries', past)} WHERE …` ``. As
 * they are or, with `past`, as they were then: the table must have a history. Those have no change numbers.
 */
export const rowsOf = (
  table: string,
  past: { readonly position: Position | undefined } | undefined,
): RawBuilder<unknown> => (past === undefined ? sql.table(table) : rowsAt(table, past.position));

/** The rows of a table that has a history, once all events up to a position were in them; none at `undefined`, before the first event. */
function rowsAt(table: string, position: Position | undefined): RawBuilder<unknown> {
  const at = position ?? '';
  const spans = Array.from({ length: at.length + 1 }, (_, length) => at.slice(0, length));
  return sql`(
    SELECT * FROM ${sql.table(versionsOf(table))}
    WHERE valid_from <= ${at} AND valid_to > ${at} AND span = ANY(${spans}::text[])
  ) AS ${sql.table(table)}`;
}
