import {
  KafkaClient,
  mustBeSame,
  OffsetOutOfRange,
  openTopic,
  TopicLog,
  type KafkaConnection,
  type TopicIdentity,
  type Wanted,
} from '@redress/kafka';
import { Notifier } from '../notifier';
import { decodeStretch, type EventStretch } from './event-stretch';
import { KeptStretches, type PartitionReader } from './kept-stretches';

export interface ReadingOptions {
  readonly connection: KafkaConnection;
  readonly topic: string;
  readonly identity: TopicIdentity;
  /** The most bytes of a partition that one read brings, unless a single batch is larger. */
  readonly fetchBytes: number;
  /** How long a read waits for news while all is quiet, in ms. */
  readonly idleWaitMs: number;
}

/** Who is read for. */
export interface Attendee {
  readonly readers: readonly HungryReader[];
  onFailure(error: unknown): void;
}

export interface HungryReader extends PartitionReader {
  /** Whether it would take more now. */
  readonly isHungry: boolean;
  accept(stretch: EventStretch): void;
  /** What is read of this partition can't be gone on with. */
  fail(error: unknown): void;
}

/** Which of the two connections to a broker: one waits there for news, and the other reads meanwhile what is known to be there. */
type Way = 'waiting' | 'reading';

/** What all that was read and may be needed again may take in memory, in bytes. */
const KEPT_BYTES = 64 * 1024 * 1024;

/** How long the reading connection waits for the news of somebody who came too late for the waiting one, in ms. */
const LATE_WAIT_MS = 20;

/**
 * The connections by which the topic is read, as long as they hold. For each broker there are two loops: one waits at the ends of the
 * partitions, and the other reads for those who are further back. A broker answers the questions of a connection one after the other: on one
 * alone, who is behind would wait as long as those at the end do.
 */
export class ReadingSession {
  /** Resolves when it is over and its connections are closed. */
  readonly closed: Promise<void>;
  readonly #attendees = new Set<Attendee>();
  readonly #clients: Readonly<Record<Way, KafkaClient>>;
  readonly #logs: Readonly<Record<Way, TopicLog>>;
  readonly #kept: KeptStretches;
  readonly #news = new Notifier();
  /** The end of each partition, as it was seen last. */
  readonly #ends = new Map<number, number>();
  /** At which offsets of which partitions the brokers are asked to wait for news, by broker. */
  readonly #waitingAt = new Map<number, readonly Wanted[]>();
  /** By partition. */
  readonly #readers = new Map<number, readonly HungryReader[]>();
  /** When each reader was given something, counted. */
  readonly #fedAt = new WeakMap<HungryReader, number>();
  #fed = 0;
  #isOver = false;

