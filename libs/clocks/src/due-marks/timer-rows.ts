import type { EpochMs } from '@redress/kernel';
import { sql, type ReadModel } from '@redress/read-model';
import { TELLING_PAUSE_MS } from './due-marks.projection';

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
   * `patient`: leaves out those whose life is being told after the event.
   */
  async lease(
    now: EpochMs,
    { limit, leaseSeconds, patient }: { limit: number; leaseSeconds: number; patient: boolean },
  ): Promise<readonly DueStream[]> {
    const lookFrom = patient ? now : now + TELLING_PAUSE_MS;
    const { rows } = await sql<{
      stream: string;
      partition_key: string;
      fact_id: string;
      next_due_at: number;
    }>`
      WITH due AS MATERIALIZED (
        SELECT partition_key, stream FROM due_marks
        WHERE look_at <= ${lookFrom} AND next_due_at < ${now} AND ${IS_FREE}
        ORDER BY look_at LIMIT ${limit} FOR UPDATE SKIP LOCKED
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

  /** The stream to look at first, of those that nobody has leased: when something falls due there, and from when on to look. */
  async earliest(): Promise<{ readonly dueAt: EpochMs; readonly lookAt: EpochMs } | undefined> {
    const { rows } = await sql<{ dueAt: number; lookAt: number }>`
      SELECT next_due_at AS "dueAt", look_at AS "lookAt" FROM due_marks
      WHERE look_at IS NOT NULL AND ${IS_FREE} ORDER BY look_at LIMIT 1
    `.execute(this.readModel.query);
    return rows[0];
  }
}
