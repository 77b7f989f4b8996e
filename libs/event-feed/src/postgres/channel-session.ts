import type { Pool, PoolClient } from 'pg';

/** How long a connection, and an answer on it, may take, in ms of machine time. */
const TIMEOUT_MS = 3_000;

/** Without waiting for the disk: a server that crashes has lost its listeners too. */
const NOTIFY = {
  name: 'event_feed.notify',
  text: `SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, text) FROM unnest($2::text[]) AS text`,
};

/** One connection for the channels of a process. Any failure loses it. */
export class ChannelSession {
  readonly #lost = new AbortController();
  readonly #listening = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly client: PoolClient,
    heard: (channel: string, text: string) => void,
  ) {
    const lose = (): void => {
      this.#lost.abort();
    };
    client.on('error', lose);
    client.on('end', lose);
    client.on('notification', ({ channel, payload }) => {
      heard(channel, payload ?? '');
    });
  }

  /** Rejects where there is no connection in time. */
  static open(pool: Pool, heard: (channel: string, text: string) => void): Promise<ChannelSession> {
    return new Promise((resolve, reject) => {
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        reject(new Error('no connection for the channels in time'));
      }, TIMEOUT_MS);
      // Not by promise: a connection that breaks before somebody listens to its errors would end the process.
      pool.connect((error, client) => {
        clearTimeout(timer);
        if (client === undefined) reject(error ?? new Error('no connection for the channels'));
        else if (isLate) client.release();
        else resolve(new ChannelSession(client, heard));
      });
    });
  }

  /** Aborts when the connection is lost. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  notify(channel: string, texts: readonly string[]): Promise<void> {
    return this.#run({ ...NOTIFY, values: [channel, texts] });
  }

  async listen(channel: string): Promise<void> {
    if (this.#listening.has(channel)) return;
    await this.#run({ text: `LISTEN ${this.client.escapeIdentifier(channel)}` });
    this.#listening.add(channel);
  }

  /** Rejects where the connection is dead. */
  try(): Promise<void> {
    return this.#run({ text: 'SELECT' });
  }

  /** It may listen to something, so it is of no use to others. */
  end(): void {
    this.client.release(true);
  }

  /** One after the other: a connection does one thing at a time. */
  #run(query: { readonly text: string; readonly values?: readonly unknown[] }): Promise<void> {
    const timed = { ...query, values: [...(query.values ?? [])], query_timeout: TIMEOUT_MS };
    const run = this.#last.then(async () => {
      if (this.lost.aborted) throw new Error('the connection of the channels is lost');
      try {
        await this.client.query(timed);
      } catch (error) {
        // What state it is in, nobody knows.
        this.#lost.abort();
        throw error;
      }
    });
    this.#last = run.catch(() => undefined);
    return run;
  }
}
