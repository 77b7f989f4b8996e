import type { Change, ReadModel } from '../read-model';
import { membersOf, type LiveSource } from './live-source';

/** How many rows the first part of a topic holds, and how many changes are told at once. */
export const CHUNK = 200;

/** How many the others hold, when there is something to look at: what is in memory for one watcher. */
const LATER_CHUNK = 500;

/** So many parts are kept for others who come at about the same time: some 8 MiB of clocks. */
const KEPT_PARTS = 32;

/** A part of the rows of a topic, encoded. */
export interface SnapshotPart<Place> {
  readonly members: string;
  readonly next: Place | undefined;
}

/**
 * All rows of the topics as they were at a change number, for all who begin to watch at about the same time: when a server comes back,
 * hundreds do, and each part is read and encoded once for them. Rows that have changed since that number may be missing: they come after
 * the snapshot, as changes.
 */
export class SharedSnapshot<Place> {
  readonly beganAt = Date.now();
  readonly #parts = new Map<string, Promise<SnapshotPart<Place> | undefined>>();
  #topics: Promise<readonly string[] | undefined> | undefined;

  constructor(
    private readonly readModel: ReadModel,
    private readonly source: LiveSource<Place>,
    readonly from: Change,
  ) {}

  /** The topics that have rows; undefined where the generation is gone. */
  topics(): Promise<readonly string[] | undefined> {
    this.#topics ??= this.#read((query) => this.source.topics(query)).catch((error: unknown) => {
      this.#topics = undefined;
      throw error;
    });
    return this.#topics;
  }

  /** The part of a topic from a place on; undefined where the generation is gone. */
  part(topic: string, after: Place | undefined): Promise<SnapshotPart<Place> | undefined> {
    const key = `${topic} ${JSON.stringify(after ?? null)}`;
    const kept = this.#parts.get(key);
    if (kept !== undefined) return kept;
    const part = this.#read(async (query) => {
      const changedUpTo = this.from.changeNo;
      const limit = after === undefined ? CHUNK : LATER_CHUNK;
      const { body, next } = await this.source.page(query, { topic, after, changedUpTo, limit });
      return { members: membersOf(body), next };
    });
    this.#parts.set(key, part);
    part.catch(() => this.#parts.delete(key)); // whoever asks next tries again
    const [oldest] = this.#parts.keys();
    if (this.#parts.size > KEPT_PARTS && oldest !== undefined) this.#parts.delete(oldest);
    return part;
  }

  #read<T>(read: (query: ReadModel['query']) => Promise<T>): Promise<T | undefined> {
    const { projection, tables } = this.source;
    return this.readModel.snapshot(projection, tables, (query, now) =>
      now.generation === this.from.generation ? read(query) : Promise.resolve(undefined),
    );
  }
}
