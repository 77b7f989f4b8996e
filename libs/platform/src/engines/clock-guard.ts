import type { EventStore } from '@redress/event-store';
import { DomainError, type Clock, type EpochMs } from '@redress/kernel';
import type { HealthCheck } from '../http/health';

/**
 * By how much the clock of this process may be ahead of the database's before it records nothing more. Clocks that are set over the network
 * differ by far less; below it, facts are dated early by as much, which is less harm than to refuse them.
 */
const MAX_AHEAD_MS = 5_000;

/** How old a comparison may be, in ms of machine time; when the clock was moved since is seen without another one. */
const COMPARED_MS = 10_000;

/** A comparison: what both clocks said, and what the machine's own count was then. */
interface Compared {
  readonly aheadMs: number;
  readonly said: EpochMs;
  readonly machineMs: number;
}

/**
 * Watches the clock that this process dates facts by: one that is ahead would date them in the future, and with them all that every process
 * records, since `recordedAt` never falls along the log.
 */
export class ClockGuard implements HealthCheck {
  readonly name = 'clock';
  #last: Compared | undefined;
  #comparing: Promise<void> | undefined;

  /** @param databaseNow asks the clock that all processes share */
  constructor(
    private readonly clock: Clock,
    private readonly databaseNow: () => Promise<EpochMs>,
  ) {}

  async check(): Promise<{ readonly ok: boolean; readonly reason?: string }> {
    await this.#compare();
    return this.#isAhead() ? { ok: false, reason: this.#reason() } : { ok: true };
  }

  /** The store, for whoever appends by this clock. Its appends throw DomainError `clock-ahead` while that is wrong. */
  guard(store: EventStore): EventStore {
    return {
      append: async (stream, expected, events) => {
        await this.#assertRight();
        return store.append(stream, expected, events);
      },
      readStream: (stream, options) => store.readStream(stream, options),
      streamNames: (prefix) => store.streamNames(prefix),
      readAll: (options) => store.readAll(options),
      follow: (options) => store.follow(options),
      head: () => store.head(),
      positionAt: (recordedAt) => store.positionAt(recordedAt),
    };
  }

  async #assertRight(): Promise<void> {
    const last = this.#last;
    if (last === undefined) await this.#compare();
    else if (performance.now() - last.machineMs > COMPARED_MS) void this.#compare();
    if (!this.#isAhead()) return;
    // The machine may have slept: its count stood still then, and its clock did not.
    await this.#compare();
    if (this.#isAhead())
      throw new DomainError('unavailable', 'clock-ahead', `Nothing is recorded: ${this.#reason()}.`);
  }

  #isAhead(): boolean {
    return this.#aheadMs() > MAX_AHEAD_MS;
  }

  /**
   * As it was when they were compared, and by how much it was moved since. 0 while the database has not said: then it takes no append
   * either.
   */
  #aheadMs(): number {
    if (this.#last === undefined) return 0;
    const { aheadMs, said, machineMs } = this.#last;
    return aheadMs + (this.clock.now() - said) - (performance.now() - machineMs);
  }

  #reason(): string {
    const seconds = Math.round(this.#aheadMs() / 1000);
    return `the clock of this process is ${String(seconds)} s ahead of the database's; set them by the same time`;
  }

  /** Once for all who want it now. Leaves the last one where the database gives no answer. */
  #compare(): Promise<void> {
    this.#comparing ??= this.#ask()
      .catch(() => undefined)
      .finally(() => (this.#comparing = undefined));
    return this.#comparing;
  }

  async #ask(): Promise<void> {
    // Read before the question is sent: what it takes on its way makes this clock seem behind, never ahead.
    const [said, machineMs] = [this.clock.now(), performance.now()];
    const aheadMs = said - (await this.databaseNow());
    this.#last = { aheadMs, said, machineMs };
  }
}
