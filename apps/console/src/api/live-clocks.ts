import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { send } from './client';
import { ApiProblem } from './problem';
import type { CaseClock, ClockIdentity } from './types';

/** The server sends a heartbeat every two seconds: silence for longer than this is no connection. */
const SILENCE_MS = 4_500;
const RETRY_MS = [250, 500, 1_000, 2_000] as const;

/** How fresh the clocks are. `asOf`: when they were last known to be right, by the server's clock. */
export interface Freshness {
  /** `live`: as it is. `behind`: connected, but the server says that it is behind. `cut`: no connection. `refused`: we may not watch. */
  readonly state: 'starting' | 'live' | 'behind' | 'cut' | 'refused';
  readonly asOf?: number;
  readonly problem?: ApiProblem;
}

/** The going clocks of a team, and how fresh they are. A new object with each change. */
export interface LiveState {
  readonly clocks: ReadonlyMap<string, CaseClock>;
  readonly freshness: Freshness;
  /** Counts changes: what is asked beside the stream is asked again with it. */
  readonly changes: number;
  /** Add this to the machine's clock to get the server's. */
  readonly offsetMs: number;
}

const START: LiveState = { clocks: new Map(), freshness: { state: 'starting' }, changes: 0, offsetMs: 0 };

/** A clock is the same one as long as this is. */
export const clockKey = ({ complaintId, clock, instance }: ClockIdentity): string =>
  `${complaintId} ${clock} ${String(instance)}`;

const GOING = new Set(['running', 'paused', 'beyond-calendar', 'breached']);

/**
 * Watches the clocks of one team: a snapshot, then each change, over a connection that is made again where it breaks and goes on where it was.
 * Keeps the going clocks only, so that it does not grow while it is left open.
 */
export class LiveClocks {
  #state = START;
  /** Changes since the last turn of the screen are shown together. */
  #pending: Map<string, CaseClock> | undefined;
  #snapshot: Map<string, CaseClock> | undefined;
  #lastEventId: string | undefined;
  #heardAt = 0;
  #tries = 0;
  #connection: AbortController | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watchdog: ReturnType<typeof setInterval> | undefined;
  #flush: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(readonly team: string) {}

  readonly state = (): LiveState => this.#state;

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
      const answer = await send(`/v1/teams/${encodeURIComponent(this.team)}/clocks/live`, {
        signal: connection.signal,
        headers: this.#lastEventId === undefined ? {} : { 'Last-Event-ID': this.#lastEventId },
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
      if (error instanceof ApiProblem && (error.status === 403 || error.status === 401)) {
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

  #take({ event, id, data }: EventSourceMessage): void {
    const frame: unknown = JSON.parse(data);
    if (event === 'heartbeat') {
      this.#beat(frame as { now: string; secondsBehind: number | null; stale: boolean });
      return;
    }
    if (event === 'snapshot')
      this.#takeSnapshot(frame as { part: number; isLast: boolean; clocks: CaseClock[] });
    else if (event === 'clock') this.#change(frame as CaseClock);
    else if (event === 'removed') this.#remove(frame as ClockIdentity);
    if (id !== undefined) this.#lastEventId = id;
  }

  #takeSnapshot({ part, isLast, clocks }: { part: number; isLast: boolean; clocks: CaseClock[] }): void {
    if (part === 1) this.#snapshot = new Map();
    for (const clock of clocks) this.#snapshot?.set(clockKey(clock), clock);
    if (!isLast || this.#snapshot === undefined) return;
    this.#pending = this.#snapshot;
    this.#snapshot = undefined;
    this.#publish();
  }

  #change(clock: CaseClock): void {
    if (GOING.has(clock.state)) this.#working().set(clockKey(clock), clock);
    else this.#working().delete(clockKey(clock));
    this.#soon();
  }

  #remove(clock: ClockIdentity): void {
    this.#working().delete(clockKey(clock));
    this.#soon();
  }

  #working(): Map<string, CaseClock> {
    this.#pending ??= new Map(this.#state.clocks);
    return this.#pending;
  }

  #soon(): void {
    this.#flush ??= setTimeout(() => {
      this.#publish();
    }, 100);
  }

  #publish(): void {
    clearTimeout(this.#flush);
    this.#flush = undefined;
    if (this.#pending === undefined) return;
    this.#set({ clocks: this.#pending, changes: this.#state.changes + 1 });
    this.#pending = undefined;
  }

  #beat({ now, secondsBehind, stale }: { now: string; secondsBehind: number | null; stale: boolean }): void {
    this.#tries = 0;
    const at = Date.parse(now);
    const freshness: Freshness = stale
      ? { state: 'behind', ...(secondsBehind === null ? {} : { asOf: at - secondsBehind * 1000 }) }
      : { state: 'live', asOf: at };
    this.#set({ offsetMs: at - Date.now(), freshness });
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

  #set(change: Partial<LiveState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

const watches = new Map<string, LiveClocks>();

/** The one watch on a team of this window. */
export function liveClocksOf(team: string): LiveClocks {
  const watch = watches.get(team) ?? new LiveClocks(team);
  watches.set(team, watch);
  return watch;
}

/** Forgets what was seen: for another person in the same window. */
export const forgetLiveClocks = (): void => {
  watches.clear();
};
