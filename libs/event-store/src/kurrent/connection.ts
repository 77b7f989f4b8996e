import { ErrorType, isCommandError, KurrentDBClient } from '@kurrent/kurrentdb-client';
import { EventStoreUnavailable } from '../errors';
import { Backoff, pause, within } from '../machine-time';

const READ_ATTEMPTS = 4;
const FIRST_RETRY_MS = 10;
const LONGEST_RETRY_MS = 100;

/** Answers: the client is well. */
const ANSWERS: ReadonlySet<ErrorType | undefined> = new Set([
  ErrorType.WRONG_EXPECTED_VERSION,
  ErrorType.STREAM_NOT_FOUND,
  ErrorType.STREAM_DELETED,
  ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED,
  ErrorType.ACCESS_DENIED,
]);
/** Failures after which the client connects anew by itself, to the leader where it was told of one. */
const MENDS_ITSELF: ReadonlySet<ErrorType | undefined> = new Set([
  ErrorType.NOT_LEADER,
  ErrorType.UNAVAILABLE,
  ErrorType.CANCELLED,
]);
/** How often in a row it may fail like that: there are failures that it takes for such, and never mends. */
const PATIENCE = 4;

/**
 * The client of KurrentDB, of which nothing is waited for without end. Its appends wait for ever on a server that is silent or has closed
 * its side, its reads have no deadline, and it keeps the failure of its first question (what the server can do) for good. So each call has
 * a time-out, and a client that let one pass, or failed in a way that it does not mend itself, is replaced by a new one.
 */
export class Connection {
  #client: KurrentDBClient;
  #failures = 0;
  #closed = false;

  /**
   * @param timeoutMs how long one call may be silent (machine time)
   * Throws a RangeError where the URL is none. It may hold a password: it is not shown.
   */
  constructor(
    private readonly url: string,
    readonly timeoutMs: number,
  ) {
    try {
      this.#client = KurrentDBClient.connectionString(url);
    } catch {
      throw new RangeError('this is no KurrentDB URL: kurrentdb://HOST:2113?tls=true');
    }
  }

  /** Asks once. Rejects with the client's error, or with one of its own after the time-out: then nothing is known. */
  async ask<T>(question: (client: KurrentDBClient) => Promise<T>): Promise<T> {
    const client = this.#client;
    try {
      const answer = await within(this.timeoutMs, question(client));
      this.#failures = 0;
      return answer;
    } catch (error) {
      this.#doubt(client, error);
      throw error;
    }
  }

  /**
   * All that a read gives, asked for again where it fails.
   * Rejects with the client's StreamNotFoundError, else with EventStoreUnavailable.
   * @param silenceMs how long the server may take from one event to the next (machine time)
   */
  async read<T>(
    events: (client: KurrentDBClient) => AsyncIterable<T>,
    silenceMs = this.timeoutMs,
  ): Promise<T[]> {
    const giveUpAt = Date.now() + silenceMs;
    const backoff = new Backoff(FIRST_RETRY_MS, LONGEST_RETRY_MS);
    for (let attempt = 1; ; attempt++) {
      const client = this.#client;
      try {
        const collected = await collect(events(client), silenceMs);
        this.#failures = 0;
        return collected;
      } catch (cause) {
        this.#doubt(client, cause);
        if (isError(cause, ErrorType.STREAM_NOT_FOUND)) throw cause;
        if (attempt === READ_ATTEMPTS || Date.now() >= giveUpAt || this.#closed) {
          throw new EventStoreUnavailable('the event store can not be read now', { cause });
        }
        await pause(backoff.next());
      }
    }
  }

  close(): void {
    this.#closed = true;
    retire(this.#client);
  }

  #doubt(client: KurrentDBClient, error: unknown): void {
    if (client !== this.#client || this.#closed) return;
    this.#failures = ANSWERS.has(typeOf(error)) ? 0 : this.#failures + 1;
    if (this.#failures < (MENDS_ITSELF.has(typeOf(error)) ? PATIENCE : 1)) return;
    this.#failures = 0;
    this.#client = KurrentDBClient.connectionString(this.url);
    retire(client);
  }
}

export const isError = (error: unknown, type: ErrorType): boolean => typeOf(error) === type;

const typeOf = (error: unknown): ErrorType | undefined =>
  error instanceof Error && isCommandError(error) ? error.type : undefined;

/** Ends all that the client still has open; whoever waits for it is told. */
function retire(client: KurrentDBClient): void {
  void client.dispose().catch(() => undefined);
}

async function collect<T>(events: AsyncIterable<T>, silenceMs: number): Promise<T[]> {
  const collected: T[] = [];
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no event within ${String(silenceMs)} ms`));
    }, silenceMs);
  });
  const reading = (async (): Promise<void> => {
    for await (const event of events) {
      collected.push(event);
      timer?.refresh();
    }
  })();
  try {
    await Promise.race([reading, silence]);
  } finally {
    clearTimeout(timer);
    timer = undefined;
  }
  return collected;
}
