import type { ExpectedRevision } from '../event-store';

/** What an append is, by what is on its stream. Revisions count from 0; -1 stands for a stream that is not there. */
export type Verdict =
  | { readonly kind: 'new'; readonly after: number }
  | { readonly kind: 'repeated'; readonly revision: number }
  | { readonly kind: 'id-taken' }
  | { readonly kind: 'wrong-revision'; readonly actual: number };

interface Known {
  /** The ids from revision 0 to `last`, without a gap. */
  readonly revisions: Map<string, number>;
  last: number;
}

/**
 * The ids on the streams that were read or written last. KurrentDB has no index of event ids, and tells a repeated append from a new one
 * by the revision it expects only. Events never change, so what is known stays true; a stream may have grown since.
 */
export class KnownStreams {
  readonly #streams = new Map<string, Known>();
  #count = 0;

  /** @param maxIds how many ids are kept, unless one stream alone has more */
  constructor(private readonly maxIds = 100_000) {}

  /** The last revision that is known; -1: none. */
  last(stream: string): number {
    return this.#streams.get(stream)?.last ?? -1;
  }

  /** Events of a stream in their order; those that do not follow on what is known are left out. */
  learn(
    stream: string,
    events: readonly { readonly id: string; readonly revision: number | bigint }[],
  ): void {
    const known = this.#streams.get(stream) ?? { revisions: new Map<string, number>(), last: -1 };
    for (const { id, revision } of events) {
      if (Number(revision) !== known.last + 1) continue;
      known.last += 1;
      known.revisions.set(id, known.last);
      this.#count += 1;
    }
    // To the end: the stream that was used longest ago is the first to be forgotten.
    this.#streams.delete(stream);
    if (known.last >= 0) this.#streams.set(stream, known);
    for (const oldest of this.#streams.keys()) {
      if (this.#count <= this.maxIds || oldest === stream) break;
      this.forget(oldest);
    }
  }

  forget(stream: string): void {
    this.#count -= this.last(stream) + 1;
    this.#streams.delete(stream);
  }

  /** What the append is as far as the stream is known. */
  judge(stream: string, expected: ExpectedRevision, ids: readonly string[]): Verdict {
    const last = this.last(stream);
    const before = expected === 'none' ? -1 : expected;
    const known = this.#streams.get(stream)?.revisions;
    const revisions = ids.flatMap((id) => known?.get(id) ?? []);
    const first = revisions[0];
    if (first === undefined) {
      return before === 'any' || before === last
        ? { kind: 'new', after: last }
        : { kind: 'wrong-revision', actual: last };
    }
    const inSequence = revisions.every((revision, at) => revision === first + at);
    const repeated =
      revisions.length === ids.length && inSequence && (before === 'any' || before === first - 1);
    return repeated ? { kind: 'repeated', revision: first + ids.length - 1 } : { kind: 'id-taken' };
  }
}
