import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { LogEnds, type EventFeed } from '@redress/event-feed';
import type { Decided, EventStore } from '@redress/event-store';
import { newId, SYSTEM_ACTOR, type Clock, type EpochMs, type Position } from '@redress/kernel';
import { CommitWatch, type ReadModel } from '@redress/read-model';
import { measureLateness } from '../clock-metrics';
import { dueMarks } from '../due-marks/due-marks.projection';
import type { DueStream } from '../due-marks/timer-round';
import type { TimerRows } from '../due-marks/timer-rows';
import { RecordDueMarks, type LookTime } from '../record-due-marks/record-due-marks.command';
import { LookedAt } from './looked-at';

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

/**
 * How long before they fall due streams are taken in hand: they are read by then, so that what falls due at the same instant needs no more than
 * to be decided and appended, together.
 */
const AHEAD_MS = 250;

/** How many streams are taken at once, and in one round: then its facts come back, so that it does not pass over the same rows again and again. */
const PAGE = 512;
const ROUND_STREAMS = 2_048;

/** Between two claims, so that others who wake at the same instant find something too. */
const CLAIM_PACE_MS = 3;

/**
 * How long to wait for the feed to bring what was recorded back to the timer rows: where all of it is asked for, and between rounds. A feed that is
 * late has others look in vain, which costs them a read; what falls due meanwhile is not to wait for it.
 */
const FEED_TIMEOUT_MS = 60_000;
const SETTLE_MS = 100;

/** The longest sleep, how long others are given to record what they have claimed, and the pause after a failure. Machine time. */
const MAX_NAP_MS = 1_000;
const OTHERS_MS = 50;
const AFTER_FAILURE_MS = 1_000;

/** Many commits in a row are followed by one look for what falls due next. */
const MIN_NAP_MS = 25;

/**
 * How long ago the timer rows may last have been seen up to date: five seconds, and one to spare, since while all is quiet a feed may look
 * only every four seconds, and another process that keeps the rows tells of it once a second.
 */
const MAX_BEHIND_MS = 6_000;

/**
 * By how much the clock of this process may be ahead of the database's before it records nothing more by itself: what is due by a clock
 * that was set wrong may not be. Clocks that are set over the network differ by less.
 */
const MAX_AHEAD_MS = 1_000;

/**
 * Says "look now" to every stream on which something has fallen due. It decides nothing: each stream judges for itself, so that looking
 * late, twice, or in several processes changes no verdict.
 */
export class Timekeeper {
  /** Of the health check that it is. */
  readonly name = 'timekeeper';
  readonly #logger = new Logger(Timekeeper.name);
  readonly #ports: TimekeeperPorts;
  #running: { readonly stop: AbortController; readonly done: Promise<void> } | undefined;
  readonly #logEnds: LogEnds;
  readonly #lookedAt = new LookedAt();
  /** Of the clock of this process, before the database's; as far as was seen while it runs. */
  #aheadMs = 0;

  constructor(ports: TimekeeperPorts) {
    this.#ports = ports;
    this.#logEnds = new LogEnds(ports.store, ports.feed);
  }

