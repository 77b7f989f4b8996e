import { backOff, type Backoff } from '@redress/kernel';
import type { CommittedOffset } from './group-membership';
import { OffsetOutOfRange, type FetchedRecord, type Stretch, type TopicLog } from './topic-log';

/** A record, and the partition that it stands in. */
export interface ConsumedRecord extends FetchedRecord {
  readonly partition: number;
}

export interface ShareOptions {
  readonly log: TopicLog;
  readonly topicId: string;
  readonly handle: (record: ConsumedRecord) => Promise<void>;
  readonly fetchBytes: number;
  readonly idleWaitMs: number;
  readonly backoff: Backoff;
  readonly onFailure: (record: ConsumedRecord, failures: number, error: unknown) => void;
  readonly onMissing: (partition: number, from: number, to: number) => void;
}

/** How long a read waits for news while another partition is being worked on, and may want more any moment, in ms. */
const BUSY_WAIT_MS = 50;

/** The partitions that a member has between two rebalances: each is handled in order, all side by side. */
export class RecordShare {
  /** Rejects when reading fails. */
  readonly failed: Promise<never>;
  readonly #lanes: readonly RecordLane[];
  readonly #stop = new AbortController();
  #fail: (error: unknown) => void = () => undefined;

  constructor(
    partitions: readonly number[],
    notes: readonly CommittedOffset[],
    private readonly options: ShareOptions,
  ) {
    this.failed = new Promise((_, reject) => (this.#fail = reject));
    // It may fail while nobody looks: at the end of the share.
    this.failed.catch(() => undefined);
    this.#lanes = partitions.map((partition) => {
      const note = notes.find((one) => one.partition === partition);
      return new RecordLane(partition, note, options, this.#stop.signal);
    });
    this.#begin().catch(this.#fail);
  }

  /** Up to where it was handled, where that is news. */
  takeNotes(): readonly CommittedOffset[] {
    return this.#lanes.map((lane) => lane.takeNote()).filter((note) => note !== undefined);
  }

  /** How many records wait to be handled, as far as was read. */
  get behind(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.behind, 0);
  }

  /** Finishes the records in hand. What is being read is not waited for. */
  async end(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#lanes.map((lane) => lane.work));
  }

  #isOver(): boolean {
    return this.#stop.signal.aborted;
  }

  async #begin(): Promise<void> {
    const byLeader = new Map<number, RecordLane[]>();
    for (const lane of this.#lanes) {
      await lane.takeUp();
      const leader = this.options.log.leaderOf(lane.partition);
      byLeader.set(leader, [...(byLeader.get(leader) ?? []), lane]);
    }
    await Promise.all([...byLeader].map(([leader, lanes]) => this.#read(leader, lanes)));
  }

  async #read(leader: number, lanes: readonly RecordLane[]): Promise<void> {
    const { log, fetchBytes, idleWaitMs } = this.options;
    while (!this.#isOver()) {
      const free = lanes.filter((lane) => !lane.isBusy);
      if (free.length === 0) {
        await Promise.race(lanes.map((lane) => lane.work));
        continue;
      }
      const waitMs = free.length === lanes.length ? idleWaitMs : BUSY_WAIT_MS;
      try {
        const stretches = await log.fetch(leader, free, { waitMs, bytes: fetchBytes });
        if (this.#isOver()) return;
        for (const stretch of stretches)
          free.find(({ partition }) => partition === stretch.partition)?.begin(stretch);
      } catch (error) {
        if (!(error instanceof OffsetOutOfRange)) throw error;
        await free.find(({ partition }) => partition === error.partition)?.takeUpAtStart();
      }
    }
  }
}

/** One partition, as long as it is this member's. */
class RecordLane {
  /** Resolves when what it was given is handled, or it was told to stop. */
  work: Promise<void> = Promise.resolve();
  isBusy = false;
  /** Where to read on. */
  offset = 0;
  #end = 0;
  #handled: { readonly offset: number; readonly isNews: boolean } | undefined;

  constructor(
    readonly partition: number,
    private readonly note: CommittedOffset | undefined,
    private readonly options: ShareOptions,
    private readonly stop: AbortSignal,
  ) {}

  get behind(): number {
    return Math.max(0, this.#end - (this.#handled?.offset ?? this.offset));
  }

  /** Where the group has come to, or where Kafka's own tools have put it; of a topic that was made anew, its start. */
  async takeUp(): Promise<void> {
    const { note } = this;
    if (note !== undefined && (note.note === '' || note.note === this.options.topicId))
      this.offset = note.offset;
    else await this.takeUpAtStart();
  }

  /** What is missing from there on was kept no longer, or is lost: it can't be handled. */
  async takeUpAtStart(): Promise<void> {
    const { first } = await this.options.log.range(this.partition);
    if (this.offset > 0) this.options.onMissing(this.partition, this.offset, first);
    this.offset = first;
  }

  begin({ records, next, end }: Stretch): void {
    this.#end = end;
    this.offset = next;
    if (records.length === 0) return;
    this.isBusy = true;
    this.work = this.#handleAll(records).finally(() => (this.isBusy = false));
  }

  takeNote(): CommittedOffset | undefined {
    const handled = this.#handled;
    if (handled?.isNews !== true) return undefined;
    this.#handled = { ...handled, isNews: false };
    return { partition: this.partition, offset: handled.offset, note: this.options.topicId };
  }

  async #handleAll(records: readonly FetchedRecord[]): Promise<void> {
    for (const record of records) {
      if (!(await this.#handle({ ...record, partition: this.partition }))) return;
      this.#handled = { offset: Number(record.offset) + 1, isNews: true };
    }
  }

  /** False: it was told to stop before that succeeded. */
  async #handle(record: ConsumedRecord): Promise<boolean> {
    const { handle, backoff, onFailure } = this.options;
    for (let failures = 0; !this.stop.aborted;) {
      try {
        await handle(record);
        return true;
      } catch (error) {
        onFailure(record, ++failures, error);
        await backOff(backoff, failures, this.stop);
      }
    }
    return false;
  }
}
