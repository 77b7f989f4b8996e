import { setTimeout as sleep } from 'node:timers/promises';
import {
  IdempotentProducer,
  mustBeSame,
  openTopic,
  TopicRefused,
  type KafkaClient,
  type Message,
  type TopicIdentity,
} from '@redress/kafka';
import type { Position, RecordedEvent } from '@redress/kernel';
import { ahead } from '../ahead';
import { LeaseLost } from '../lease';
import { Notifier } from '../notifier';
import { partitionFor } from '../partition';
import { toMessage } from './event-record';
import { PartitionLog } from './partition-log';
import { PARTITION_START, type ReadPlace } from './record-guard';
import type { RelayCheckpoint, RelayLease } from './relay-lease';
import type { KafkaRelayOptions } from './relay-options';
import { lastRecords, mustBeRecorded } from './topic-of-store';

/** How often the checkpoint is written while events flow, in ms: less often costs only that more is looked at after a crash. */
const SAVE_EVERY_MS = 100;

/** How often it looks where the store ends, in ms: what those who ask how fresh the read models are can be told is as exact as that. */
const LOOK_EVERY_MS = 1_000;

/**
 * How long ago it may have seen, in ms, that the topic is the one that it was, when it publishes: into one that was deleted and made anew
 * the brokers would take what follows, as if nothing were missing before it. That takes longer than this.
 */
const TOPIC_SEEN_MS = 50;

/** Who hears of a term. */
export interface TermListener {
  readonly published: (position: Position) => void;
  readonly caughtUp: (storeAt: number) => void;
}

/** One relay's time with the lease. */
export class Term {
  /** Of the last event in each partition. */
  readonly #ends: ReadPlace[];
  #saved: Promise<void> = Promise.resolve();
  #saveIsDue = false;
  /** What this term has published last. */
  #last: RecordedEvent | undefined;
  readonly #published = new Notifier();
  #topicSeenAt = Date.now();

  private constructor(
    private readonly client: KafkaClient,
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
    const last = await lastRecords(log, identity.partitions, options);
    const ends = last.map((record): ReadPlace =>
      record === undefined ? PARTITION_START : { position: record.event.position, sequence: record.sequence },
    );
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
    return new Term(client, producer, lease, identity, options, ends, after);
  }

  /** Until the signal aborts. Throws where the lease is lost, the store has gone back, or anything fails. */
  async publish(signal: AbortSignal, listener: TermListener): Promise<void> {
    const { store, batchSize = 500, report } = this.options;
    const ended = new AbortController();
    const over = AbortSignal.any([signal, this.lease.lost, ended.signal]);
    const after = this.position === undefined ? {} : { after: this.position };
    const looking = this.#lookForEnd(over, listener.caughtUp);
    looking.catch(() => {
      ended.abort();
    });
    try {
      for await (const events of ahead(store.follow({ ...after, batchSize, signal: over }))) {
        if (over.aborted) break;
        const last = events.at(-1);
        if (last === undefined) continue;
        await this.#send(events);
        this.position = last.position;
        this.#last = last;
        this.#saveSoon();
        this.#published.notify();
        listener.published(last.position);
        report?.({ kind: 'published', events: events.length, position: last.position });
      }
    } finally {
      ended.abort();
      this.#published.notify();
      await Promise.all([this.#saved, looking]);
    }
    this.#mustHoldLease();
    await this.lease.save(this.#checkpoint);
  }

  /**
   * Looks now and then where the store ends, and tells as soon as the topic reaches there. Throws TopicRefused where the store has gone
   * back, as where a standby that lagged took over, and where the topic is not the one that it was; whatever else keeps it from being
   * found, too.
   */
  async #lookForEnd(over: AbortSignal, caughtUp: (storeAt: number) => void): Promise<void> {
    const isOver = (): boolean => over.aborted;
    const { store } = this.options;
    let seen: Position | undefined;
    while (!isOver()) {
      await this.#mustBeSameTopic();
      const askedAt = Date.now();
      try {
        const last = this.#last;
        const head = await store.head();
        if (last !== undefined && head !== seen) await mustBeRecorded(this.options, last);
        seen = head;
        while (!isOver() && isBefore(this.position, head)) await this.#published.wait();
        if (!isOver()) caughtUp(askedAt);
      } catch (error) {
        if (error instanceof TopicRefused) throw error;
        // The store is away: publishing waits for it as well, and until it is back there is nothing to be told.
      }
      await sleep(LOOK_EVERY_MS, undefined, { signal: over }).catch(() => undefined);
    }
  }

  async #mustBeSameTopic(): Promise<void> {
    if (Date.now() < this.#topicSeenAt + TOPIC_SEEN_MS) return;
    const { topic } = this.options;
    const askedAt = Date.now();
    mustBeSame(topic, this.identity, await openTopic(this.client, topic));
    this.#topicSeenAt = askedAt;
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
    await this.#mustBeSameTopic();
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

/** Whether a place in the log is before another one; undefined is its start. */
const isBefore = (one: Position | undefined, other: Position | undefined): boolean =>
  other !== undefined && (one === undefined || one < other);

const lower = (one: Position | undefined, other: Position | undefined): Position | undefined =>
  isBefore(one, other) ? one : other;
