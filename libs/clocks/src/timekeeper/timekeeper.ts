import { Logger } from '@nestjs/common';
import { LogEnds, type EventFeed } from '@redress/event-feed';
import type { Decided, EventStore } from '@redress/event-store';
import { newId, SYSTEM_ACTOR, type Clock, type EpochMs, type Position } from '@redress/kernel';
import { CommitWatch, type ReadModel } from '@redress/read-model';
import { measureLateness } from '../clock-metrics';
import { dueMarks } from '../due-marks/due-marks.projection';
import type { DueStream, TimerRows } from '../due-marks/timer-rows';
import { RecordDueMarks } from '../record-due-marks/record-due-marks.command';
import { eachOf } from './each-of';

/** What a timekeeper works with. */
export interface TimekeeperPorts {
  readonly store: EventStore;
  readonly feed: EventFeed;
  readonly readModel: ReadModel;
  readonly timers: TimerRows;
  /** Business time: what is due. */
  readonly clock: Clock;
  readonly record: (command: RecordDueMarks) => Promise<Decided>;
}

/** How many commands run at the same time. */
const CONCURRENCY = 32;

/** How many streams are taken at once, and how long they are kept from others: one that could not be recorded is tried again then. */
const LEASE = { limit: 256, leaseSeconds: 15 };

/** How long to wait for the feed to bring what was recorded back to the timer rows. Machine time. */
const FEED_TIMEOUT_MS = 60_000;

/** The longest and the shortest sleep, and the pause after a failure. Machine time. */
const MAX_NAP_MS = 1_000;
const MIN_NAP_MS = 50;
const AFTER_FAILURE_MS = 1_000;

/**
 * How long ago the timer rows may last have been seen up to date: five seconds, and one to spare, since while all is quiet a feed may look only
 * every four seconds, and another process that keeps the rows tells of it once a second.
 */
const MAX_BEHIND_MS = 6_000;

/**
 * Says "look now" to every stream on which something has fallen due. It decides nothing: each stream judges for itself, so that looking late,
 * twice, or in several processes changes no verdict.
 */
export class Timekeeper {
  /** Of the health check that it is. */
  readonly name = 'timekeeper';
  readonly #logger = new Logger(Timekeeper.name);
  readonly #ports: TimekeeperPorts;
  #running: { readonly stop: AbortController; readonly done: Promise<void> } | undefined;
  readonly #logEnds: LogEnds;

  constructor(ports: TimekeeperPorts) {
    this.#ports = ports;
    this.#logEnds = new LogEnds(ports.store, ports.feed);
  }

  /**
   * Records everything that has fallen due by now, all events so far taken into account; gives the number of streams on which something was
   * recorded. For a virtual clock, after it was moved. Throws where the feed does not bring the events in time.
   */
  async look(): Promise<number> {
    await this.#feedShows(await this.#logEnds.now());
    return this.#recordAllDue();
  }

  /** The next instant at which something falls due, as far as the timer rows know. */
  async earliestDueAt(): Promise<EpochMs | undefined> {
    return (await this.#ports.timers.earliest())?.dueAt;
  }

  /** Works through what falls due as the clock goes on, until `stop`. A second call changes nothing. */
  start(): void {
    if (this.#running !== undefined) return;
    const stop = new AbortController();
    this.#running = { stop, done: this.#run(stop.signal) };
  }

  /** Finishes what is in hand. */
  async stop(): Promise<void> {
    const running = this.#running;
    running?.stop.abort();
    await running?.done;
    if (this.#running === running) this.#running = undefined;
  }

  /** Whether what falls due is noticed in time: as long as the feed brings the clock facts. */
  check(): Promise<{ readonly ok: boolean; readonly reason?: string }> {
    const behindMs = this.#ports.readModel.freshness(dueMarks.name);
    if (behindMs === undefined)
      return Promise.resolve({ ok: false, reason: 'has not caught up with the events yet' });
    if (behindMs <= MAX_BEHIND_MS) return Promise.resolve({ ok: true });
    return Promise.resolve({
      ok: false,
      reason: `is ${String(Math.round(behindMs / 1000))} s behind the events`,
    });
  }

  async #run(signal: AbortSignal): Promise<void> {
    const watch = new CommitWatch(this.#ports.readModel, dueMarks.name);
    while (!signal.aborted) {
      const atMostMs = await this.#recordUntilNext(signal);
      await watch.sleep({ atLeastMs: MIN_NAP_MS, atMostMs, signal });
    }
    watch.end();
  }

  /** Gives the ms until it is worth looking again. */
  async #recordUntilNext(signal: AbortSignal): Promise<number> {
    try {
      await this.#recordAllDue(signal);
      const next = (await this.#ports.timers.earliest())?.lookAt;
      // Strictly after the due instant, so that a stop at that very instant has come first.
      return next === undefined ? MAX_NAP_MS : Math.min(MAX_NAP_MS, next + 1 - this.#ports.clock.now());
    } catch (error) {
      this.#logger.error({ err: error }, 'could not look for what is due; trying again');
      return AFTER_FAILURE_MS;
    }
  }

  async #recordAllDue(signal?: AbortSignal): Promise<number> {
    const { clock, timers } = this.#ports;
    // Whoever says "look" means now.
    const patient = signal !== undefined;
    const correlationId = newId();
    const recorded = new Set<string>();
    for (;;) {
      const ends = new Map<number, Position>();
      for (;;) {
        const due = signal?.aborted === true ? [] : await timers.lease(clock.now(), { ...LEASE, patient });
        if (due.length === 0) break;
        await eachOf(due, CONCURRENCY, async (stream) => {
          const decided = await this.#record(stream, correlationId);
          if (decided === undefined) return;
          this.#note(ends, decided.partitionKey, decided.position);
          if (!decided.changed) return;
          recorded.add(stream.stream);
          measureLateness(decided.events);
        });
      }
      if (ends.size === 0) return recorded.size;
      // Until the facts are back the rows say "due" still.
      await this.#feedShows(ends, signal);
    }
  }

  /** Undefined where it failed: the lease then keeps the stream away for a while. */
  async #record(
    { stream, partitionKey, factId }: DueStream,
    correlationId: string,
  ): Promise<Decided | undefined> {
    const origin = { commandId: newId(), correlationId, causationId: factId, actor: SYSTEM_ACTOR };
    try {
      return await this.#ports.record(new RecordDueMarks(stream, partitionKey, origin));
    } catch (error) {
      this.#logger.error(
        { err: error, stream },
        'could not record what is due; the others go on, this is tried again',
      );
      return undefined;
    }
  }

  #note(ends: Map<number, Position>, partitionKey: string, position: Position): void {
    const partition = this.#ports.feed.partitionOf(partitionKey);
    if (position > (ends.get(partition) ?? '')) ends.set(partition, position);
  }

  async #feedShows(ends: ReadonlyMap<number, Position>, signal?: AbortSignal): Promise<void> {
    const options = { timeoutMs: FEED_TIMEOUT_MS, ...(signal === undefined ? {} : { signal }) };
    for (const [partition, position] of ends) {
      const shown = await this.#ports.readModel.waitFor(dueMarks.name, partition, position, options);
      if (shown || signal?.aborted === true) continue;
      throw new Error(
        `${dueMarks.name}: the feed has not brought position ${position} within ${String(FEED_TIMEOUT_MS)} ms`,
      );
    }
  }
}
