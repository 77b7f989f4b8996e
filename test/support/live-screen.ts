import type { FleetProcess } from './fleet';
import { watchLive, type LiveClient } from './live-client';

/** The data of a frame, without how fresh it is. */
type FrameData = Readonly<Record<string, unknown>>;

/** Does to what is shown what a frame says; a part of a snapshot adds to it. */
export type Fold = (shown: Map<string, unknown>, event: string, data: FrameData) => void;

/** Whatever is awaited comes within so long, on a machine that has much else to do. */
const WITHIN_MS = 20_000;

const numbersOf = (id: string): readonly number[] => id.split('-').map(Number);

/**
 * What one page shows by a live stream of a process, over one connection after the other: each goes on behind the last frame that was seen.
 * Fails where a frame comes again, or out of order.
 */
export class LiveScreen {
  /** How often it was told everything. */
  snapshots = 0;
  /** Whether the last frame said that this may be old. */
  isStale = true;
  #shown = new Map<string, unknown>();
  /** A snapshot counts once it is whole. */
  #snapshot = new Map<string, unknown>();
  #lastEventId: string | undefined;
  #client: LiveClient | undefined;
  #reading: Promise<void> = Promise.resolve();
  #fault: Error | undefined;
  #tell: () => void = () => undefined;

  constructor(
    readonly path: string,
    private readonly token: string,
    private readonly fold: Fold,
  ) {}

  get shown(): ReadonlyMap<string, unknown> {
    return this.#shown;
  }

  /**
   * Watches at a process instead of where it did before. Rejects where that refuses it.
   * @param readToken of a command that is to be shown
   */
  async open({ url }: FleetProcess, readToken?: string): Promise<void> {
    this.leave();
    await this.#reading;
    const client = await watchLive(`${url}${this.path}`, this.token, this.#lastEventId, readToken);
    this.#client = client;
    this.#reading = this.#read(client);
  }

  leave(): void {
    this.#client?.leave();
    this.#client = undefined;
  }

  /** Resolves when the connection is over, whoever ended it. */
  async ended(): Promise<void> {
    await this.#reading;
    this.#mustBeSound();
  }

  /** Resolves as soon as this holds. Rejects where it does not in time, or a frame was wrong. */
  async until(holds: () => boolean, withinMs = WITHIN_MS): Promise<void> {
    const giveUpAt = Date.now() + withinMs;
    while (!holds()) {
      this.#mustBeSound();
      if (this.#client === undefined) throw new Error(`${this.path}: there is no connection`);
      if (Date.now() > giveUpAt) throw new Error(`${this.path}: shows ${JSON.stringify([...this.#shown])}`);
      // While it is connected a frame comes every second.
      await new Promise<void>((resolve) => (this.#tell = resolve));
    }
    this.#mustBeSound();
  }

  /** Resolves when so many more frames have come. */
  async more(frames: number): Promise<void> {
    let left = frames + 1;
    await this.until(() => --left <= 0);
  }

  #mustBeSound(): void {
    if (this.#fault !== undefined) throw this.#fault;
  }

  async #read(client: LiveClient): Promise<void> {
    try {
      for (;;) {
        // Where the connection is over, however that came about.
        const frame = await client.next().catch(() => undefined);
        if (frame === undefined) break;
        this.#see(frame.event ?? '', frame.id, JSON.parse(frame.data) as FrameData);
        this.#tell();
      }
    } catch (error) {
      this.#fault = error instanceof Error ? error : new Error('a frame could not be read');
    }
    if (this.#client === client) this.#client = undefined;
    this.#tell();
  }

  #see(event: string, id: string | undefined, { freshness, ...data }: FrameData): void {
    this.isStale = (freshness as { readonly stale: boolean }).stale;
    if (event === 'snapshot') {
      if (data['part'] === 1) this.#snapshot = new Map();
      this.fold(this.#snapshot, event, data);
      if (data['isLast'] === true) {
        this.#shown = this.#snapshot;
        this.snapshots += 1;
      }
    } else if (event !== 'heartbeat') {
      this.fold(this.#shown, event, data);
      if (id !== undefined) this.#mustBeNew(id);
    }
    this.#lastEventId = id ?? this.#lastEventId;
  }

  /** None of its numbers may be lower than those of the last frame, and one must be higher. */
  #mustBeNew(id: string): void {
    if (this.#lastEventId === undefined) return;
    const before = numbersOf(this.#lastEventId);
    const numbers = numbersOf(id);
    const isNew =
      numbers.every((number, at) => number >= (before[at] ?? Infinity)) &&
      numbers.some((number, at) => number > (before[at] ?? Infinity));
    if (!isNew) throw new Error(`${this.path}: ${id} has come after ${this.#lastEventId}`);
  }
}
