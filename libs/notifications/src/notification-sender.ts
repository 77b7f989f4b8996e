import { setTimeout as sleep } from 'node:timers/promises';
import { backOff, type Backoff } from '@redress/kernel';
import type { Channel, Delivery } from './channel';
import type { LeasedNotification } from './notification';
import type { NotificationOutbox } from './notification-outbox';

export interface NotificationSenderOptions {
  readonly outbox: NotificationOutbox;
  /** The destinations as they are now; asked before every round, so that a change needs no restart. */
  readonly channels: () => readonly Channel[];
  /** Machine time before a message that failed is sent again, in ms; by default from 1,000 doubling to 300,000. */
  readonly backoff?: Backoff;
  /** How long a message is tried before it is given up, in ms of machine time; by default three days. */
  readonly giveUpAfterMs?: number;
  /** For how long a message is one sender's, in ms of machine time; by default 60,000. */
  readonly leaseMs?: number;
  /** How often it looks while there is nothing to send, in ms of machine time; by default 500. */
  readonly idleMs?: number;
  readonly report?: (report: NotificationReport) => void;
}

/** What operators should see in the log: ids and codes, no address, nothing that was sent or answered. */
export type NotificationReport =
  | {
      readonly kind: 'not-delivered' | 'given-up';
      readonly id: string;
      readonly destination: string;
      readonly code: string;
    }
  | { readonly kind: 'delivered'; readonly id: string; readonly destination: string }
  /** It answered that it is gone for ever. */
  | { readonly kind: 'closed'; readonly destination: string }
  /** Nothing was sent to them, for so long that so many messages were given up. */
  | { readonly kind: 'abandoned'; readonly entries: number }
  /** The outbox could not be read or written; tried again by itself. */
  | { readonly kind: 'failed'; readonly error: unknown };

const HOUR_MS = 3_600_000;
const GIVE_UP_AFTER_MS = 72 * HOUR_MS;
const DELIVERED_FOR_MS = 30 * 24 * HOUR_MS;
const BACKOFF: Backoff = { firstMs: 1_000, maxMs: 300_000 };
const OUTBOX_BACKOFF: Backoff = { firstMs: 50, maxMs: 5_000 };
const TIDY_EVERY_MS = 60_000;

/** Messages to one destination that are under way at the same time. */
const ROUND = 8;

/**
 * Tells the outside what is in the outbox, each destination at its own pace, so that one that is down keeps nobody waiting. Several senders
 * share the work. A message is sent until it arrives or is given up; one whose sender died before it noted the arrival is sent again, with
 * the same key.
 */
export class NotificationSender {
  readonly #stop = new AbortController();
  readonly #lanes = new Map<string, Promise<void>>();
  readonly #options: Required<Omit<NotificationSenderOptions, 'report'>> &
    Pick<NotificationSenderOptions, 'report'>;
  readonly #running: Promise<void>;
  #tidiedAt = -Infinity;

  private constructor(options: NotificationSenderOptions) {
    this.#options = {
      backoff: BACKOFF,
      giveUpAfterMs: GIVE_UP_AFTER_MS,
      leaseMs: 60_000,
      idleMs: 500,
      ...options,
    };
    this.#running = this.#run();
  }

  static start(options: NotificationSenderOptions): NotificationSender {
    return new NotificationSender(options);
  }

  /** Finishes what is under way. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await Promise.all(this.#lanes.values());
  }

  /** Gives every destination a lane, and looks after what has none. */
  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      try {
        for (const { name } of this.#options.channels()) {
          if (this.#lanes.has(name)) continue;
          this.#lanes.set(
            name,
            this.#lane(name).finally(() => this.#lanes.delete(name)),
          );
        }
        await this.#tidy();
        failures = 0;
        await this.#nap();
      } catch (error) {
        await this.#failed(error, ++failures);
      }
    }
  }

  async #lane(name: string): Promise<void> {
    let [misses, failures] = [0, 0];
    while (!this.#stop.signal.aborted) {
      try {
        const channel = this.#options.channels().find((one) => one.name === name);
        if (channel === undefined) return;
        const arrived = await this.#round(channel);
        failures = 0;
        if (arrived === undefined) await this.#nap();
        else if (arrived > 0) misses = 0;
        else await backOff(this.#options.backoff, ++misses, this.#stop.signal);
      } catch (error) {
        await this.#failed(error, ++failures);
      }
    }
  }

  /** How many messages arrived; undefined where there were none to send. */
  async #round(channel: Channel): Promise<number | undefined> {
    const { outbox, leaseMs } = this.#options;
    const entries = await outbox.lease(channel, { limit: ROUND, leaseMs });
    if (entries.length === 0) return undefined;
    const arrivals = await Promise.all(entries.map((entry) => this.#deliver(channel, entry)));
    return arrivals.filter((arrived) => arrived).length;
  }

  async #deliver(channel: Channel, entry: LeasedNotification): Promise<boolean> {
    const delivery = await channel
      .deliver(entry)
      .catch((): Delivery => ({ ok: false, error: 'channel-failed' }));
    if (delivery.ok) {
      const { id, destination } = entry;
      const isNoted = await this.#options.outbox.delivered(entry);
      if (isNoted) this.#options.report?.({ kind: 'delivered', id, destination });
      return true;
    }
    await this.#notDelivered(channel, entry, delivery);
    return false;
  }

  async #notDelivered(
    channel: Channel,
    entry: LeasedNotification,
    { error, gone }: Extract<Delivery, { ok: false }>,
  ): Promise<void> {
    const { outbox, backoff, giveUpAfterMs, report } = this.#options;
    const { id, destination } = entry;
    if (gone === true) {
      await outbox.close(channel);
      report?.({ kind: 'closed', destination });
    }
    const state = await outbox.failed(entry, { error, backoff, giveUpAfterMs });
    if (state !== undefined)
      report?.({
        kind: state === 'failed' ? 'given-up' : 'not-delivered',
        ...{ id, destination, code: error },
      });
  }

  /** Nobody's lane sends what is for a destination that was taken away or closed, so nobody's gives it up. */
  async #tidy(): Promise<void> {
    if (performance.now() - this.#tidiedAt < TIDY_EVERY_MS) return;
    const { outbox, giveUpAfterMs, report } = this.#options;
    const closed = await outbox.closed();
    const open = this.#options.channels().filter(({ name, address }) => closed.get(name) !== address);
    const unless = open.map(({ name }) => name);
    const entries = await outbox.giveUp({ unless, error: 'destination-closed', giveUpAfterMs });
    if (entries > 0) report?.({ kind: 'abandoned', entries });
    await outbox.forget({ deliveredForMs: DELIVERED_FOR_MS });
    this.#tidiedAt = performance.now();
  }

  async #nap(): Promise<void> {
    await sleep(this.#options.idleMs, undefined, this.#stop).catch(() => undefined);
  }

  async #failed(error: unknown, failures: number): Promise<void> {
    this.#options.report?.({ kind: 'failed', error });
    await backOff(OUTBOX_BACKOFF, failures, this.#stop.signal);
  }
}
