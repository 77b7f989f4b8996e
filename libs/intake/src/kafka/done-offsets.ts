/** From where until where, half-open. */
type Range = readonly [from: number, to: number];

/** Longer notes are refused by brokers, at 4,096 bytes. */
const LONGEST_NOTE = 4_000;

/**
 * Which records of a partition are done: all below `from`, and some beyond it. It fits into the note of a committed offset, unless what is
 * done and what is not lie too scattered.
 */
export class DoneOffsets {
  readonly #ranges: readonly Range[];

  private constructor(
    readonly topicId: string,
    /** The first that is not done. */
    readonly from: number,
    ranges: readonly Range[],
  ) {
    this.#ranges = ranges;
  }

  static none(topicId: string, from: number): DoneOffsets {
    return new DoneOffsets(topicId, from, []);
  }

  /** What a note says; undefined where it is not of this topic. */
  static read(topicId: string, { offset, note }: { offset: number; note: string }): DoneOffsets | undefined {
    try {
      const { topic, done } = JSON.parse(note) as { topic?: unknown; done?: unknown };
      if (topic !== topicId || !Array.isArray(done)) return undefined;
      return new DoneOffsets(topicId, offset, done as Range[]);
    } catch {
      return undefined;
    }
  }

  has(offset: number): boolean {
    return offset < this.from || this.#ranges.some(([from, to]) => offset >= from && offset < to);
  }

  /** With one more done. */
  with(offset: number): DoneOffsets {
    if (this.has(offset)) return this;
    const ranges: Range[] = [];
    for (const range of [...this.#ranges, [offset, offset + 1] as const].sort(
      ([one], [other]) => one - other,
    )) {
      const last = ranges.at(-1);
      if (last?.[1] === range[0]) ranges.splice(-1, 1, [last[0], range[1]]);
      else ranges.push(range);
    }
    const [first, ...others] = ranges;
    return first?.[0] === this.from
      ? new DoneOffsets(this.topicId, first[1], others)
      : new DoneOffsets(this.topicId, this.from, ranges);
  }

  /** Where it begins anew, since what came before is kept no longer. */
  startingAt(first: number): DoneOffsets {
    if (first <= this.from) return this;
    const [next, ...others] = this.#ranges
      .filter(([, to]) => to > first)
      .map(([from, to]): Range => [Math.max(from, first), to]);
    if (next?.[0] === first) return new DoneOffsets(this.topicId, next[1], others);
    return new DoneOffsets(this.topicId, first, next === undefined ? [] : [next, ...others]);
  }

  get note(): string {
    return JSON.stringify({ topic: this.topicId, done: this.#ranges });
  }

  get isTooScattered(): boolean {
    return this.note.length > LONGEST_NOTE;
  }
}
