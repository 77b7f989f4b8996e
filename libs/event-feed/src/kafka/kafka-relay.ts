import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore } from '@redress/event-store';
import {
  IdempotentProducer,
  KafkaClient,
  mustBeSame,
  openTopic,
  TopicRefused,
  type Compression,
  type KafkaConnection,
  type Message,
  type TopicIdentity,
} from '@redress/kafka';
import { backOff, type Backoff, type Position, type RecordedEvent } from '@redress/kernel';
import { partitionFor } from '../partition';
import { toMessage } from './event-record';
import { PartitionLog } from './partition-log';
import { PARTITION_START, type ReadPlace } from './record-guard';
import { LeaseLost, type RelayCheckpoint, type RelayLease, type RelayLeases } from './relay-lease';

export interface KafkaRelayOptions extends KafkaConnection {
  readonly store: EventStore;
  readonly topic: string;
  readonly leases: RelayLeases;
  /** The `source` of all CloudEvents: a URI reference that names this installation; default `/redress`. */
  readonly source?: string;
  /** The most events in one batch; default 500. */
  readonly batchSize?: number;
  /** Default `none`. */
  readonly compression?: Compression;
  /** Machine time before a retry, in ms; by default from 50 doubling to 5,000. */
  readonly backoff?: Backoff;
  readonly report?: (report: RelayReport) => void;
}

/** What happens to a relay; for the log. */
export type RelayReport =
  | { readonly kind: 'leading'; readonly epoch: number; readonly after: Position | undefined }
  /** What the checkpoint says was acknowledged is not in the topic: it is written again. */
  | { readonly kind: 'rewriting'; readonly partitions: readonly number[] }
  | { readonly kind: 'published'; readonly events: number; readonly position: Position }
  /** A topic that is not what it was needs a person; everything else is tried again. */
  | { readonly kind: 'refused' | 'failed'; readonly error: unknown };

export interface RelayStatus {
  /** Whether this relay publishes; else it waits for another one to fail. */
  readonly leading: boolean;
  /** Up to where it has published, as far as it knows. */
  readonly position: Position | undefined;
  /** Why it does not go on: the last failure, until something was published again or another one leads. */
  readonly error: unknown;
}

/** How often the checkpoint is written while events flow, in ms: less often costs only that more is looked at after a crash. */
const SAVE_EVERY_MS = 100;

/**
 * Publishes every event of the store to a topic, in order, nothing lost: one active relay by lease, one batch in flight, the checkpoint only
 * after the whole batch is acknowledged. At its start it looks at each partition's last record and skips what is there. Anything that
 * fails ends the term; the next one begins by looking again.
 */
export class KafkaRelay {
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #status: RelayStatus = { leading: false, position: undefined, error: undefined };

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
      const { position } = term;
      this.#status = { leading: true, position, error: undefined };
      await term.publish(this.#stop.signal, (published) => {
        onPublished();
        this.#status = { leading: true, position: published, error: undefined };
      });
    } finally {
      await client.close();
    }
  }
}

/** One relay's time with the lease. */
class Term {
  /** Of the last event in each partition. */
  readonly #ends: ReadPlace[];
  #saved: Promise<void> = Promise.resolve();
  #saveIsDue = false;

  private constructor(
    private readonly producer: IdempotentProducer,
    private readonly lease: RelayLease,
    private readonly identity: TopicIdentity,
    private readonly options: KafkaRelayOptions,
    ends: readonly ReadPlace[],
    /** Everything up to here is in the topic. */
    public position: Position | undefined,
  ) {
    this.#ends = [...ends];
  }

