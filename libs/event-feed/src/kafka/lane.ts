import type { CommittedOffset } from '@redress/kafka';
import { backOff, type Backoff, type Position } from '@redress/kernel';
import type { Subscriber } from '../event-feed';
import { Notifier } from '../notifier';
import type { EventRecord, NotAnEvent } from './event-record';
import { reaches, type EventStretch } from './event-stretch';
import type { PartitionLog, Start } from './partition-log';
import type { HungryReader } from './reading-session';
import { PARTITION_START, RecordGuard, type ReadPlace } from './record-guard';

export interface LaneOptions {
  readonly subscriber: Subscriber;
  readonly log: PartitionLog;
  readonly topicId: string;
  /** How many partitions there are, for who looks into all of them. */
  readonly partitions: number;
  readonly batchSize: number;
  readonly backoff: Backoff;
  readonly onFailure: (partition: number, failures: number, error: unknown) => void;
  /** A record that is no event was passed over. */
  readonly onForeign: (partition: number, error: NotAnEvent) => void;
  /** It may want more, or has handled something. */
  readonly onNews: (lane: Lane) => void;
}

/** A subscriber stands where the topic does not reach to. */
export class TopicBehindSubscriber extends Error {
  override readonly name = 'TopicBehindSubscriber';
}

/** What the note of a handled place says: only good for the same topic, and where the subscriber stands at the same place. */
interface Note extends ReadPlace {
  readonly topicId: string;
}

/**
 * One partition, as long as it is this member's: asks the subscriber where to go on, finds that place in the partition, and gives the events
 * in order. After a refusal, or where something was wrong with the records, it forgets what was read ahead and asks again.
 */
export class Lane implements HungryReader {
  readonly #stop = new AbortController();
  readonly #notifier = new Notifier();
  #queue: EventRecord[] = [];
  #guard = new RecordGuard(0, PARTITION_START);
  /** Nothing up to here is given, though it may be read. */
  #floor: Position | undefined;
  /** Where to read on; undefined: nobody knows yet. */
  #next: number | undefined;
  #fault: Error | undefined;
  #handling = false;
  #failures = 0;
  /** What was handled last, with the offset after it. */
  #handled: (Start & { readonly fresh: boolean }) | undefined;
  #end: { readonly offset: number; readonly seenAt: number } | undefined;
  #caughtUpAt: number | undefined;

  constructor(
    readonly partition: number,
    private readonly options: LaneOptions,
    private readonly hint: CommittedOffset | undefined,
  ) {}

  /** Machine time at which it had last handled all there was. */
  get caughtUpAt(): number | undefined {
    return this.#caughtUpAt;
  }

  get place(): number | undefined {
    return this.#isStopped() ? undefined : this.#next;
  }

  get isHungry(): boolean {
    return this.place !== undefined && this.#queue.length < this.options.batchSize;
  }

  /** What to note about it, where something was handled since this was asked last. */
  takeNote(): CommittedOffset | undefined {
    const handled = this.#handled;
    if (handled?.fresh !== true) return undefined;
    this.#handled = { ...handled, fresh: false };
    const note: Note = { topicId: this.options.topicId, ...handled.after };
    return { partition: this.partition, offset: handled.offset, note: JSON.stringify(note) };
  }

