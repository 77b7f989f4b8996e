import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { readAfter, send } from './client';
import { ApiProblem } from './problem';
import { noteServerTime } from './server-now';

/** The server breaks its silence every second: longer than this is no connection. */
const SILENCE_MS = 4_500;
const RETRY_MS = [250, 500, 1_000, 2_000] as const;

/** Changes within so long are shown together. */
const TOGETHER_MS = 100;

/** Where nothing else changes, how fresh it is is shown anew so often. */
const FRESHNESS_MS = 900;

/** So many streams are remembered after they were left: who comes back sees the last, marked as old, until the connection stands. */
const MOST_REMEMBERED = 6;

/** How fresh what is shown is. `asOf`: when it was last known to be right, by the server's clock. */
export interface Freshness {
  /** `live`: as it is. `behind`: connected, but the server says that it is behind. `cut`: no connection. `refused`: we may not watch. */
  readonly state: 'starting' | 'live' | 'behind' | 'cut' | 'refused';
  readonly asOf?: number;
  readonly problem?: ApiProblem;
}

/** While a first snapshot comes in parts, what there is of it is shown no more often than this. */
const FIRST_MS = 500;

/** What a stream shows, by what tells its rows apart. A new object with each change. */
export interface LiveState<Row> {
  readonly rows: ReadonlyMap<string, Row>;
  readonly freshness: Freshness;
  /** Counts changes: what is asked beside the stream is asked again with it. */
  readonly changes: number;
}

/** The data of a frame. */
export interface Frame {
  readonly freshness: {
    readonly now: string;
    readonly secondsBehind: number | null;
    readonly stale: boolean;
  };
}

/** Does to the rows what a frame says; a part of a snapshot adds to them. */
export type Fold<Row> = (rows: Map<string, Row>, event: string, frame: Frame) => void;

/** Nothing is watched. */
export const UNWATCHED: LiveState<never> = {
  rows: new Map<string, never>(),
  freshness: { state: 'starting' },
  changes: 0,
};

/**
 * Watches rows: a snapshot, then each change, over a connection that is made again where it breaks and goes on where it was. Use
 * `liveStream`.
 */
