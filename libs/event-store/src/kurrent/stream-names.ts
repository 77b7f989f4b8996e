import type { Position } from '@redress/kernel';
import type { LogReader } from './log-reader';

/** How long the server may look through its log without a word, in ms of machine time. */
const SCAN_SILENCE_MS = 60_000;
const MAX_PREFIXES = 100;

interface Scanned {
  readonly names: ReadonlySet<string>;
  /** The names are those of all streams that began up to here. */
  readonly upTo: Position | undefined;
}

/**
 * The names of streams by how they begin. KurrentDB keeps no list of its streams unless a projection of its own is switched on, so
 * the server looks through its log for them: once for each prefix in a process, and from then on only through what has come since.
 */
export class StreamNames {
  readonly #scanned = new Map<string, Scanned>();

  constructor(private readonly reader: LogReader) {}

  async beginningWith(prefix: string): Promise<string[]> {
    const before = this.#scanned.get(prefix) ?? { names: new Set<string>(), upTo: undefined };
    const upTo = await this.reader.end();
    const events = await this.reader.ofStreams(prefix, before.upTo, SCAN_SILENCE_MS);
    const begun = events.filter(({ revision }) => revision === 0n).map(({ streamId }) => streamId);
    const names = new Set([...before.names, ...begun]);
    this.#remember(prefix, { names, upTo });
    return [...names].sort();
  }

  #remember(prefix: string, scanned: Scanned): void {
    this.#scanned.delete(prefix);
    this.#scanned.set(prefix, scanned);
    const [oldest] = this.#scanned.keys();
    if (oldest !== undefined && this.#scanned.size > MAX_PREFIXES) this.#scanned.delete(oldest);
  }
}