  /**
   * Records everything that has fallen due by now, all events so far taken into account; gives the number of streams on which something was
   * recorded. For a virtual clock, after it was moved. Throws where the feed does not bring the events in time.
   */
  async look(): Promise<number> {
    await this.#feedShowsAll(await this.#logEnds.now());
    // Whoever says "look" means now, also what could not be recorded a moment ago.
    this.#lookedAt.clear();
    const recorded = new Set<string>();
    for (;;) {
      const round = await this.#round({ patient: false, settle: (ends) => this.#feedShowsAll(ends) });
      for (const stream of round) recorded.add(stream);
      if (round.size === 0) return recorded.size;
    }
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

  /** Whether what falls due is noticed in time: as long as the feed brings the clock facts, and the clock of this process is right. */
  check(): Promise<{ readonly ok: boolean; readonly reason?: string }> {
    const reason = this.#trouble();
    return Promise.resolve(reason === undefined ? { ok: true } : { ok: false, reason });
  }

  #trouble(): string | undefined {
    const inSeconds = (ms: number): string => `${String(Math.round(ms / 1000))} s`;
    const behindMs = this.#ports.readModel.freshness(dueMarks.name);
    if (behindMs === undefined) return 'has not caught up with the events yet';
    if (behindMs > MAX_BEHIND_MS) return `is ${inSeconds(behindMs)} behind the events`;
    if (this.#aheadMs > MAX_AHEAD_MS)
      return `the clock of this process is ${inSeconds(this.#aheadMs)} ahead of the database's; set them by the same time`;
    return undefined;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const watch = new CommitWatch(this.#ports.readModel, dueMarks.name);
    while (!signal.aborted) {
      const atMostMs = await this.#recordUntilNext(signal);
      await watch.sleep({ atLeastMs: Math.min(MIN_NAP_MS, atMostMs), atMostMs, signal });
    }
    watch.end();
  }

  /** Gives the ms until it is worth looking again, if nothing comes in before. */
  async #recordUntilNext(signal: AbortSignal): Promise<number> {
    try {
      const napMs = await this.#untilNextMs();
      // What it recorded would be dated in the future, and with it all that others record.
      if (this.#aheadMs > MAX_AHEAD_MS) return MAX_NAP_MS;
      if (napMs > 0) return napMs;
      const recorded = await this.#round({
        patient: true,
        settle: (ends) => this.#feedShows(ends, SETTLE_MS, signal),
        signal,
      });
      // Else others have what is due.
      return Math.max(recorded.size > 0 ? 0 : OTHERS_MS, await this.#untilNextMs());
    } catch (error) {
      this.#logger.error({ err: error }, 'could not look for what is due; trying again');
      return AFTER_FAILURE_MS;
    }
  }

  async #untilNextMs(): Promise<number> {
    const { clock, timers } = this.#ports;
    const next = await timers.earliest(this.#lookedAt.facts);
    const now = clock.now();
    this.#aheadMs = next === undefined ? 0 : now - next.machineNow;
    return next === undefined ? MAX_NAP_MS : Math.min(MAX_NAP_MS, next.lookAt - AHEAD_MS - now);
  }

  /** Records what is due and not in the hands of others; gives the streams on which something was recorded. */
  async #round({ patient, settle, signal }: Round): Promise<ReadonlySet<string>> {
    const { clock, timers } = this.#ports;
    const correlationId = newId();
    const ends = new Map<number, Position>();
    const recorded = new Map<string, DueStream>();
    const record = async (due: DueStream, time: LookTime): Promise<void> => {
      const decided = await this.#record(due, time, correlationId);
      if (decided === undefined) return;
      this.#note(ends, decided.partitionKey, decided.position);
      if (!decided.changed) return;
      recorded.set(due.stream, due);
      measureLateness(decided.events);
    };
    const inHand: Promise<void>[] = [];
    const round = await timers.begin();
    try {
      while (signal?.aborted !== true && inHand.length < ROUND_STREAMS) {
        const shares = await round.claim();
        if (shares.length === 0) break;
        let page: readonly DueStream[];
        do {
          const latestNow = patient ? round.machineNow + MAX_AHEAD_MS : Infinity;
          const now = Math.min(clock.now(), latestNow) + (patient ? AHEAD_MS : 0);
          page = await round.due(shares, { now, limit: PAGE, patient, except: this.#lookedAt.facts });
          for (const due of page) {
            // Strictly after the due instant, so that a stop at that very instant has come first.
            const notBefore = patient ? due.lookAt + 1 : -Infinity;
            inHand.push(record(due, { notBefore, latestNow }));
          }
        } while (page.length === PAGE && inHand.length < ROUND_STREAMS);
        if (page.length > 0) await pause(CLAIM_PACE_MS);
      }
      await Promise.all(inHand);
      // Until the facts are back the rows say "due" still: only then may others have them.
      if (await settle(ends)) for (const { factId } of recorded.values()) this.#lookedAt.delete(factId);
    } finally {
      await round.end();
    }
    return new Set(recorded.keys());
  }

  /** Undefined where it failed: the stream is then left alone for a while. */
  async #record(
    { stream, partitionKey, factId }: DueStream,
    time: LookTime,
    correlationId: string,
  ): Promise<Decided | undefined> {
    this.#lookedAt.add(factId);
    const origin = { commandId: newId(), correlationId, causationId: factId, actor: SYSTEM_ACTOR };
    try {
      return await this.#ports.record(new RecordDueMarks(stream, partitionKey, origin, time));
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

  /** Throws where the feed is late. */
  async #feedShowsAll(ends: ReadonlyMap<number, Position>): Promise<boolean> {
    if (await this.#feedShows(ends, FEED_TIMEOUT_MS)) return true;
    const positions = [...ends.values()].join(', ');
    throw new Error(
      `${dueMarks.name}: the feed has not brought all of ${positions} within ${String(FEED_TIMEOUT_MS)} ms`,
    );
  }

  async #feedShows(
    ends: ReadonlyMap<number, Position>,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<boolean> {
    const options = { timeoutMs, ...(signal === undefined ? {} : { signal }) };
    const shown = await Promise.all(
      [...ends].map(([partition, position]) =>
        this.#ports.readModel.waitFor(dueMarks.name, partition, position, options),
      ),
    );
    return shown.every(Boolean);
  }
}

/** How a round goes. */
interface Round {
  readonly patient: boolean;
  /** Waits until the feed has brought what was recorded; says whether it has. */
  readonly settle: (ends: ReadonlyMap<number, Position>) => Promise<boolean>;
  readonly signal?: AbortSignal;
}