export class LiveStream<Row> {
  #state: LiveState<Row> = UNWATCHED;
  /** Changes since the last turn of the screen are shown together. */
  #pending: Map<string, Row> | undefined;
  #snapshot: Map<string, Row> | undefined;
  #lastEventId: string | undefined;
  #heardAt = 0;
  #said: Frame['freshness'] | undefined;
  #freshAt = 0;
  #firstAt = 0;
  #tries = 0;
  #connection: AbortController | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watchdog: ReturnType<typeof setInterval> | undefined;
  #flush: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(
    private readonly path: string,
    private readonly fold: Fold<Row>,
  ) {}

  readonly state = (): LiveState<Row> => this.#state;

  get isWatched(): boolean {
    return this.#listeners.size > 0;
  }

  /** Watches for as long as somebody listens. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#start();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stop();
    };
  };

  #start(): void {
    this.#watchdog = setInterval(() => {
      const silentMs = performance.now() - this.#heardAt;
      if (this.#connection !== undefined && this.#heardAt > 0 && silentMs > SILENCE_MS) this.#broken();
    }, 250);
    addEventListener('online', this.#now);
    addEventListener('offline', this.#cut);
    void this.#connect();
  }

  #stop(): void {
    clearInterval(this.#watchdog);
    clearTimeout(this.#retry);
    clearTimeout(this.#flush);
    this.#flush = undefined;
    removeEventListener('online', this.#now);
    removeEventListener('offline', this.#cut);
    this.#connection?.abort();
    this.#connection = undefined;
    // What happens now is not seen: whoever comes back sees the last, marked as old, until the connection stands.
    if (this.#state.freshness.state === 'live') this.#mark('cut');
  }

  readonly #cut = (): void => {
    this.#broken();
  };

  readonly #now = (): void => {
    clearTimeout(this.#retry);
    if (this.#connection === undefined) void this.#connect();
  };

  async #connect(): Promise<void> {
    const connection = new AbortController();
    this.#connection = connection;
    this.#heardAt = performance.now();
    try {
      const answer = await send(this.path, {
        signal: connection.signal,
        headers: this.#lastEventId === undefined ? readAfter() : { 'Last-Event-ID': this.#lastEventId },
      });
      this.#heard();
      const parser = createParser({
        onEvent: (frame) => {
          this.#take(frame);
        },
      });
      const text = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { value } = (await text?.read()) ?? {};
        if (value === undefined) break;
        this.#heard();
        parser.feed(value);
      }
    } catch (error) {
      if (error instanceof ApiProblem && REFUSALS.has(error.status)) {
        if (this.#connection === connection) {
          this.#connection = undefined;
          this.#mark('refused', error);
        }
        return;
      }
    }
    if (this.#connection === connection) this.#broken();
  }

  #heard(): void {
    this.#heardAt = performance.now();
  }

  #broken(): void {
    this.#connection?.abort();
    this.#connection = undefined;
    this.#mark('cut');
    clearTimeout(this.#retry);
    this.#retry = setTimeout(
      () => void this.#connect(),
      RETRY_MS[Math.min(this.#tries, RETRY_MS.length - 1)],
    );
    this.#tries += 1;
  }

  #take({ event = 'message', id, data }: EventSourceMessage): void {
    const frame = JSON.parse(data) as Frame;
    if (event === 'snapshot')
      this.#takeSnapshot(frame as Frame & { readonly part: number; readonly isLast: boolean });
    else if (event !== 'heartbeat') {
      this.#pending ??= new Map(this.#state.rows);
      this.fold(this.#pending, event, frame);
      this.#flush ??= setTimeout(this.#publish, TOGETHER_MS);
    }
    if (id !== undefined) this.#lastEventId = id;
    this.#beat(frame.freshness);
  }

  #takeSnapshot(frame: Frame & { readonly part: number; readonly isLast: boolean }): void {
    if (frame.part === 1) this.#snapshot = new Map();
    if (this.#snapshot === undefined) return;
    this.fold(this.#snapshot, 'snapshot', frame);
    if (!frame.isLast) {
      this.#showFirst(this.#snapshot);
      return;
    }
    this.#pending = this.#snapshot;
    this.#snapshot = undefined;
    this.#publish();
  }

  /**
   * Whoever has seen nothing yet sees of a long snapshot what there is so far: it begins with what matters most. Not fresh before it is
   * whole.
   */
  #showFirst(rows: ReadonlyMap<string, Row>): void {
    const isShown = this.#state.rows.size > 0;
    if (this.#state.changes > 0 || (isShown && performance.now() - this.#firstAt < FIRST_MS)) return;
    this.#firstAt = performance.now();
    this.#set({ rows: new Map(rows) });
  }

  readonly #publish = (): void => {
    clearTimeout(this.#flush);
    this.#flush = undefined;
    if (this.#pending === undefined) return;
    this.#set({ rows: this.#pending, changes: this.#state.changes + 1 });
    this.#pending = undefined;
    if (this.#state.freshness.state === 'starting' && this.#said !== undefined) this.#beat(this.#said);
  };

  #beat(said: Frame['freshness']): void {
    const { now, secondsBehind, stale } = said;
    this.#said = said;
    this.#tries = 0;
    const at = Date.parse(now);
    noteServerTime(at);
    const state = stale ? 'behind' : 'live';
    const before = this.#state.freshness.state;
    // Before the first snapshot there is nothing to be fresh.
    if (before === 'starting' && this.#state.changes === 0 && !stale) return;
    if (state === before && performance.now() - this.#freshAt < FRESHNESS_MS) return;
    this.#freshAt = performance.now();
    const asOf = stale ? (secondsBehind === null ? undefined : at - secondsBehind * 1000) : at;
    this.#set({ freshness: { state, ...(asOf === undefined ? {} : { asOf }) } });
  }

  #mark(state: Freshness['state'], problem?: ApiProblem): void {
    const { asOf } = this.#state.freshness;
    this.#set({
      freshness: {
        state,
        ...(asOf === undefined ? {} : { asOf }),
        ...(problem === undefined ? {} : { problem }),
      },
    });
  }

  #set(change: Partial<LiveState<Row>>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** Not allowed, not there: to come back would change nothing. Somebody who is not signed in any more may be so again soon. */
const REFUSALS: ReadonlySet<number> = new Set([403, 404]);

const streams = new Map<string, unknown>();

/** The one stream of this window from an address, whose frames are always folded in this way. */
export function liveStream<Row>(path: string, fold: Fold<Row>): LiveStream<Row> {
  const known = streams.get(path) as LiveStream<Row> | undefined;
  const stream = known ?? new LiveStream(path, fold);
  streams.set(path, stream);
  // A window is left open for days, and looks at many things meanwhile.
  for (const [other, one] of streams) {
    if (streams.size <= MOST_REMEMBERED) break;
    if (one !== stream && !(one as LiveStream<unknown>).isWatched) streams.delete(other);
  }
  return stream;
}

/** Forgets what was seen: for another person in the same window. */
export const forgetLiveStreams = (): void => {
  streams.clear();
};
