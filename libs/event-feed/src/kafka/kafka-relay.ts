import { KafkaClient, TopicRefused } from '@redress/kafka';
import { backOff, type Position } from '@redress/kernel';
import type { RelayLease } from './relay-lease';
import type { KafkaRelayOptions } from './relay-options';
import { Term } from './relay-term';

export interface RelayStatus {
  /** Whether this relay publishes; else it waits for another one to fail. */
  readonly leading: boolean;
  /** Up to where it has published, as far as it knows. */
  readonly position: Position | undefined;
  /** The latest machine time of which it knows that everything in the store is in the topic; undefined: none yet. */
  readonly caughtUpAt: number | undefined;
  /** Why it does not go on: the last failure, until something was published again or another one leads. */
  readonly error: unknown;
}

/**
 * Publishes every event of the store to a topic, in order, nothing lost: one active relay by lease, one batch in flight, the checkpoint only
 * after the whole batch is acknowledged. At its start it looks at each partition's last record and skips what is there. Anything that
 * fails ends the term; the next one begins by looking again.
 */
export class KafkaRelay {
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #status: RelayStatus = { leading: false, position: undefined, caughtUpAt: undefined, error: undefined };

  private constructor(private readonly options: KafkaRelayOptions) {
    this.#running = this.#run();
  }

  static start(options: KafkaRelayOptions): KafkaRelay {
    return new KafkaRelay(options);
  }

  status(): RelayStatus {
    return this.#status;
  }

  /** Finishes the batch in flight and hands over the lease. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { leases, report, backoff = { firstMs: 50, maxMs: 5_000 } } = this.options;
    const { signal } = this.#stop;
    let failures = 0;
    while (!signal.aborted) {
      try {
        const lease = await leases.acquire(signal);
        if (lease === undefined) return;
        await this.#term(lease, () => (failures = 0)).finally(() => lease.release().catch(() => undefined));
      } catch (error) {
        this.#status = { ...this.#status, leading: false, error };
        report?.({ kind: error instanceof TopicRefused ? 'refused' : 'failed', error });
        await backOff(backoff, ++failures, signal);
      }
    }
    this.#status = { ...this.#status, leading: false };
  }

  /** From getting the lease to losing it, or the stop. Throws what ended it. */
  async #term(lease: RelayLease, onPublished: () => void): Promise<void> {
    const client = new KafkaClient(this.options);
    try {
      const term = await Term.begin(client, lease, this.options);
      const leads = (news: Partial<RelayStatus>): void => {
        this.#status = { ...this.#status, ...news, leading: true, error: undefined };
      };
      leads({ position: term.position });
      await term.publish(this.#stop.signal, {
        published: (position) => {
          onPublished();
          leads({ position });
        },
        caughtUp: (caughtUpAt) => {
          leads({ caughtUpAt });
          this.options.onCaughtUp?.(caughtUpAt);
        },
      });
    } finally {
      await client.close();
    }
  }
}
