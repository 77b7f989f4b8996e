import { Logger } from '@nestjs/common';
import { dueMarks, Timekeeper, type ClockEvent } from '@redress/clocks';
import { LocalEventFeed } from '@redress/event-feed/local';
import { eventStoreMigrations, PostgresEventStore } from '@redress/event-store/postgres';
import {
  newId,
  SYSTEM_ACTOR,
  SystemClock,
  toIso,
  type Clock,
  type EpochMs,
  type RecordedEvent,
} from '@redress/kernel';
import { CommitSignals, ReadModel, readModelMigrations } from '@redress/read-model';
import {
  createTestDatabase,
  startProjections,
  type ProjectionProcess,
  type TestDatabase,
} from '@redress/testing';
import { TimerRows } from '../../libs/clocks/src/due-marks/timer-rows';
import { RecordDueMarksHandler } from '../../libs/clocks/src/record-due-marks/record-due-marks.handler';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The machine's, which somebody sets wrong. */
class JumpingClock implements Clock {
  #aheadMs = 0;

  now(): EpochMs {
    return Date.now() + this.#aheadMs;
  }

  jump(ms: number): void {
    this.#aheadMs += ms;
  }

  setRight(): void {
    this.#aheadMs = 0;
  }
}

/** A process with a timekeeper in its normal loop, and a clock of its own. */
class Process {
  readonly clock = new JumpingClock();
  readonly store: PostgresEventStore;
  readonly timekeeper: Timekeeper;
  readonly #feed: LocalEventFeed;

  constructor({ url, pool }: TestDatabase, signals: CommitSignals) {
    this.store = new PostgresEventStore(url, this.clock);
    this.#feed = new LocalEventFeed(this.store, { partitions: 4 });
    const readModel = new ReadModel({ pool, signals });
    const handler = new RecordDueMarksHandler(this.store, this.clock);
    this.timekeeper = new Timekeeper({
      store: this.store,
      feed: this.#feed,
      readModel,
      timers: new TimerRows(readModel),
      clock: this.clock,
      record: (command) => handler.execute(command),
    });
  }

  async stop(): Promise<void> {
    await this.timekeeper.stop();
    await this.#feed.close();
    await this.store.close();
  }
}

