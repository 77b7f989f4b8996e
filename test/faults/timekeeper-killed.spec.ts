import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Logger } from '@nestjs/common';
import { dueMarks, Timekeeper } from '@redress/clocks';
import { LocalEventFeed } from '@redress/event-feed/local';
import { eventStoreMigrations, PostgresEventStore } from '@redress/event-store/postgres';
import { newId, SYSTEM_ACTOR, SystemClock, toIso, type NewEvent } from '@redress/kernel';
import { ReadModel, readModelMigrations } from '@redress/read-model';
import { createTestDatabase, startProjections, type TestDatabase } from '@redress/testing';
import { TimerRows } from '../../libs/clocks/src/due-marks/timer-rows';
import { RecordDueMarksHandler } from '../../libs/clocks/src/record-due-marks/record-due-marks.handler';
import { FAULT_POINTS, type FaultPoint } from '../support/fault-points';

const STREAM = 'visit-7';
const HELD = join(__dirname, '../support/held-timekeepers.process.ts');

/** A clock that fell due half a minute ago. */
function overdue(): NewEvent {
  const startedAt = toIso(Date.now() - 31_000);
  const commandId = newId();
  return {
    id: newId(),
    type: 'ClockStarted',
    version: 1,
    occurredAt: startedAt,
    data: {
      clock: 'resolution',
      instance: 1,
      cycle: 1,
      startedAt,
      target: {
        clock: 'resolution',
        within: 'PT1S',
        calendar: { name: '24x7', version: 1 },
        pausedBy: [],
        marks: [],
      },
      policy: { name: 'p', version: 1, rule: 1 },
      dueAt: null,
    },
    actor: SYSTEM_ACTOR,
    correlationId: commandId,
    causationId: commandId,
    commandId,
    partitionKey: '7',
  };
}

/** A database in which a clock is due, and its timer row says so. */
class DueClock {
  private constructor(
    readonly database: TestDatabase,
    readonly store: PostgresEventStore,
  ) {}

  static async make(): Promise<DueClock> {
    const database = await createTestDatabase([eventStoreMigrations, readModelMigrations]);
    const store = new PostgresEventStore(database.url, new SystemClock());
    await store.append(STREAM, 'none', [overdue()]);
    const due = new DueClock(database, store);
    // From here on the feed brings nothing: the row is what a projection shows that is late.
    await (await due.keepRows()).stop();
    return due;
  }

  async keepRows() {
    const rows = await startProjections({
      store: this.store,
      pool: this.database.pool,
      projections: [dueMarks],
    });
    await rows.shown(dueMarks.name);
    return rows;
  }

  async breaches(): Promise<number> {
    return (await this.store.readStream(STREAM)).filter(({ type }) => type === 'ClockBreached').length;
  }

  async drop(): Promise<void> {
    await this.store.close();
    await this.database.drop();
  }
}

describe('a timekeeper that is killed while it records a breach', () => {
  const clocks = new Map<FaultPoint, DueClock>();
  let victim: ChildProcess;
  /** The points that it had come to when it was killed, and how many facts the stream had then. */
  const killedAt = new Map<FaultPoint, number>();

  const clockOf = (point: FaultPoint): DueClock => {
    const clock = clocks.get(point);
    if (clock === undefined) throw new Error(`no clock is due for ${point}`);
    return clock;
  };

  /** Resolves when an append of another process waits for the log. */
  async function appendWaits({ database }: DueClock): Promise<void> {
    for (;;) {
      const waiting = await database.pool.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory' AND query LIKE '%append_batch%'`,
      );
      if (waiting.rowCount === 1) return;
    }
  }

  /** Resolves when it has said so of each. */
  async function comesToAll(points: readonly FaultPoint[]): Promise<void> {
    if (victim.stdout === null) throw new Error('it has no output');
    const missing = new Set<string>(points);
    for await (const line of createInterface(victim.stdout)) {
      missing.delete(line.replace('at ', ''));
      if (missing.size === 0) return;
    }
    throw new Error(`it ended, and has not come to ${[...missing].join(', ')}`);
  }

  beforeAll(async () => {
    Logger.overrideLogger(false);
    for (const point of FAULT_POINTS) clocks.set(point, await DueClock.make());
    const sent = clockOf('sent');
    const log = await sent.database.pool.connect();
    await log.query(`BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('event_store.append_batch', 0))`);
    victim = spawn(
      process.execPath,
      [
        '-r',
        require.resolve('@swc-node/register'),
        HELD,
        ...FAULT_POINTS.map((point) => `${point}=${clockOf(point).database.url}`),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const ended = once(victim, 'close');
    await Promise.all([comesToAll(FAULT_POINTS.filter((point) => point !== 'sent')), appendWaits(sent)]);
    for (const point of FAULT_POINTS) killedAt.set(point, await clockOf(point).breaches());
    victim.kill('SIGKILL');
    await ended;
    // The database still does what it was sent; nobody hears of it.
    await log.query('COMMIT');
    log.release();
  }, 60_000);

  afterAll(async () => {
    victim.kill('SIGKILL');
    await Promise.all([...clocks.values()].map((clock) => clock.drop()));
  });

  it('has come to each of the points', () => {
    process.stdout.write(`killed at: ${[...killedAt.keys()].join(', ')}\n`);
    expect(Object.fromEntries(killedAt)).toEqual({
      claimed: 0,
      found: 0,
      read: 0,
      decided: 0,
      sent: 0,
      appended: 1,
      answered: 1,
      shown: 1,
    });
  });

  it.each(FAULT_POINTS)('leaves exactly one fact, once another one has looked: %s', async (point) => {
    const clock = clockOf(point);
    const own = new SystemClock();
    const handler = new RecordDueMarksHandler(clock.store, own);
    // Its row says that it is due still: the feed has stood still since before.
    const readModel = new ReadModel({ pool: clock.database.pool });
    let looked: () => void = () => undefined;
    const hasLooked = new Promise<void>((resolve) => (looked = resolve));
    const feed = new LocalEventFeed(clock.store, { partitions: 4 });
    const other = new Timekeeper({
      store: clock.store,
      feed,
      readModel,
      timers: new TimerRows(readModel),
      clock: own,
      record: (command) => handler.execute(command).finally(looked),
    });
    other.start();
    await hasLooked;
    expect(await clock.breaches()).toBe(1);
    await other.stop();
    // And when the feed has brought everything nothing is due any more.
    const kept = await clock.keepRows();
    expect(await other.look()).toBe(0);
    expect(await clock.breaches()).toBe(1);
    await kept.stop();
    await feed.close();
  });
});
