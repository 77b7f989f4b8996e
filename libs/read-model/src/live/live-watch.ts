import type { Clock } from '@redress/kernel';
import type { Change } from '../read-model';
import { changeId, changeOfId, type ChangeRing } from './change-ring';
import { membersOf, type LiveFrame } from './live-source';
import type { LiveTable } from './live-table';
import { CHUNK, type SharedSnapshot } from './shared-snapshot';
import { Waking } from './waking';

/** A watcher that has missed more changes than these (of everybody) is given a new snapshot: that is less work than going through them. */
const MAX_MISSED = 20_000;

/** In the middle of a snapshot, or following the changes after a number. */
type Progress<Place> =
  | {
      readonly step: 'snapshot';
      readonly snapshot: SharedSnapshot<Place>;
      readonly part: number;
      /** The topics still to come, the one in hand first. */
      readonly topics: readonly string[];
      readonly after?: Place | undefined;
    }
  | { readonly step: 'following'; readonly from: Change };

export interface LiveWatchOptions {
  /** Undefined: everything. */
  readonly topics: readonly string[] | undefined;
  /** The id of the last frame that the watcher has seen; anything else than one of ours counts for nothing. */
  readonly lastEventId?: string | undefined;
  readonly clock: Clock;
}

/**
 * What one watcher is to see, a batch at a time: a snapshot, then every change in the order of its number. What a watcher has not seen yet
 * is kept for all together or read again from the rows, never for one of them: who is slow costs no memory, and several changes of one row
 * become one.
 *
 * The snapshot holds the rows that have not changed since the number it begins with; what changes while it is being read comes after it, as
 * a change. So nothing is missing and nothing comes twice, also for a watcher who comes back with the id of the last frame.
 */
export class LiveWatch<Place> extends Waking {
  #progress: Progress<Place> | undefined;
  readonly #topics: ReadonlySet<string> | undefined;
  readonly #end: () => void;

  constructor(
    private readonly table: LiveTable<Place>,
    private readonly options: LiveWatchOptions,
  ) {
    super();
    this.#topics = options.topics === undefined ? undefined : new Set(options.topics);
    const from = changeOfId(options.lastEventId);
    if (from !== undefined) this.#progress = { step: 'following', from };
    this.#end = table.watch(this);
  }

  end(): void {
    this.#end();
  }

  readonly wants = (topics: readonly string[]): boolean =>
    this.#topics === undefined || topics.some((topic) => this.#topics?.has(topic));

  freshness(): string {
    return this.table.freshness(this.options.clock);
  }

  /** Without a change in it: it says how fresh all is, and up to where the watcher has been told. */
  heartbeat(): LiveFrame {
    const progress = this.#progress;
    const told = progress?.step === 'following' && this.#isKnown(progress.from);
    return { event: 'heartbeat', members: '', ...(told ? { id: changeId(progress.from) } : {}) };
  }

  /** The next frames; none where there is nothing new, or it can't be told yet. Ask again at once after some, else after `sleep`. */
  async next(): Promise<readonly LiveFrame[]> {
    this.busy();
    const { ring } = this.table;
    if (ring === undefined) return [];
    let progress = this.#progress;
    if (progress?.step === 'following' && !(await this.#goesOn(progress.from, ring))) progress = undefined;
    if (progress?.step === 'snapshot' && progress.snapshot.from.generation !== ring.generation)
      progress = undefined;
    progress ??= await this.#begin();
    this.#progress = progress;
    if (progress === undefined) return [];
    if (progress.step === 'snapshot') return this.#part(progress);
    const { changeNo } = progress.from;
    if (changeNo > ring.to) return []; // seen in another process already: this one will come there
    if (!ring.covers(changeNo)) return this.#fromRows(progress.from);
    const { frames, to } = ring.after(changeNo, this.wants, CHUNK);
    this.#follow({ generation: ring.generation, changeNo: to });
    return frames;
  }

  #follow(from: Change): void {
    this.#progress = { step: 'following', from };
  }

  #isKnown({ generation, changeNo }: Change): boolean {
    const { ring } = this.table;
    return ring?.generation === generation && changeNo <= ring.to;
  }

  /** Whether the changes after `from` can be told. */
  async #goesOn(from: Change, ring: ChangeRing): Promise<boolean> {
    if (from.generation !== ring.generation) return false;
    if (from.changeNo <= ring.to) return ring.to - from.changeNo <= MAX_MISSED;
    const now = await this.table.readModel.currentChange(this.table.source.projection);
    return now?.generation === from.generation && from.changeNo <= now.changeNo;
  }

  async #begin(): Promise<Progress<Place> | undefined> {
    const snapshot = this.table.snapshot();
    const topics = this.options.topics ?? (await snapshot?.topics());
    return snapshot && topics && { step: 'snapshot', snapshot, part: 1, topics };
  }

  async #part(progress: Extract<Progress<Place>, { step: 'snapshot' }>): Promise<readonly LiveFrame[]> {
    const { snapshot, part, topics, after } = progress;
    const [topic, ...others] = topics;
    const read =
      topic === undefined
        ? { members: membersOf(this.table.source.nothing), next: undefined }
        : await snapshot.part(topic, after);
    if (read === undefined) {
      // The rows were built anew: the reader will notice, and wake this one.
      this.#progress = undefined;
      return [];
    }
    const isLast = read.next === undefined && others.length === 0;
    if (isLast) this.#follow(snapshot.from);
    else {
      const next = read.next === undefined ? { topics: others, after: undefined } : { after: read.next };
      this.#progress = { ...progress, ...next, part: part + 1 };
    }
    const head = membersOf({ part, isLast });
    const members = `${head},${read.members}`;
    // Only with the last part has the watcher seen all up to that number.
    return [{ event: 'snapshot', members, ...(isLast ? { id: changeId(snapshot.from) } : {}) }];
  }

  /** For whoever is further back than what is kept. */
  async #fromRows(from: Change): Promise<readonly LiveFrame[]> {
    const { readModel, source } = this.table;
    const { topics } = this.options;
    return readModel.snapshot(source.projection, source.tables, async (query, now) => {
      if (now.generation !== from.generation) return [];
      const changes = await source.changes(query, {
        after: from.changeNo,
        limit: CHUNK,
        ...(topics === undefined ? {} : { topics }),
      });
      const last = changes.at(-1);
      const all = changes.length < CHUNK || last === undefined;
      this.#follow({ ...from, changeNo: all ? now.changeNo : last.changeNo });
      return changes.map(({ changeNo, event, body }) => ({
        id: changeId({ ...from, changeNo }),
        event,
        members: membersOf(body),
      }));
    });
  }
}