  /** Runs until it is stopped, and then finishes the batch in hand. */
  async run(): Promise<void> {
    while (!this.#isStopped()) {
      try {
        await this.#takeUp();
        this.options.onNews(this);
        await this.#serve();
      } catch (error) {
        this.#next = undefined;
        this.#queue = [];
        if (this.#isStopped()) return;
        this.options.onFailure(this.partition, ++this.#failures, error);
        await backOff(this.options.backoff, this.#failures, this.#stop.signal);
      }
    }
  }

  stop(): void {
    this.#stop.abort();
    this.#notifier.notify();
  }

  /** Takes what was read, if it still is what it wants. */
  accept(stretch: EventStretch): void {
    const from = this.#next;
    if (from === undefined || !reaches(stretch, from)) return;
    for (const { offset, error } of stretch.foreign)
      if (offset >= from) this.options.onForeign(this.partition, error);
    try {
      for (const record of stretch.records) {
        if (record.offset < from || !this.#guard.admit(record)) continue;
        if (this.#floor !== undefined && record.event.position <= this.#floor) continue;
        this.#queue.push(record);
      }
      this.#next = stretch.next;
      this.#end = { offset: stretch.end, seenAt: stretch.seenAt };
    } catch (error) {
      this.fail(error);
    }
    this.#sawEnd();
    this.#notifier.notify();
  }

  /** What is read of this partition can't be gone on with. */
  fail(error: unknown): void {
    this.#fault = error instanceof Error ? error : new Error(String(error));
    this.#next = undefined;
    this.#notifier.notify();
  }

  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  async #takeUp(): Promise<void> {
    const { subscriber } = this.options;
    const hint = this.#fault === undefined && this.#failures === 0 ? this.hint : undefined;
    this.#fault = undefined;
    const position = await subscriber.resumeAfter(this.partition);
    const { offset, after } = await this.#startAfter(position, hint);
    this.#queue = [];
    this.#end = undefined;
    this.#floor = position;
    this.#guard = new RecordGuard(this.partition, after);
    this.#next = offset;
  }

  async #startAfter(position: Position | undefined, hint: CommittedOffset | undefined): Promise<Start> {
    const { log, topicId } = this.options;
    if (position === undefined) {
      return { offset: (await log.range(this.partition)).first, after: PARTITION_START };
    }
    const handled = this.#handled;
    if (handled?.after.position === position) return handled;
    const note = hint === undefined ? undefined : readNote(hint.note);
    if (hint !== undefined && note?.topicId === topicId && note.position === position) {
      return { offset: hint.offset, after: note };
    }
    const found = await log.find(this.partition, position);
    if (found.after.position !== position) await this.#mustReach(position);
    return found;
  }

  /** A position may lie in another partition: where the log was to be taken up, say. But one that is in none is another topic's. */
  async #mustReach(position: Position): Promise<void> {
    const { log, partitions } = this.options;
    for (let partition = 0; partition < partitions; partition++) {
      if (await log.reaches(partition, position)) return;
    }
    throw new TopicBehindSubscriber(
      `partition ${String(this.partition)} is to be read on after ${position}, and the topic does not reach there yet: either the relay is behind, or this is not the topic that was read before`,
    );
  }

  /** Gives what comes until it is stopped; throws where it must be taken up anew. */
  async #serve(): Promise<void> {
    const { subscriber, batchSize, onNews } = this.options;
    while (!this.#isStopped()) {
      const batch = this.#queue.splice(0, batchSize);
      const last = batch.at(-1);
      if (last === undefined) {
        // What came before it was good.
        if (this.#fault !== undefined) throw this.#fault;
        await this.#notifier.wait();
        continue;
      }
      this.#handling = true;
      try {
        await subscriber.handle(
          this.partition,
          batch.map(({ event }) => event),
        );
      } finally {
        this.#handling = false;
      }
      this.#failures = 0;
      const after = { position: last.event.position, sequence: last.sequence };
      this.#handled = { offset: last.offset + 1, after, fresh: true };
      this.#sawEnd();
      onNews(this);
    }
  }

  #sawEnd(): void {
    if (this.#next === undefined || this.#end === undefined) return;
    if (this.#queue.length > 0 || this.#handling) return;
    if (this.#next >= this.#end.offset) this.#caughtUpAt = this.#end.seenAt;
  }
}

/** Undefined where it is not a note of ours: other tools may commit offsets too. */
function readNote(text: string): Note | undefined {
  try {
    const note = JSON.parse(text) as Partial<Note> | null;
    const { topicId, position, sequence } = note ?? {};
    if (topicId === undefined || position === undefined || sequence === undefined) return undefined;
    return { topicId, position, sequence };
  } catch {
    return undefined;
  }
}
