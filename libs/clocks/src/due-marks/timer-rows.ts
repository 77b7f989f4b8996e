import type { EpochMs } from '@redress/kernel';
import { sql, type ReadModel } from '@redress/read-model';

/** A stream to look at. */
export interface DueStream {
  readonly stream: string;
  readonly partitionKey: string;
  /** The id of the clock fact that the due instant follows from. */
  readonly factId: string;
}

/** Leases are machine time, by the clock of the database, which all processes share. */
const MACHINE_NOW = sql`(extract(epoch FROM clock_timestamp()) * 1000)::bigint`;
const IS_FREE = sql`(leased_until IS NULL OR leased_until <= ${MACHINE_NOW})`;

/** The timer rows, for whoever works through them. */
export class TimerRows {
  constructor(private readonly readModel: ReadModel) {}

  /**
   * The streams on which something fell due before `now` (business time), the earliest first, at most `limit`; none that another process
   * has. Strictly before: at its due instant a clock is still in time. They are kept from others for `leaseSeconds`, or until the
   * next clock fact of the stream comes back. Only that fact moves the row on, so work that was lost is found again.
   */
  async lease(now: EpochMs, limit: number, leaseSeconds: number): Promise<readonly DueStream[]> {
    const { rows } = await sql<{
      stream: string;
      partition_key: string;
      fact_id: string;
      next_due_at: number;
    }>`
      WITH due AS MATERIALIZED (
        SELECT partition_key, stream FROM due_marks
        WHERE next_due_at < ${now} AND ${IS_FREE}
        ORDER BY next_due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED
      )
      UPDATE due_marks SET leased_until = ${MACHINE_NOW} + ${leaseSeconds * 1000}::bigint
      FROM due WHERE due_marks.partition_key = due.partition_key AND due_marks.stream = due.stream
      RETURNING due_marks.stream, due_marks.partition_key, due_marks.fact_id, due_marks.next_due_at
    `.execute(this.readModel.query);
    return rows
      .toSorted((a, b) => a.next_due_at - b.next_due_at)
      .map(({ stream, partition_key, fact_id }) => ({
        stream,
        partitionKey: partition_key,
        factId: fact_id,
      }));
  }

  /** The earliest instant at which something falls due on a stream that nobody has leased; undefined where nothing will. */
  async earliestDueAt(): Promise<EpochMs | undefined> {
    const { rows } = await sql<{ next_due_at: number }>`
      SELECT next_due_at FROM due_marks WHERE next_due_at IS NOT NULL AND ${IS_FREE} ORDER BY next_due_at LIMIT 1
    `.execute(this.readModel.query);
    return rows[0]?.next_due_at;
  }
}