describe('timekeepers whose wall clock jumps, or whose rows are late', () => {
  let database: TestDatabase;
  /** Of those who work with the cases; their clocks are right. */
  let desk: PostgresEventStore;
  let rows: ProjectionProcess;
  let signals: CommitSignals;
  let processes: Process[];

  beforeEach(async () => {
    Logger.overrideLogger(false);
    database = await createTestDatabase([eventStoreMigrations, readModelMigrations]);
    desk = new PostgresEventStore(database.url, new SystemClock());
    signals = new CommitSignals();
    processes = [new Process(database, signals), new Process(database, signals)];
    rows = await startProjections({
      store: desk,
      pool: database.pool,
      projections: [dueMarks],
      signals,
    });
  });
  afterEach(async () => {
    await rows.stop();
    await Promise.all(processes.map((one) => one.stop()));
    await desk.close();
    await database.drop();
  });

  const first = (): Process => at(0);
  const second = (): Process => at(1);
  function at(index: number): Process {
    const found = processes[index];
    if (found === undefined) throw new Error('no such process');
    return found;
  }

  const facts = (id: string) => desk.readStream(`visit-${id}`);
  const record = (id: string, ...events: readonly ClockEvent[]) =>
    desk.append(
      `visit-${id}`,
      'any',
      events.map((event) => {
        const commandId = newId();
        return {
          ...event,
          id: newId(),
          occurredAt: toIso(event.occurredAt),
          actor: SYSTEM_ACTOR,
          correlationId: commandId,
          causationId: commandId,
          commandId,
          partitionKey: id,
        };
      }),
    );
  const started = (within: string, occurredAt: EpochMs, instance = 1): ClockEvent => ({
    type: 'ClockStarted',
    version: 1,
    occurredAt,
    data: {
      clock: 'resolution',
      instance,
      cycle: 1,
      startedAt: toIso(occurredAt),
      target: {
        clock: 'resolution',
        within,
        calendar: { name: '24x7', version: 1 },
        pausedBy: [],
        marks: [50],
      },
      policy: { name: 'p', version: 1, rule: 1 },
      dueAt: null,
    },
  });
  const stopped = (occurredAt: EpochMs): ClockEvent => ({
    type: 'ClockStopped',
    version: 1,
    occurredAt,
    data: {
      clock: 'resolution',
      instance: 1,
      cycle: 1,
      stoppedAt: toIso(occurredAt),
      verdict: 'met',
      dueAt: null,
      elapsedMs: 0,
    },
  });
  /** Resolves when the stream has that many events. */
  async function hasEvents(id: string, count: number): Promise<void> {
    const stop = new AbortController();
    let found = 0;
    for await (const events of desk.follow({ signal: stop.signal })) {
      found += events.filter(({ stream }) => stream === `visit-${id}`).length;
      if (found >= count) stop.abort();
    }
  }
  const noticed = (events: readonly RecordedEvent[]) =>
    events.filter(({ type }) => type === 'ClockMarkReached' || type === 'ClockBreached');
  /** What holds whatever the clocks do. */
  async function isSound(): Promise<void> {
    const log = await desk.readAll({ limit: 1_000 });
    for (const [index, event] of log.entries())
      expect(event.recordedAt).toBeGreaterThanOrEqual(log[index - 1]?.recordedAt ?? 0);
    for (const { data } of noticed(log)) {
      const { dueAt, detectedAt } = data as { dueAt: string; detectedAt: string };
      expect(Date.parse(detectedAt)).toBeGreaterThan(Date.parse(dueAt));
      expect(Date.parse(detectedAt)).toBeLessThan(Date.now() + 2 * SECOND);
    }
  }

  it('call nothing late that is not, where it jumps an hour forward, and say that they are not well', async () => {
    await record('near', started('PT40M', Date.now()));
    first().timekeeper.start();
    await record('before', started('PT1S', Date.now() - 10 * SECOND));
    await hasEvents('before', 3);
    first().clock.jump(HOUR);
    await hasTrouble(first(), /^the clock of this process is 3600 s ahead of the database's/);
    await record('meanwhile', started('PT1S', Date.now() - 10 * SECOND));
    second().timekeeper.start();
    await hasEvents('meanwhile', 3);
    await second().timekeeper.stop();
    // Set right again, it goes on.
    first().clock.jump(-HOUR);
    await hasTrouble(first(), undefined);
    await record('after', started('PT1S', Date.now() - 10 * SECOND));
    await hasEvents('after', 3);
    expect(noticed(await facts('near'))).toEqual([]);
    await isSound();
  });

  it('lose nothing where it jumps an hour back: another one records it, or the same when its clock is right again', async () => {
    first().clock.jump(-HOUR);
    first().timekeeper.start();
    await record('1', started('PT1S', Date.now() - 10 * SECOND));
    await rows.shown(dueMarks.name);
    second().timekeeper.start();
    await hasEvents('1', 3);
    await second().timekeeper.stop();
    await record('2', started('PT1S', Date.now() - 10 * SECOND));
    await rows.shown(dueMarks.name);
    expect(noticed(await facts('2'))).toEqual([]);
    first().clock.jump(HOUR);
    await hasEvents('2', 3);
    for (const id of ['1', '2']) expect(noticed(await facts(id))).toHaveLength(2);
    await isSound();
  });

  it('record each once while it jumps back and forth under both of them', async () => {
    for (const { timekeeper } of processes) timekeeper.start();
    for (let n = 0; n < 20; n++) {
      at(n % 2).clock.jump(n % 4 < 2 ? -HOUR : HOUR);
      await record(String(n), started('PT1S', Date.now() - 10 * SECOND), started('PT40M', Date.now(), 2));
    }
    for (const { clock } of processes) clock.setRight();
    for (let n = 0; n < 20; n++) await hasEvents(String(n), 4);
    for (let n = 0; n < 20; n++) expect(noticed(await facts(String(n)))).toHaveLength(2);
    await isSound();
  });

  it('call no stop late that their rows do not show yet, for whatever they look at they read', async () => {
    const start = Date.now() - 30 * SECOND;
    const ids = Array.from({ length: 20 }, (_, n) => String(n));
    for (const id of ids) await record(id, started('PT20S', start));
    await rows.shown(dueMarks.name);
    // The feed stands still; every other clock is stopped in time, and no row knows of it.
    await rows.stop();
    for (const [n, id] of ids.entries()) if (n % 2 === 0) await record(id, stopped(start + 5 * SECOND));
    for (const { timekeeper } of processes) timekeeper.start();
    for (const [n, id] of ids.entries()) if (n % 2 === 1) await hasEvents(id, 3);
    await Promise.all(processes.map(({ timekeeper }) => timekeeper.stop()));
    // An hour later the rows come.
    rows = await startProjections({
      store: desk,
      pool: database.pool,
      projections: [dueMarks],
      signals,
    });
    for (const { clock } of processes) clock.jump(HOUR);
    await Promise.all(processes.map(({ timekeeper }) => timekeeper.look()));
    for (const [n, id] of ids.entries())
      expect(noticed(await facts(id)).map(({ type }) => type)).toEqual(
        n % 2 === 0 ? [] : ['ClockMarkReached', 'ClockBreached'],
      );
  });

  /** Resolves when the health check says so. */
  async function hasTrouble({ timekeeper }: Process, reason: RegExp | undefined): Promise<void> {
    for (;;) {
      const health = await timekeeper.check();
      if (reason === undefined ? health.ok : reason.test(health.reason ?? '')) return;
      await new Promise(setImmediate);
    }
  }
});
