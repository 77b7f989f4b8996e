import { membersOf, type LiveChange, type LiveFrame } from './live-source';

interface KeptChange {
  readonly changeNo: number;
  readonly topics: readonly string[];
  readonly key: string;
  readonly frame: LiveFrame;
}

/** The newest changes of the rows of one generation, encoded, without a gap, as many as there is room for. */
export class ChangeRing {
  #kept: KeptChange[] = [];
  #from: number;
  #to: number;

  /** @param at the change number after which it begins */
  constructor(
    readonly generation: number,
    at: number,
    private readonly most: number,
  ) {
    this.#from = at;
    this.#to = at;
  }

  /** It has all changes up to this number … */
  get to(): number {
    return this.#to;
  }

  /** … that came after this one, if that is so. */
  covers(changeNo: number): boolean {
    return changeNo >= this.#from;
  }

  /** Adds the changes up to a number, in their order. */
  add(changes: readonly LiveChange[], to: number): void {
    for (const { changeNo, topics, key, event, body } of changes) {
      const id = changeId({ generation: this.generation, changeNo });
      this.#kept.push({ changeNo, topics, key, frame: { id, event, members: membersOf(body) } });
    }
    this.#to = to;
    // Now and then, so that not every change moves all that is kept.
    if (this.#kept.length <= this.most * 1.25) return;
    const gone = this.#kept.splice(0, this.#kept.length - this.most);
    this.#from = gone.at(-1)?.changeNo ?? this.#from;
  }

  /**
   * What a watcher who knows all up to a number is to be told, in order, at most `limit` frames, and up to which number they know all then.
   * Of several changes of a row it is the last.
   */
  after(
    changeNo: number,
    wants: (topics: readonly string[]) => boolean,
    limit: number,
  ): { readonly frames: readonly LiveFrame[]; readonly to: number } {
    const told = new Set<string>();
    const newest: KeptChange[] = [];
    for (let at = this.#kept.length - 1; at >= 0; at--) {
      const change = this.#kept[at];
      if (change === undefined || change.changeNo <= changeNo) break;
      if (!wants(change.topics) || told.has(change.key)) continue;
      told.add(change.key);
      newest.push(change);
    }
    const shown = newest.reverse().slice(0, limit);
    const last = shown.at(-1);
    return {
      frames: shown.map(({ frame }) => frame),
      to: last === undefined || shown.length === newest.length ? this.#to : last.changeNo,
    };
  }

  /** Whether anything that is wanted has changed after a number. */
  hasAfter(changeNo: number, wants: (topics: readonly string[]) => boolean): boolean {
    return this.after(changeNo, wants, 1).frames.length > 0;
  }
}

/** How a watcher is told where they are. */
export const changeId = ({
  generation,
  changeNo,
}: {
  readonly generation: number;
  readonly changeNo: number;
}): string => `${String(generation)}-${String(changeNo)}`;

/** Undefined for a text that is none of ours. */
export function changeOfId(
  id: string | undefined,
): { readonly generation: number; readonly changeNo: number } | undefined {
  const [, generation, changeNo] = /^(\d{1,9})-(\d{1,15})$/.exec(id ?? '') ?? [];
  if (generation === undefined || changeNo === undefined) return undefined;
  return { generation: Number(generation), changeNo: Number(changeNo) };
}