  constructor(
    private readonly options: ReadingOptions,
    private readonly onOver: () => void,
  ) {
    const { connection, topic, identity } = options;
    this.#clients = { waiting: new KafkaClient(connection), reading: new KafkaClient(connection) };
    this.#logs = {
      waiting: new TopicLog(this.#clients.waiting, topic),
      reading: new TopicLog(this.#clients.reading, topic),
    };
    this.#kept = new KeptStretches(KEPT_BYTES / identity.partitions);
    this.closed = this.#run()
      .catch((error: unknown) => {
        this.#fail(error);
      })
      .finally(() => this.#close());
  }

  add(attendee: Attendee): void {
    this.#attendees.add(attendee);
    for (const reader of attendee.readers)
      this.#readers.set(reader.partition, [...this.#readersOf(reader.partition), reader]);
    this.#news.notify();
  }

  /** The last one who leaves ends it. */
  remove(attendee: Attendee): void {
    if (!this.#attendees.delete(attendee)) return;
    for (const reader of attendee.readers) {
      const { partition } = reader;
      const others = this.#readersOf(partition).filter((other) => other !== reader);
      this.#readers.set(partition, others);
    }
    if (this.#attendees.size === 0) this.#end();
    else this.#news.notify();
  }

  wake(reader: HungryReader): void {
    if (this.#isOver) return;
    this.#feed(reader);
    this.#news.notify();
  }

  /** Gives what is kept. */
  #feed(reader: HungryReader): void {
    while (reader.isHungry) {
      const stretch = this.#kept.take(reader);
      if (stretch === undefined) return;
      this.#give(stretch, reader);
    }
  }

  async #run(): Promise<void> {
    const { topic, identity } = this.options;
    const { waiting, reading } = this.#clients;
    mustBeSame(topic, identity, await openTopic(waiting, topic));
    await reading.connect(topic);
    const leaders = new Map<number, number>();
    for (let partition = 0; partition < identity.partitions; partition++)
      leaders.set(partition, this.#logs.waiting.leaderOf(partition));
    await Promise.all(
      [...new Set(leaders.values())].flatMap((leader) => {
        const isHere = ({ partition }: HungryReader): boolean => leaders.get(partition) === leader;
        return [this.#waitForNews(leader, isHere), this.#catchUp(leader, isHere)];
      }),
    );
  }

  #fail(error: unknown): void {
    if (this.#isOver) return;
    const attendees = [...this.#attendees];
    this.#end();
    for (const attendee of attendees) attendee.onFailure(error);
  }

  #end(): void {
    this.#isOver = true;
    this.#attendees.clear();
    this.onOver();
    this.#news.notify();
    // What is under way ends with an error that nobody needs.
    void this.#close();
  }

  async #close(): Promise<void> {
    await Promise.all(Object.values(this.#clients).map((client) => client.close()));
  }

  /** Waits at the broker for what comes to the partitions that have been read to their ends. */
  async #waitForNews(leader: number, isHere: (reader: HungryReader) => boolean): Promise<void> {
    while (!this.#isOver) {
      const atEnd = this.#hungry(isHere).filter((reader) => !this.#isBehind(reader));
      if (atEnd.length === 0) {
        await this.#news.wait();
        continue;
      }
      const wanted = onePlaceEach(atEnd);
      this.#waitingAt.set(leader, wanted);
      this.#news.notify();
      await this.#fetch('waiting', leader, wanted, this.options.idleWaitMs);
      this.#waitingAt.delete(leader);
    }
  }

  /** Reads for those who are behind, or for whom nobody waits at the broker yet. */
  async #catchUp(leader: number, isHere: (reader: HungryReader) => boolean): Promise<void> {
    while (!this.#isOver) {
      const waitingAt = this.#waitingAt.get(leader) ?? [];
      const others = this.#hungry(isHere).filter(({ partition, place }) =>
        waitingAt.every((one) => one.partition !== partition || one.offset !== place),
      );
      const behind = others.filter((reader) => this.#isBehind(reader));
      const waits = new Map(
        behind.map(({ partition }) => [partition, this.#kept.waitMs(partition, this.#readersOf(partition))]),
      );
      const ready = behind.filter(({ partition }) => waits.get(partition) === 0);
      // Where the other connection is free it is about to wait for them.
      const late = waitingAt.length === 0 ? [] : others.filter((reader) => !this.#isBehind(reader));
      const wanted = onePlaceEach([...ready, ...late]);
      if (wanted.length === 0) await this.#newsWithin(Math.min(...waits.values()));
      else await this.#fetch('reading', leader, wanted, ready.length > 0 ? 0 : LATE_WAIT_MS);
    }
  }

  async #fetch(way: Way, leader: number, wanted: readonly Wanted[], waitMs: number): Promise<void> {
    const askedAt = Date.now();
    try {
      const stretches = await this.#logs[way].fetch(leader, wanted, {
        waitMs,
        bytes: this.options.fetchBytes,
      });
      if (this.#isOver) return;
      const read = stretches.flatMap((stretch) => {
        const from = wanted.find(({ partition }) => partition === stretch.partition)?.offset;
        return from === undefined ? [] : [{ stretch, from }];
      });
      // With nothing to bring, the broker has looked once more when the wait was over.
      const isQuiet = read.every(({ stretch, from }) => stretch.next === from);
      const seenAt = isQuiet && Date.now() - askedAt >= waitMs ? askedAt + waitMs : askedAt;
      for (const { stretch, from } of read) this.#spread(decodeStretch(stretch, from, seenAt));
      // The other loop may have somebody to read for now.
      this.#news.notify();
    } catch (error) {
      if (!(error instanceof OffsetOutOfRange)) throw error;
      this.#refuse(error, wanted.find(({ partition }) => partition === error.partition)?.offset);
    }
  }

  #spread(stretch: EventStretch): void {
    const { partition, from, next, end } = stretch;
    this.#ends.set(partition, end);
    this.#kept.dropOld(partition);
    const readers = this.#readersOf(partition);
    if (next > from) {
      this.#kept.add(stretch);
      for (const reader of readers) this.wake(reader);
    } else {
      for (const reader of readers) if (reader.isHungry && reader.place === from) this.#give(stretch, reader);
    }
  }

  #give(stretch: EventStretch, reader: HungryReader): void {
    if (stretch.next > stretch.from) this.#fedAt.set(reader, ++this.#fed);
    reader.accept(stretch);
  }

  #refuse(error: OffsetOutOfRange, offset: number | undefined): void {
    const { partition } = error;
    this.#ends.delete(partition);
    this.#kept.drop(partition);
    for (const reader of this.#readersOf(partition)) if (reader.place === offset) reader.fail(error);
  }

  /** Those who want something that is not kept, the one who has waited longest first. */
  #hungry(isHere: (reader: HungryReader) => boolean): readonly HungryReader[] {
    const fedAt = (reader: HungryReader): number => this.#fedAt.get(reader) ?? 0;
    const readers = [...this.#readers.values()].flat().filter(isHere);
    // Some have become hungry since they were woken last.
    for (const reader of readers) this.#feed(reader);
    return readers.filter((reader) => reader.isHungry).sort((one, other) => fedAt(one) - fedAt(other));
  }

  #isBehind({ partition, place }: HungryReader): boolean {
    return (place ?? 0) < (this.#ends.get(partition) ?? Infinity);
  }

  #readersOf(partition: number): readonly HungryReader[] {
    return this.#readers.get(partition) ?? [];
  }

  async #newsWithin(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      if (ms < Infinity) timer = setTimeout(resolve, ms);
    });
    await Promise.race([this.#news.wait(), over]);
    clearTimeout(timer);
  }
}

/** A question names each partition once. */
function onePlaceEach(readers: readonly HungryReader[]): readonly Wanted[] {
  const places = new Map<number, Wanted>();
  for (const { partition, place } of readers)
    if (place !== undefined && !places.has(partition)) places.set(partition, { partition, offset: place });
  return [...places.values()];
}
