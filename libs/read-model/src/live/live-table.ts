import { toIso, type Clock } from '@redress/kernel';
import { CommitWatch } from '../commit-watch';
import type { Change, ReadModel } from '../read-model';
import { ChangeRing } from './change-ring';
import type { ChangeSource, LiveSource } from './live-source';
import { SharedSnapshot } from './shared-snapshot';

/** So many of the newest changes are kept for those who watch: some 4 MiB of clocks. */
const KEPT_CHANGES = 4_096;

/** How many changes are read at once. */
const PAGE = 1_000;

/** At most so many rounds a second: what changes in between comes together. */
const AT_LEAST_MS = 50;

/** How often to look without being told of a commit: the word of another process that keeps the rows may be lost. */
const AT_MOST_MS = 1_000;

/** How long it waits after a look that failed. */
const RETRY_MS = 500;

/** Who begins to watch within so long of another one shares their snapshot. */
const SHARED_MS = 500;

/**
 * Behind for longer than this, what is shown may mislead. With a heartbeat every second, and a little for the way, a client knows within
 * five that what it shows is stale. While all is quiet and well the local feed is two seconds behind at most; over Kafka, in processes of
 * their own, it is three: a second for the relay's look, one for the wait for news, and one for the word of who keeps the rows.
 */
const STALE_AFTER_MS = 3_800;

/** How long a text about freshness is good for: those who are told in one round get the same one, encoded once. */
const SAME_FRESHNESS_MS = 50;

/** Somebody who watches. */
export interface LiveWatcher {
  wants(topics: readonly string[]): boolean;
  /** There may be something new. */
  wake(): void;
}

/** What is known to the reader while somebody watches. */
interface Reading {
  readonly over: AbortController;
  ring?: ChangeRing;
  /** Machine time of the last look that succeeded. */
  lookedAt?: number;
}

/**
 * Follows the changes of watched rows once for all who watch them in this process, by the change numbers of the read model, and keeps the
 * newest ones encoded. Reads for as long as somebody watches. Use `changeReader`.
 */
export class ChangeReader<Source extends ChangeSource = ChangeSource> {
  readonly #watchers = new Set<LiveWatcher>();
  #reading: Reading | undefined;
  #freshness: { readonly at: number; readonly text: string } | undefined;

  constructor(
    readonly readModel: ReadModel,
    readonly source: Source,
    private readonly keptChanges = KEPT_CHANGES,
  ) {}