  static async begin(client: KafkaClient, lease: RelayLease, options: KafkaRelayOptions): Promise<Term> {
    const { topic, compression = 'none', report } = options;
    const identity = await openTopic(client, topic);
    const { checkpoint } = lease;
    if (checkpoint !== undefined) mustBeSame(topic, checkpoint, identity);
    // Known from the first record on, so that a topic made anew is never filled from the middle.
    else await lease.save({ ...identity, position: undefined, ends: [] });
    const log = new PartitionLog(client, topic);
    const ends: ReadPlace[] = [];
    for (let partition = 0; partition < identity.partitions; partition++) {
      const last = await log.last(partition);
      ends.push(
        last === undefined ? PARTITION_START : { position: last.event.position, sequence: last.sequence },
      );
    }
    const lost = (checkpoint?.ends ?? []).flatMap((end, partition) =>
      isBefore(ends[partition]?.position, end) ? [partition] : [],
    );
    if (lost.length > 0) report?.({ kind: 'rewriting', partitions: lost });
    const after = lost.map((partition) => ends[partition]?.position).reduce(lower, checkpoint?.position);
    report?.({ kind: 'leading', epoch: lease.epoch, after });
    const producer = await IdempotentProducer.open(client, {
      topic,
      compression,
      leaderOf: (partition) => log.leaderOf(partition),
    });
    return new Term(producer, lease, identity, options, ends, after);
  }

  /** Until the signal aborts. Throws where the lease is lost, or anything fails. */
  async publish(signal: AbortSignal, onPublished: (position: Position) => void): Promise<void> {
    const { store, batchSize = 500, report } = this.options;
    const ended = new AbortController();
    const over = AbortSignal.any([signal, this.lease.lost, ended.signal]);
    const after = this.position === undefined ? {} : { after: this.position };
    try {
      for await (const events of ahead(store.follow({ ...after, batchSize, signal: over }))) {
        if (over.aborted) break;
        const last = events.at(-1);
        if (last === undefined) continue;
        await this.#send(events);
        this.position = last.position;
        this.#saveSoon();
        onPublished(last.position);
        report?.({ kind: 'published', events: events.length, position: last.position });
      }
    } finally {
      ended.abort();
      await this.#saved;
    }
    this.#mustHoldLease();
    await this.lease.save(this.#checkpoint);
  }

  #mustHoldLease(): void {
    if (this.lease.lost.aborted) throw new LeaseLost(`the lease of ${this.options.topic} is lost`);
  }

  async #send(events: readonly RecordedEvent[]): Promise<void> {
    const { source = '/redress' } = this.options;
    const messages = new Map<number, Message[]>();
    const ends = [...this.#ends];
    for (const event of events) {
      const partition = partitionFor(event.partitionKey, this.identity.partitions);
      const end = ends[partition] ?? PARTITION_START;
      if (end.position !== undefined && event.position <= end.position) continue;
      const sequence = end.sequence + 1;
      const own = messages.get(partition) ?? [];
      own.push(toMessage(event, { epoch: this.lease.epoch, sequence }, source));
      messages.set(partition, own);
      ends[partition] = { position: event.position, sequence };
    }
    if (messages.size === 0) return;
    this.#mustHoldLease();
    await this.producer.send(messages);
    ends.forEach((end, partition) => (this.#ends[partition] = end));
  }

  /** Notes the place soon, while the next batch is under way. Where that fails, the next time says more. */
  #saveSoon(): void {
    if (this.#saveIsDue) return;
    this.#saveIsDue = true;
    this.#saved = sleep(SAVE_EVERY_MS)
      .then(() => {
        this.#saveIsDue = false;
        return this.lease.save(this.#checkpoint);
      })
      .catch(() => undefined);
  }

  get #checkpoint(): RelayCheckpoint {
    return { ...this.identity, position: this.position, ends: this.#ends.map(({ position }) => position) };
  }
}

/** Asks for the next one while the one in hand is worked on. */
async function* ahead<T>(source: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  let next = iterator.next();
  for (;;) {
    const one = await next;
    if (one.done === true) return;
    next = iterator.next();
    // It may fail before anybody waits for it.
    next.catch(() => undefined);
    yield one.value;
  }
}

/** Whether a place in the log is before another one; undefined is its start. */
const isBefore = (one: Position | undefined, other: Position | undefined): boolean =>
  other !== undefined && (one === undefined || one < other);

const lower = (one: Position | undefined, other: Position | undefined): Position | undefined =>
  isBefore(one, other) ? one : other;
