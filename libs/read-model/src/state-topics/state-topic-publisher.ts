import { LeaseLost, type Lease, type Leases } from '@redress/event-feed';
import { backOff, type Backoff } from '@redress/kernel';
import type { CommitSignals } from '../commit-signals';
import { CommitWatch } from '../commit-watch';
import type { OutboxSession, StateOutbox, WaitingRecord } from './state-outbox';
import type { OpenStateSink, StateSink } from './state-topic';

export interface StateTopicPublisherOptions {
  readonly outbox: StateOutbox;
  readonly sink: StateSink;
  /** Of one lease for all topics of an installation. */
  readonly leases: Leases;
  /** By which commits wake the publisher. Without, and as a net beneath, it looks once a second. */
  readonly signals?: Pick<CommitSignals, 'onCommit'>;
  /** Machine time before a retry, in ms; by default from 50 doubling to 5,000. */
  readonly backoff?: Backoff;
  readonly report?: (report: StateTopicReport) => void;
}

/** What happens to a publisher; for the log. */
export type StateTopicReport =
  | { readonly kind: 'leading'; readonly epoch: number }
  /** Topics that were never published to, or were made anew: all there is goes to them. */
  | { readonly kind: 'filling'; readonly addresses: readonly string[] }
  /** `waitedMs`: from the first commit of a change to its acknowledgement, of the one that waited longest. */
  | { readonly kind: 'published'; readonly records: number; readonly waitedMs: number }
  /** Tried again by itself. */
  | { readonly kind: 'failed'; readonly error: unknown };

export interface StateTopicStatus {
  /** Whether this publisher publishes; else it waits for another one to fail. */
  readonly leading: boolean;
  /** Why it does not go on: the last failure, until something was published again or another one leads. */
  readonly error: unknown;
}

/** Records of each projection in one round. */
const ROUND = 500;

/**
 * Rounds begin at least so far apart, in ms, unless there is more than one holds: a state that changes several times meanwhile is sent
 * once.
 */
const PACE_MS = 100;

/** How often it looks without having been woken, in ms. */
const NET_MS = 1_000;

/** How often it looks whether the topics are still those that it opened, in ms. */
const TOPICS_EVERY_MS = 60_000;

/**
 * Publishes states from the outbox: one active publisher by lease, one round in flight, removed from the outbox when it is acknowledged. So
 * every state arrives at least once, and those of a key in the order of their commits: an older one comes again only before the newer ones
 * come again as well. Anything that fails ends the term; the next one sends again what is still there.
 *
 * A publisher that was paused, and wakes when another one has the lease, finds its own run out before it sends. What it had sent by then,
 * and the network brings late, the sink refuses.
 */
export class StateTopicPublisher {
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #status: StateTopicStatus = { leading: false, error: undefined };
  #waiting: { readonly sinceMs: number } | undefined;

  private constructor(private readonly options: StateTopicPublisherOptions) {
    this.#running = this.#run();
  }

  static start(options: StateTopicPublisherOptions): StateTopicPublisher {
    return new StateTopicPublisher(options);
  }

  status(): StateTopicStatus {
    return this.#status;
  }

  /**
   * How long the oldest change that this publisher knows of has been waiting, in ms of machine time; undefined while another one publishes.
   */
  lagMs(): number | undefined {
    if (this.#waiting !== undefined) return performance.now() - this.#waiting.sinceMs;
    return this.#status.leading ? 0 : undefined;
  }

  /** Finishes the round in flight and hands over the lease. */
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
        // While it waits, another one knows.
        this.#waiting = undefined;
        const lease = await leases.acquire(signal);
        if (lease === undefined) break;
        await this.#term(lease, () => (failures = 0)).finally(() => lease.release().catch(() => undefined));
      } catch (error) {
        this.#status = { leading: false, error };
        report?.({ kind: 'failed', error });
        await backOff(backoff, ++failures, signal);
      }
    }
    this.#status = { ...this.#status, leading: false };
  }

  /** From getting the lease to losing it, or the stop. Throws what ended it. */
  async #term(lease: Lease, onPublished: () => void): Promise<void> {
    const { outbox, sink, report } = this.options;
    // Known before anything can fail, so that it is seen how far behind the topics are.
    await outbox.session(async (session) => this.#note(await session.take(1)));
    const open = await sink.open(outbox.addresses);
    try {
      const filling = await outbox.open(open.identities);
      this.#status = { leading: true, error: undefined };
      report?.({ kind: 'leading', epoch: lease.epoch });
      if (filling.length > 0) report?.({ kind: 'filling', addresses: filling });
      await outbox.session((session) => this.#publish(session, open, lease, onPublished));
    } finally {
      await open.close();
    }
  }

  async #publish(
    session: OutboxSession,
    sink: OpenStateSink,
    lease: Lease,
    onPublished: () => void,
  ): Promise<void> {
    const { outbox, signals } = this.options;
    const watch = new CommitWatch(signals ?? { onCommit: () => () => undefined }, ...outbox.projections);
    const over = AbortSignal.any([this.#stop.signal, lease.lost]);
    let lookAt = performance.now() + TOPICS_EVERY_MS;
    try {
      while (!over.aborted) {
        const most = await this.#round(session, sink, lease, onPublished);
        if (performance.now() > lookAt) {
          await sink.mustBeSame();
          lookAt = performance.now() + TOPICS_EVERY_MS;
        }
        if (most < ROUND) await watch.sleep({ atLeastMs: PACE_MS, atMostMs: NET_MS, signal: over });
      }
    } finally {
      watch.end();
    }
    if (!this.#stop.signal.aborted) throw new LeaseLost('another process publishes the states');
  }

  /** Gives how many records there were. */
  async #round(
    session: OutboxSession,
    sink: OpenStateSink,
    lease: Lease,
    onPublished: () => void,
  ): Promise<number> {
    const records = await session.take(ROUND);
    const waiting = this.#note(records);
    if (waiting === undefined) return 0;
    if (lease.lost.aborted) throw new LeaseLost('the lease of the state topics is lost');
    await sink.send(records);
    await session.remove(records);
    this.#waiting = undefined;
    onPublished();
    const waitedMs = performance.now() - waiting.sinceMs;
    this.options.report?.({ kind: 'published', records: records.length, waitedMs });
    return records.length;
  }

  #note(records: readonly WaitingRecord[]): { readonly sinceMs: number } | undefined {
    const mostMs = records.reduce((most, { waitedMs }) => Math.max(most, waitedMs), 0);
    this.#waiting = records.length === 0 ? undefined : { sinceMs: performance.now() - mostMs };
    return this.#waiting;
  }
}
