/** An event as the stub keeps it. */
export interface LogRecord {
  readonly position: bigint;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** An event on its way in. */
export type Proposed = Pick<LogRecord, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;

export type Expected = number | 'none' | 'any';

/** Where the last event of an append stands. A server that knows the append from before may give no position. */
export type Written =
  | { readonly kind: 'written'; readonly revision: number; readonly position: bigint | undefined }
  | { readonly kind: 'wrong-version'; readonly current: number | undefined };

/** Beyond what a number holds exactly, as the positions of a log of many terabytes are. */
const FIRST_POSITION = 2n ** 53n + 1n;

/** The log of the stub, with the checks that KurrentDB makes before it commits. */
export class MemoryLog {
  readonly records: LogRecord[] = [];
  readonly #streams = new Map<string, LogRecord[]>();
  readonly #listeners = new Set<(record: LogRecord) => void>();

  stream(name: string): readonly LogRecord[] {
    return this.#streams.get(name) ?? [];
  }

  /**
   * An expected revision below the current one is the same success where the same ids stand there; else it is wrong. With `any` the
   * server promises nothing: this one writes.
   */
  append(stream: string, expected: Expected, events: readonly Proposed[]): Written {
    const own = this.#streams.get(stream) ?? [];
    const current = own.length - 1;
    const before = expected === 'any' ? current : expected === 'none' ? -1 : expected;
    if (before > current) return { kind: 'wrong-version', current: current < 0 ? undefined : current };
    if (before < current) {
      const same = events.every(({ id }, at) => own[before + 1 + at]?.id === id);
      if (!same) return { kind: 'wrong-version', current };
      return { kind: 'written', revision: before + events.length, position: undefined };
    }
    this.#streams.set(stream, own);
    for (const event of events) {
      const position = FIRST_POSITION + BigInt(this.records.length) * 137n;
      const record = { ...event, stream, revision: own.length, position };
      own.push(record);
      this.records.push(record);
      for (const hear of this.#listeners) hear(record);
    }
    return { kind: 'written', revision: own.length - 1, position: this.records.at(-1)?.position };
  }

  /** Calls `hear` for each event that is written from now on, until the function that it gives is called. */
  onWritten(hear: (record: LogRecord) => void): () => void {
    this.#listeners.add(hear);
    return () => this.#listeners.delete(hear);
  }
}
