import type { EpochMs, Position, RecordedEvent } from '@redress/kernel';
import type { Pool } from 'pg';
import type { AutomationRecord, AutomationStep, AutomationStore, RefusedReaction } from '../automation-store';

/**
 * One statement, so that the step is whole; the guard is in the WHERE: who comes late writes nothing. It does not wait for the disk: where
 * the database falls over, whole steps are lost, and what they were about comes again.
 */
const ADVANCE = `
  WITH step AS (
    INSERT INTO automation.checkpoints AS checkpoint (automation, partition, position) VALUES ($1, $2, $3)
    ON CONFLICT (automation, partition) DO UPDATE SET position = excluded.position
      WHERE checkpoint.position < excluded.position
    RETURNING 1
  ), refused AS (
    INSERT INTO automation.refused (automation, position, event_id, type, code)
    SELECT $1, item.position, item."eventId", item.type, item.code
    FROM step, json_to_recordset($4::json) AS item (position text, "eventId" text, type text, code text)
  ), parked AS (
    INSERT INTO automation.parked (automation, position, partition_key, reason, event)
    SELECT $1, item.event ->> 'position', item.event ->> 'partitionKey', item.reason, item.event
    FROM step, json_to_recordset($5::json) AS item (event json, reason text)
  )
  SELECT set_config('synchronous_commit', 'off', true) FROM step`;

const SETTLE_PARKED = `
  WITH settled AS (DELETE FROM automation.parked WHERE automation = $1 AND position = $2 RETURNING 1)
  INSERT INTO automation.refused (automation, position, event_id, type, code)
  SELECT $1, $2, item."eventId", item.type, item.code
  FROM settled, json_to_recordset($3::json) AS item ("eventId" text, type text, code text)`;

/** The AutomationStore in the schema `automation` of a PostgreSQL. */
export class PostgresAutomationStore implements AutomationStore {
  /** @param pool stays the caller's to end */
  constructor(private readonly pool: Pool) {}

  async begin(
    automation: string,
    { at, partitions }: { readonly at: EpochMs; readonly partitions: number },
  ): Promise<EpochMs> {
    await this.#rows(
      'INSERT INTO automation.automations (name, started_at, partitions) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [automation, at, partitions],
    );
    const [row] = await this.#rows<{ started_at: string; partitions: number }>(
      'SELECT started_at, partitions FROM automation.automations WHERE name = $1',
      [automation],
    );
    if (row?.partitions !== partitions) {
      throw new Error(
        `${automation} began on a feed of ${String(row?.partitions)} partitions, this one has ${String(partitions)}`,
      );
    }
    return Number(row.started_at);
  }

  async checkpoint(automation: string, partition: number): Promise<Position | undefined> {
    const [row] = await this.#rows<{ position: Position }>(
      'SELECT position FROM automation.checkpoints WHERE automation = $1 AND partition = $2',
      [automation, partition],
    );
    return row?.position;
  }

  async advance(automation: string, step: AutomationStep): Promise<boolean> {
    const { partition, position, refused, parked } = step;
    const rows = await this.#rows(ADVANCE, [
      automation,
      partition,
      position,
      JSON.stringify(refused),
      JSON.stringify(parked),
    ]);
    return rows.length > 0;
  }

  async blockedKeys(automation: string, partitionKeys: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.#rows<{ partition_key: string }>(
      'SELECT DISTINCT partition_key FROM automation.parked WHERE automation = $1 AND partition_key = ANY($2)',
      [automation, [...partitionKeys]],
    );
    return new Set(rows.map((row) => row.partition_key));
  }

  async parkedKeys(automation: string): Promise<string[]> {
    const rows = await this.#rows<{ partition_key: string }>(
      'SELECT DISTINCT partition_key FROM automation.parked WHERE automation = $1',
      [automation],
    );
    return rows.map((row) => row.partition_key);
  }

  async parkedCounts(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#rows<{ automation: string; parked: string }>(
      'SELECT automation, count(*) AS parked FROM automation.parked GROUP BY automation',
      [],
    );
    return new Map(rows.map(({ automation, parked }) => [automation, Number(parked)]));
  }

  async firstParked(automation: string, partitionKey: string): Promise<RecordedEvent | undefined> {
    const [row] = await this.#rows<{ event: RecordedEvent }>(
      `SELECT event FROM automation.parked WHERE automation = $1 AND partition_key = $2
       ORDER BY position LIMIT 1`,
      [automation, partitionKey],
    );
    return row?.event;
  }

  async settleParked(automation: string, position: Position, refused?: RefusedReaction): Promise<void> {
    const noted = JSON.stringify(refused === undefined ? [] : [refused]);
    await this.#rows(SETTLE_PARKED, [automation, position, noted]);
  }

  async keepParked(automation: string, position: Position, reason: string): Promise<void> {
    await this.#rows('UPDATE automation.parked SET reason = $3 WHERE automation = $1 AND position = $2', [
      automation,
      position,
      reason,
    ]);
  }

  async record(automation: string, newest: number): Promise<AutomationRecord | undefined> {
    const [counted] = await this.#rows<{ started_at: string; parked: string; refused: string }>(
      `SELECT started_at,
         (SELECT count(*) FROM automation.parked WHERE automation = name) AS parked,
         (SELECT count(*) FROM automation.refused WHERE automation = name) AS refused
       FROM automation.automations WHERE name = $1`,
      [automation],
    );
    if (counted === undefined) return undefined;
    const parked = await this.#rows<{ event: RecordedEvent; reason: string | null; parked_at: Date }>(
      `SELECT event, reason, parked_at FROM automation.parked
       WHERE automation = $1 ORDER BY position DESC LIMIT $2`,
      [automation, newest],
    );
    const refused = await this.#rows<RefusedReaction & { refused_at: Date }>(
      `SELECT position, event_id AS "eventId", type, code, refused_at FROM automation.refused
       WHERE automation = $1 ORDER BY position DESC LIMIT $2`,
      [automation, newest],
    );
    return {
      startedAt: Number(counted.started_at),
      parkedCount: Number(counted.parked),
      parked: parked.map(({ event: { position, id, type }, reason, parked_at }) => ({
        position,
        eventId: id,
        type,
        reason: reason ?? undefined,
        at: parked_at.getTime(),
      })),
      refusedCount: Number(counted.refused),
      refused: refused.map(({ refused_at, ...refusal }) => ({ ...refusal, at: refused_at.getTime() })),
    };
  }

  async #rows<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return (await this.pool.query<Row>(text, [...values])).rows;
  }
}
