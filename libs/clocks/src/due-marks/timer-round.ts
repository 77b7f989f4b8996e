import type { EpochMs } from '@redress/kernel';
import { sql, type ReadModel } from '@redress/read-model';
import { TELLING_PAUSE_MS } from './due-marks.projection';

/** A stream to look at. */
export interface DueStream {
  readonly stream: string;
  readonly partitionKey: string;
  /** The id of the clock fact that the due instant follows from. */
  readonly factId: string;
  /** From when on to look, business time. */
  readonly lookAt: EpochMs;
}

/** What to look at. */
interface DueQuestion {
  /** Business time. */
  readonly now: EpochMs;
  readonly limit: number;
  /** Leaves out those whose life is being told after the event. */
  readonly patient: boolean;
  /** What follows from these facts is left out. */
  readonly except: readonly string[];
}

/** The streams fall into so many shares, by their names; each is worked on by one timekeeper at a time. */
export const SHARES = 32;

/** How many shares are claimed at once: few enough that others who wake at the same instant find some. */
const CLAIM = 8;

/** How long a timekeeper may say nothing before its shares are free for others; one that was killed loses them at once. */
const SILENCE = '15s';

/** Milliseconds since the epoch, by the clock of the database, which all processes share. */
export const MACHINE_NOW = sql`(extract(epoch FROM clock_timestamp()) * 1000)::bigint`;

type Transaction = Awaited<ReturnType<ReturnType<ReadModel['query']['startTransaction']>['execute']>>;

/**
 * One timekeeper's part of the work, for as long as that takes. What it claims is kept from others by locks of a transaction that writes
 * nothing: so finding what is due costs a read, whatever is open, no projection waits for it, and who ends without a word leaves nothing
 * behind. Should two look at one stream all the same, it still records once.
 */
export class TimerRound {
  /** In an order of its own, so that not all want the same ones first. */
  #unclaimed = Array.from({ length: SHARES }, (_, share) => share).sort(() => Math.random() - 0.5);

  /** What the database's clock said when this process had run for so long. */
  #machine = { now: NaN, at: NaN };

  private constructor(private readonly transaction: Transaction) {}

  static async begin(readModel: ReadModel): Promise<TimerRound> {
    const transaction = await readModel.query
      .startTransaction()
      .setIsolationLevel('read committed')
      .execute();
    return new TimerRound(transaction);
  }

  /** What the clock of the database says, whatever becomes of that of this process; known after the first claim. */
  get machineNow(): EpochMs {
    return Math.floor(this.#machine.now + performance.now() - this.#machine.at);
  }

  /**
   * Claims some shares of the work that nobody has, at most so many, until the round ends; none where there are none left. To be asked one
   * after the other: the locks of a transaction do not keep it from its own.
   */
  async claim(most = CLAIM): Promise<readonly number[]> {
    const { rows } = await sql<{ share: number; now: EpochMs }>`
      SELECT share, ${MACHINE_NOW} AS now, set_config('idle_in_transaction_session_timeout', ${SILENCE}, true)
      FROM unnest(${this.#unclaimed}::integer[]) AS share
      WHERE pg_try_advisory_xact_lock(hashtext('redress.timekeeper'), share) LIMIT ${most}
    `.execute(this.transaction);
    const claimed = rows.map(({ share }) => share);
    const now = rows.at(-1)?.now;
    if (now !== undefined) this.#machine = { now, at: performance.now() };
    this.#unclaimed = this.#unclaimed.filter((share) => !claimed.includes(share));
    return claimed;
  }

  /**
   * The streams of these shares on which something fell due before `now`, the earliest first, at most `limit`. Strictly before: at its due
   * instant a clock is still in time. Only the clock facts that come of it move a row on, so work that was lost is found again.
   */
  async due(
    shares: readonly number[],
    { now, limit, patient, except }: DueQuestion,
  ): Promise<readonly DueStream[]> {
    const lookFrom = patient ? now : now + TELLING_PAUSE_MS;
    const { rows } = await sql<DueStream>`
      SELECT stream, partition_key AS "partitionKey", fact_id AS "factId", look_at AS "lookAt" FROM due_marks
      WHERE look_at <= ${lookFrom} AND next_due_at < ${now}
        AND hashtext(stream) & ${SHARES - 1} = ANY(${shares}::integer[]) AND fact_id <> ALL(${except}::text[])
      ORDER BY look_at LIMIT ${limit}
    `.execute(this.transaction);
    return rows;
  }

  /** Frees what was claimed. */
  async end(): Promise<void> {
    // Nothing was written. Where the connection was lost the shares are free already.
    await this.transaction
      .rollback()
      .execute()
      .catch(() => undefined);
  }
}
