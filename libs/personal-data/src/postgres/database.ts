import type { Pool, QueryResultRow } from 'pg';
import { asUnavailable } from './database-errors';

/** Machine time after which a silent server counts as unavailable. */
const TIME_OUT_MS = 10_000;

/** Parameters that node-postgres can send. */
export type Parameter =
  string | number | boolean | null | Buffer | readonly (string | Buffer | boolean | null)[];

/**
 * The one way to the database. Statements are not prepared by name: the server would keep plans made while the tables were empty,
 * and a young store would halve its speed until the first automatic ANALYZE.
 */
export class Database {
  constructor(private readonly pool: Pool) {}

  /** The rows of one statement, which commits by itself. Throws PersonalDataUnavailable, or the driver's DatabaseError. */
  async rows<Row extends QueryResultRow>(text: string, values: readonly Parameter[]): Promise<Row[]> {
    const query = { text, values: [...values], query_timeout: TIME_OUT_MS };
    try {
      return (await this.pool.query<Row>(query)).rows;
    } catch (error) {
      throw asUnavailable(error);
    }
  }
}
