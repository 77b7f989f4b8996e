import { setTimeout as pause } from 'node:timers/promises';
import type { Position } from '@redress/kernel';
import { Client, types } from 'pg';

/** How often it is looked how far the read models are, in ms. */
const LOOK_MS = 25;

/** How long a catch-up may take, in ms. */
const PATIENCE_MS = 30 * 60_000;

/** Rows that were written to the tables of all projections. */
export interface RowsWritten {
  readonly inserted: number;
  readonly updated: number;
}

/** Looks at the read models of a database from outside. */
export class ReadModels {
  private constructor(private readonly client: Client) {}

  static async of(databaseUrl: string): Promise<ReadModels> {
    const client = new Client({ connectionString: databaseUrl });
    client.on('error', () => undefined); // the question in hand fails; without a listener the process would end
    await client.connect();
    return new ReadModels(client);
  }

  /** Takes everything away, so that the next start builds all of it from the log. */
  async drop(): Promise<void> {
    await this.client.query('DROP SCHEMA IF EXISTS read_model CASCADE');
  }

  /** Resolves as soon as the projections have their tables. */
  async begun(): Promise<void> {
    await this.#until(async () => {
      const [row] = await this.#rows<{ there: boolean }>(
        `SELECT to_regclass('read_model.generations') IS NOT NULL AS there`,
      );
      if (row?.there !== true) return false;
      return (await this.#rows('SELECT FROM read_model.generations LIMIT 1')).length > 0;
    });
  }

  /** Resolves as soon as every projection has handled everything up to `ends`. Throws where one has parked an event. */
  async caughtUp(ends: ReadonlyMap<number, Position>): Promise<void> {
    const wanted = JSON.stringify([...ends].map(([partition, position]) => ({ partition, position })));
    await this.#until(async () => {
      const behind = await this.#rows(
        `SELECT FROM read_model.checkpoints c JOIN json_to_recordset($1::json) AS wanted (partition integer, position text)
           USING (partition) WHERE c.position IS NULL OR c.position < wanted.position COLLATE "C" LIMIT 1`,
        [wanted],
      );
      return behind.length === 0;
    });
    const [parked] = await this.#rows<{ reason: string | null }>(
      'SELECT reason FROM read_model.parked_events LIMIT 1',
    );
    if (parked !== undefined) throw new Error(`an event was parked: ${String(parked.reason)}`);
  }

  /** How many projections there are. */
  async projections(): Promise<number> {
    return (await this.#rows('SELECT FROM read_model.generations')).length;
  }

  /** As counted by PostgreSQL, once whoever wrote them has gone: only then has it counted all. */
  async rowsWritten(): Promise<RowsWritten> {
    await this.#until(async () => {
      const others = await this.#rows(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'
            AND pid <> pg_backend_pid() LIMIT 1`,
      );
      return others.length === 0;
    });
    const [row] = await this.#rows<{ inserted: string; updated: string }>(
      `SELECT coalesce(sum(n_tup_ins), 0) AS inserted, coalesce(sum(n_tup_upd), 0) AS updated
         FROM pg_stat_user_tables WHERE schemaname = 'read_model' AND relname ~ '__g[0-9]+$'`,
    );
    return { inserted: Number(row?.inserted), updated: Number(row?.updated) };
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  async #rows<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.client.query<Row>({ text, values: [...values], types })).rows;
  }

  async #until(reached: () => Promise<boolean>): Promise<void> {
    const giveUpAt = performance.now() + PATIENCE_MS;
    while (!(await reached())) {
      if (performance.now() > giveUpAt) throw new Error('the read models do not come to what was waited for');
      await pause(LOOK_MS);
    }
  }
}