  /** Watches until the function that it gives is called. */
  watch(watcher: LiveWatcher): () => void {
    this.#watchers.add(watcher);
    if (this.#reading === undefined) {
      this.#reading = { over: new AbortController() };
      void this.#read(this.#reading);
    }
    return () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size > 0) return;
      this.#reading?.over.abort();
      this.#reading = undefined;
    };
  }

  /** The newest changes; undefined until the rows have been looked at. */
  get ring(): ChangeRing | undefined {
    return this.#reading?.ring;
  }

  /** Whether a topic may have changed since. */
  hasChanged(since: Change, topic: string): boolean {
    const { ring } = this;
    if (ring?.generation !== since.generation || !ring.covers(since.changeNo)) return true;
    return ring.hasAfter(since.changeNo, (topics) => topics.includes(topic));
  }

  /**
   * How fresh what is told is, as JSON: what time it is, how many seconds ago it was last known to be all, and whether that is too long
   * ago.
   */
  freshness(clock: Clock): string {
    const at = Date.now();
    if (this.#freshness === undefined || at - this.#freshness.at >= SAME_FRESHNESS_MS) {
      const behindMs = this.#behindMs(at);
      const freshness = {
        now: toIso(clock.now()),
        secondsBehind: behindMs === undefined ? null : Math.floor(behindMs / 1_000),
        stale: behindMs === undefined || behindMs > STALE_AFTER_MS,
      };
      this.#freshness = { at, text: JSON.stringify(freshness) };
    }
    return this.#freshness.text;
  }

  /** Whether what is told here is closer to all there is than what is told there. */
  isFresherThan(other: ChangeReader): boolean {
    const now = Date.now();
    return (this.#behindMs(now) ?? Infinity) < (other.#behindMs(now) ?? Infinity);
  }

  /** Either the rows are behind the events, or what is told is behind the rows. */
  #behindMs(at: number): number | undefined {
    const rowsMs = this.readModel.freshness(this.source.projection);
    const lookedAt = this.#reading?.lookedAt;
    if (rowsMs === undefined || lookedAt === undefined) return undefined;
    return Math.max(rowsMs, at - lookedAt - AT_MOST_MS);
  }

  async #read(reading: Reading): Promise<void> {
    const { signal } = reading.over;
    const commits = new CommitWatch(this.readModel, this.source.projection);
    while (!signal.aborted) {
      const more = await this.#look(reading).catch(() => undefined); // tried again; it goes stale meanwhile, and says so
      if (more === true) continue;
      const pauseMs = more === undefined ? RETRY_MS : AT_LEAST_MS;
      await commits.sleep({ atLeastMs: pauseMs, atMostMs: AT_MOST_MS, signal });
    }
    commits.end();
  }

  /** Takes what is new; true where there may be more. */
  async #look(reading: Reading): Promise<boolean> {
    const { projection, tables } = this.source;
    const { ring } = reading;
    const current = await this.readModel.currentChange(projection);
    if (current !== undefined && current.generation === ring?.generation && current.changeNo === ring.to) {
      reading.lookedAt = Date.now();
      return false;
    }
    return this.readModel.snapshot(projection, tables, async (query, now) => {
      if (ring === undefined || !goesOn(ring, now)) {
        reading.ring = new ChangeRing(now.generation, now.changeNo, this.keptChanges);
        reading.lookedAt = Date.now();
        this.#wake(() => true);
        return false;
      }
      const changes = await this.source.changes(query, { after: ring.to, limit: PAGE });
      const last = changes.at(-1);
      const isFull = changes.length >= PAGE && last !== undefined;
      ring.add(changes, isFull ? last.changeNo : now.changeNo);
      if (!isFull) reading.lookedAt = Date.now();
      const topics = new Map(changes.map((change) => [change.topics.join('\n'), change.topics]));
      const all = [...topics.values()];
      this.#wake((watcher) => all.some((some) => watcher.wants(some)));
      return isFull;
    });
  }

  #wake(concerned: (watcher: LiveWatcher) => boolean): void {
    for (const watcher of this.#watchers) if (concerned(watcher)) watcher.wake();
  }
}

/** Whether what is new can be added; where far more has changed than is kept, those who watch read it themselves, or begin anew. */
const goesOn = (ring: ChangeRing, now: Change): boolean =>
  ring.generation === now.generation && ring.to <= now.changeNo && now.changeNo - ring.to <= 4 * KEPT_CHANGES;

/** Likewise for those who are also shown the rows themselves. Use `liveTable`. */
export class LiveTable<Place = unknown> extends ChangeReader<LiveSource<Place>> {
  #snapshot: SharedSnapshot<Place> | undefined;

  /** The snapshot for whoever begins now; undefined until the rows have been looked at. */
  snapshot(): SharedSnapshot<Place> | undefined {
    const { ring } = this;
    if (ring === undefined) return undefined;
    const shared = this.#snapshot;
    const { generation, to } = ring;
    const isGood =
      shared?.from.generation === generation &&
      shared.from.changeNo <= to &&
      Date.now() - shared.beganAt < SHARED_MS;
    if (isGood) return shared;
    const begun = new SharedSnapshot(this.readModel, this.source, { generation, changeNo: to });
    this.#snapshot = begun;
    // Nobody else begins with it then: what it keeps is let go.
    setTimeout(() => {
      if (this.#snapshot === begun) this.#snapshot = undefined;
    }, SHARED_MS).unref();
    return begun;
  }
}

const readers = new WeakMap<ReadModel, Map<unknown, unknown>>();

function oneOf<Reader>(readModel: ReadModel, source: unknown, make: () => Reader): Reader {
  const ofModel = readers.get(readModel) ?? new Map<unknown, unknown>();
  readers.set(readModel, ofModel);
  const reader = (ofModel.get(source) as Reader | undefined) ?? make();
  ofModel.set(source, reader);
  return reader;
}

/** The one reader of these changes in this process. */
export const changeReader = (readModel: ReadModel, source: ChangeSource): ChangeReader =>
  oneOf(readModel, source, () => new ChangeReader(readModel, source));

/** The one reader of these rows in this process. */
export const liveTable = <Place>(readModel: ReadModel, source: LiveSource<Place>): LiveTable<Place> =>
  oneOf(readModel, source, () => new LiveTable(readModel, source));
