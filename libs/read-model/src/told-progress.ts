import { MAX_TEXT_BYTES } from '@redress/event-feed';
import type { Position } from '@redress/kernel';
import type { Positions } from './commit-signals';

/** The channel on which those who keep projections tell the others. */
export const READ_MODEL_CHANNEL = 'redress_read_model';

/** A commit of a live generation: the partitions that went on, and how far; none where rows changed without it. */
export interface ToldCommit {
  readonly projection: string;
  readonly generation: number;
  readonly positions: Positions;
}

/** Who keeps which partitions of a live generation, and how long ago all there was in them had been handled; undefined: not yet. */
export interface ToldStatus {
  readonly projection: string;
  readonly generation: number;
  readonly partitions: readonly number[];
  readonly agoMs: number | undefined;
}

type CommitEntry = readonly [string, number, Readonly<Record<string, Position>>];
/** Partitions as `0-5,7`. */
type StatusEntry = readonly [string, number, string, number | null];

interface Text {
  readonly commits?: readonly CommitEntry[];
  readonly statuses?: readonly StatusEntry[];
}

/** So many positions go into one entry: each has room for some 100 bytes. */
const ENTRY_POSITIONS = 64;

/** The texts that tell of commits, each short enough for the channel. */
export const commitTexts = (commits: readonly ToldCommit[]): string[] =>
  pack(
    commits.flatMap(({ projection, generation, positions }): CommitEntry[] => {
      const all = [...positions];
      const entries: CommitEntry[] = [];
      for (let at = 0; at === 0 || at < all.length; at += ENTRY_POSITIONS)
        entries.push([projection, generation, Object.fromEntries(all.slice(at, at + ENTRY_POSITIONS))]);
      return entries;
    }),
    (entries) => ({ commits: entries }),
  );

/** The texts that tell of statuses, each short enough for the channel. */
export const statusTexts = (statuses: readonly ToldStatus[]): string[] =>
  pack(
    statuses.map(({ projection, generation, partitions, agoMs }): StatusEntry => [
      projection,
      generation,
      rangesOf(partitions),
      agoMs ?? null,
    ]),
    (entries) => ({ statuses: entries }),
  );

/** What a text tells. Throws where it is none of ours. */
export function readText(text: string): {
  readonly commits: readonly ToldCommit[];
  readonly statuses: readonly ToldStatus[];
} {
  const { commits = [], statuses = [] } = JSON.parse(text) as Text;
  return {
    commits: commits.map(([projection, generation, positions]) => ({
      projection,
      generation,
      positions: new Map(
        Object.entries(positions).map(([partition, position]) => [Number(partition), position]),
      ),
    })),
    statuses: statuses.map(([projection, generation, ranges, agoMs]) => ({
      projection,
      generation,
      partitions: inRanges(ranges),
      agoMs: agoMs ?? undefined,
    })),
  };
}

/** As many entries in each text as there is room for. */
function pack<Entry>(entries: readonly Entry[], textOf: (entries: readonly Entry[]) => Text): string[] {
  const frameBytes = JSON.stringify(textOf([])).length;
  const texts: string[] = [];
  let packed: Entry[] = [];
  let bytes = frameBytes;
  const end = (): void => {
    if (packed.length > 0) texts.push(JSON.stringify(textOf(packed)));
    packed = [];
    bytes = frameBytes;
  };
  for (const entry of entries) {
    const more = Buffer.byteLength(JSON.stringify(entry)) + 1;
    if (bytes + more > MAX_TEXT_BYTES) end();
    packed.push(entry);
    bytes += more;
  }
  end();
  return texts;
}

function rangesOf(partitions: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const partition of [...partitions].sort((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last?.[1] === partition - 1) last[1] = partition;
    else ranges.push([partition, partition]);
  }
  return ranges
    .map(([first, last]) => (first === last ? String(first) : `${String(first)}-${String(last)}`))
    .join();
}

const inRanges = (text: string): number[] =>
  (text === '' ? [] : text.split(',')).flatMap((range) => {
    const [first, last] = range.split('-').map(Number);
    if (first === undefined) return [];
    return Array.from({ length: (last ?? first) - first + 1 }, (_, index) => first + index);
  });
