import { setTimeout as sleep } from 'node:timers/promises';
import { backOff, type Backoff } from '@redress/kernel';
import type { Pool } from 'pg';
import type { ChannelListener, Channels } from '../channels';
import { ChannelSession } from './channel-session';

export interface PostgresChannelsOptions {
  /**
   * One of its connections is kept for as long as the channels are open: not one through a transaction pooler, which keeps no session. Its
   * owner listens to its `error` events.
   */
  readonly pool: Pool;
  /** Told of a lost connection, and of a text that a listener could not take; for the log. */
  readonly onFailure?: (error: unknown) => void;
  /** Machine time before the next try to connect, in ms; by default from 50 doubling to 1,000. */
  readonly backoff?: Backoff;
}

/** How often the connection is tried while nobody says anything, in ms: one that is cut in silence would be noticed by nobody. */
const TRY_EVERY_MS = 5_000;

/** Channels over NOTIFY and LISTEN of PostgreSQL: one connection for a process, made again whenever it is lost. */
export class PostgresChannels implements Channels {
  readonly #listeners = new Map<string, Set<ChannelListener>>();
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #session: ChannelSession | undefined;
  #isTried: () => void = () => undefined;
  readonly #tried = new Promise<void>((resolve) => (this.#isTried = resolve));

  private constructor(private readonly options: PostgresChannelsOptions) {
    this.#running = this.#run();
  }

  /** Where the database is away at first, it connects later by itself. */
  static async open(options: PostgresChannelsOptions): Promise<PostgresChannels> {
    const channels = new PostgresChannels(options);
    await channels.#tried;
    return channels;
  }

  async tell(channel: string, texts: readonly string[]): Promise<void> {
    if (this.#session === undefined) throw new Error(`${channel}: there is no connection to tell it on`);
    await this.#session.notify(channel, texts);
  }

  listen(channel: string, listener: ChannelListener): () => void {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners);
    listeners.add(listener);
    const session = this.#session;
    // Who is first asks the server; a session that fails tells so by its end.
    if (session !== undefined) this.#begin(session, channel, listener).catch(() => undefined);
    return () => {
      listeners.delete(listener);
    };
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { backoff = { firstMs: 50, maxMs: 1_000 }, onFailure } = this.options;
    const { signal } = this.#closing;
    let failures = 0;
    while (!signal.aborted) {
      try {
        await this.#serve(() => (failures = 0));
      } catch (error) {
        if (!this.#isClosing()) onFailure?.(error);
      }
      this.#isTried();
      await backOff(backoff, ++failures, signal);
    }
  }

  #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  /** One connection, until it is lost (throws) or the channels are closed. */
  async #serve(onConnected: () => void): Promise<void> {
    const session = await ChannelSession.open(this.options.pool, (channel, text) => {
      this.#hear(channel, text);
    });
    const over = AbortSignal.any([this.#closing.signal, session.lost]);
    try {
      this.#session = session;
      for (const [channel, listener] of this.#all()) await this.#begin(session, channel, listener);
      onConnected();
      this.#isTried();
      for (;;) {
        await sleep(TRY_EVERY_MS, undefined, { signal: over }).catch(() => undefined);
        if (over.aborted) break;
        await session.try();
      }
      if (session.lost.aborted) throw new Error('the connection of the channels is lost');
    } finally {
      this.#session = undefined;
      session.end();
      for (const [, listener] of this.#all()) listener.deaf?.();
    }
  }

  async #begin(session: ChannelSession, channel: string, listener: ChannelListener): Promise<void> {
    await session.listen(channel);
    if (this.#session === session && this.#listeners.get(channel)?.has(listener) === true)
      listener.hearing?.();
  }

  #all(): readonly (readonly [string, ChannelListener])[] {
    return [...this.#listeners].flatMap(([channel, listeners]) =>
      [...listeners].map((listener) => [channel, listener] as const),
    );
  }

  #hear(channel: string, text: string): void {
    for (const listener of this.#listeners.get(channel) ?? []) {
      try {
        listener.heard(text);
      } catch (error) {
        this.options.onFailure?.(error);
      }
    }
  }
}
