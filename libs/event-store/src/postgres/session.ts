import type { PoolClient, QueryResultRow } from 'pg';
import { TYPES, type Statement } from './statement';

/** One connection, held by one user. */
export class Session {
  readonly #lost = new AbortController();

  constructor(
    private readonly client: PoolClient,
    private readonly timeoutMs: number,
  ) {
    const lose = (): void => {
      this.#lost.abort();
    };
    client.on('error', lose);
    client.on('end', lose);
  }

  /** Aborts when the connection is lost. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async listen(channel: string, heard: (payload: string) => void): Promise<void> {
    this.client.on('notification', ({ payload }) => {
      heard(payload ?? '');
    });
    await this.rows({ name: `listen.${channel}`, text: `LISTEN ${channel}` });
  }

  /** The rows. Rejects with the driver's error, and where the connection is lost meanwhile. */
  async rows<Row extends QueryResultRow>({ name, text }: Statement): Promise<Row[]> {
    const query = { name, text, types: TYPES, query_timeout: this.timeoutMs };
    return (await this.client.query<Row>(query)).rows;
  }

  /** Ends the connection: it may listen to something, and is of no use to others. */
  end(): void {
    this.client.release(true);
  }
}
