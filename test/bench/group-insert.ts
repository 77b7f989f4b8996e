import type { Pool } from 'pg';

/** A row as plain as can be: an id and JSON. */
export interface PlainRow {
  readonly id: string;
  readonly body: object;
}

interface Waiting {
  readonly row: PlainRow;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const INSERT = {
  name: 'bench.insert',
  text: 'INSERT INTO plain_rows (id, body) SELECT id, body FROM json_to_recordset($1::json) AS r (id uuid, body jsonb)',
};

/**
 * The least that durable writing costs: all rows that wait go in one statement, one after the other, into a table with nothing but a primary
 * key. No order over processes, no expected revision, no repeat noticed.
 */
export class GroupInsert {
  #waiting: Waiting[] = [];
  #writing = false;

  constructor(private readonly pool: Pool) {}

  static async createTable(pool: Pool): Promise<void> {
    await pool.query('CREATE TABLE plain_rows (id uuid PRIMARY KEY, body jsonb NOT NULL)');
  }

  /** Resolves when the row is on disk. */
  add(row: PlainRow): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ row, resolve, reject });
      if (this.#writing) return;
      this.#writing = true;
      setImmediate(() => void this.#writeAll());
    });
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      try {
        await this.pool.query({ ...INSERT, values: [JSON.stringify(group.map(({ row }) => row))] });
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#writing = false;
  }
}
