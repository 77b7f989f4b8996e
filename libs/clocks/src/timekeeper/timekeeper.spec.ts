import { Logger } from '@nestjs/common';
import { toIso, VirtualClock, type EpochMs } from '@redress/kernel';
import { runProjections, type RunningProjections } from '@redress/testing';
import { dueMarks } from '../due-marks/due-marks.projection';
import { TimerRows } from '../due-marks/timer-rows';
import type { ClockEvent, ClockStarted } from '../events';
import type { RecordDueMarks } from '../record-due-marks/record-due-marks.command';
import { RecordDueMarksHandler } from '../record-due-marks/record-due-marks.handler';
import { Timekeeper, type TimekeeperPorts } from './timekeeper';

const T0 = Date.UTC(2024, 0, 8, 9);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const started = (clock: 'first-response' | 'resolution', within: string, at: EpochMs = T0): ClockStarted => ({
  type: 'ClockStarted',
  version: 1,
  occurredAt: at,
  data: {
    clock,
    instance: 1,
    cycle: 1,
    startedAt: toIso(at),
    target: { clock, within, calendar: { name: '24x7', version: 1 }, pausedBy: ['customer'], marks: [80] },
    policy: { name: 'p', version: 1, rule: 1 },
    dueAt: null,
  },
});

const paused = (at: EpochMs): ClockEvent => ({
  type: 'ClocksPaused',
  version: 1,
  occurredAt: at,
  data: { reason: 'customer', clocks: [] },
});

const resumed = (at: EpochMs): ClockEvent => ({
  type: 'ClocksResumed',
  version: 1,
  occurredAt: at,
  data: { reason: 'customer', clocks: [] },
});

/** The same fact, that much later. */
const shifted = (fact: ClockEvent, ms: number): ClockEvent =>
  fact.type === 'ClockStarted'
    ? {
        ...fact,
        occurredAt: fact.occurredAt + ms,
        data: { ...fact.data, startedAt: toIso(fact.occurredAt + ms) },
      }
    : { ...fact, occurredAt: fact.occurredAt + ms };

describe('the timekeeper', () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  let running: RunningProjections;
  let clock: VirtualClock;
  let timers: TimerRows;

  beforeEach(async () => {
    clock = new VirtualClock(T0);
    running = await runProjections(clock, dueMarks);
    timers = new TimerRows(running.readModel);
  });
  afterEach(() => running.stop());

  function timekeeper(record?: TimekeeperPorts['record']): Timekeeper {
    const handler = new RecordDueMarksHandler(running.store, clock);
    const { store, feed, readModel } = running;
    return new Timekeeper({
      store,
      feed,
      readModel,
      timers,
      clock,
      record: record ?? ((command) => handler.execute(command)),
    });
  }

  /** What stands on the stream of a case after its first facts. */
  const recorded = async (caseId: string, from = 1) =>
    (await running.store.readStream(`complaint-${caseId}`)).slice(from).map(({ type, occurredAt, data }) => {
      const { clock: name, detectedAt } = data as { clock: string; detectedAt: string };
      return `${type} ${name} at ${String((occurredAt - T0) / MINUTE)} seen ${detectedAt.slice(11, 16)}`;
    });

  it('records after a stop of two hours all that fell due meanwhile, once and in due order', async () => {
    await running.record('1', started('first-response', 'PT1H'), started('resolution', 'PT2H'));
    await running.record('2', started('resolution', 'PT10H'));
    clock.advanceTo(T0 + 2 * HOUR + 1);
    expect(await timekeeper().look()).toBe(1);
    expect(await recorded('1', 2)).toEqual([
      'ClockMarkReached first-response at 48 seen 11:00',
      'ClockBreached first-response at 60 seen 11:00',
      'ClockMarkReached resolution at 96 seen 11:00',
      'ClockBreached resolution at 120 seen 11:00',
    ]);
    expect(await recorded('2')).toEqual([]);
    expect(await timekeeper().look()).toBe(0);
  });

  it('leaves a clock alone while it stands still', async () => {
    await running.record('1', started('resolution', 'PT2H'), paused(T0 + HOUR));
    clock.advanceTo(T0 + 20 * HOUR);
    expect(await timekeeper().look()).toBe(0);
    expect(await timers.earliest()).toBeUndefined();
  });

  it('records the same, whether it looks every ten minutes, every hour or once', async () => {
    const life = [
      started('first-response', 'PT3H'),
      started('resolution', 'PT5H'),
      paused(T0 + HOUR),
      resumed(T0 + 4 * HOUR),
    ];
    const keeper = timekeeper();
    const outcomes: Record<string, unknown> = {};
    const steps = { 'ten-minutes': 10 * MINUTE, 'an-hour': HOUR, once: 24 * HOUR };
    for (const [name, step] of Object.entries(steps)) {
      const day = clock.now();
      for (let at = day; at < day + 24 * HOUR; at += step) {
        clock.advanceTo(at + step);
        const facts = life
          .map((fact) => shifted(fact, day - T0))
          .filter(({ occurredAt }) => occurredAt >= at && occurredAt < at + step);
        if (facts.length > 0) await running.record(name, ...facts);
        await keeper.look();
      }
      const found = (await running.store.readStream(`complaint-${name}`)).filter(
        ({ actor }) => actor.id === 'redress',
      );
      outcomes[name] = found
        .map(
          ({ type, data, occurredAt }) =>
            `${type} ${String((data as { clock?: string }).clock)} ${String(occurredAt - day)}`,
        )
        .sort();
    }
    expect(outcomes['an-hour']).toEqual(outcomes['once']);
    expect(outcomes['ten-minutes']).toEqual(outcomes['once']);
    expect(outcomes['once']).toHaveLength(life.length + 4);
  });

  it('finds each due instant just after it has passed', async () => {
    await running.record('1', started('resolution', 'PT2H'));
    clock.advanceTo(T0 + 96 * MINUTE);
    const keeper = timekeeper();
    expect(await keeper.look()).toBe(0);
    expect((await timers.earliest())?.dueAt).toBe(T0 + 96 * MINUTE);
    clock.advanceTo(T0 + 96 * MINUTE + 1);
    expect(await keeper.look()).toBe(1);
    expect((await timers.earliest())?.dueAt).toBe(T0 + 120 * MINUTE);
  });

  it('works through more streams than it takes at once', async () => {
    const ids = Array.from({ length: 700 }, (_, n) => String(n));
    for (const id of ids) await running.record(id, started('resolution', 'PT1H'));
    clock.advanceTo(T0 + 3 * HOUR);
    expect(await timekeeper().look()).toBe(700);
    for (const id of ids) expect(await recorded(id)).toHaveLength(2);
  });

  it('shares the work with others, and records nothing twice', async () => {
    for (let n = 0; n < 100; n++) await running.record(String(n), started('resolution', 'PT1H'));
    clock.advanceTo(T0 + 3 * HOUR);
    const shares = await Promise.all([timekeeper().look(), timekeeper().look(), timekeeper().look()]);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBe(100);
    for (let n = 0; n < 100; n++) expect(await recorded(String(n))).toHaveLength(2);
  });

  it('goes on where one stream fails, and comes back to it', async () => {
    for (const id of ['1', '2', '3']) await running.record(id, started('resolution', 'PT1H'));
    clock.advanceTo(T0 + 3 * HOUR);
    const handler = new RecordDueMarksHandler(running.store, clock);
    let [broken, tried] = [true, 0];
    const keeper = timekeeper((command: RecordDueMarks) => {
      if (!broken || command.partitionKey !== '2') return handler.execute(command);
      tried++;
      return Promise.reject(new Error('out of reach'));
    });
    expect(await keeper.look()).toBe(2);
    expect([tried, await recorded('2')]).toEqual([1, []]);
    broken = false;
    expect(await keeper.look()).toBe(1);
    expect(await recorded('2')).toHaveLength(2);
  });

  it('leaves a stream alone for a while that fails while it runs, and goes on with the others', async () => {
    clock.advanceTo(T0 + 3 * HOUR);
    let tried = 0;
    const handler = new RecordDueMarksHandler(running.store, clock);
    const keeper = timekeeper((command: RecordDueMarks) => {
      if (command.partitionKey !== 'broken') return handler.execute(command);
      tried++;
      return Promise.reject(new Error('out of reach'));
    });
    const justNow = shifted(started('resolution', 'PT1S'), 3 * HOUR - 30_000);
    await running.record('broken', justNow);
    keeper.start();
    for (const id of ['1', '2', '3']) {
      await running.record(id, justNow);
      await untilRecorded(id, 3);
    }
    await keeper.stop();
    expect(tried).toBe(1);
  });

  it('records while its feed brings nothing back', async () => {
    for (let n = 0; n < 20; n++) await running.record(String(n), started('resolution', 'PT1H'));
    await running.shown();
    await running.runner.stop();
    clock.advanceTo(T0 + 3 * HOUR);
    const keeper = timekeeper();
    keeper.start();
    for (let n = 0; n < 20; n++) await untilRecorded(String(n), 3);
    await keeper.stop();
    for (let n = 0; n < 20; n++) expect(await recorded(String(n))).toHaveLength(2);
  });

  it('lets a life be told after the event before it looks, unless it is told to look', async () => {
    clock.advanceTo(T0 + 3 * HOUR);
    await running.record('1', started('resolution', 'PT1H'));
    await running.shown();
    const round = await timers.begin();
    const shares = [...(await round.claim()), ...(await round.claim()), ...(await round.claim())];
    shares.push(...(await round.claim()));
    const due = (now: EpochMs, patient: boolean) =>
      round.due(shares, { now, limit: 10, patient, except: [] });
    expect(await due(clock.now(), true)).toEqual([]);
    expect((await timers.earliest())?.lookAt).toBe(T0 + 3 * HOUR + 30_000);
    expect(await due(clock.now() + 30_001, true)).toHaveLength(1);
    expect(await due(clock.now(), false)).toHaveLength(1);
    await round.end();
  });

  it('records by itself while it runs, what comes in after its start included, and ends when it is stopped', async () => {
    const keeper = timekeeper();
    clock.advanceTo(T0 + 3 * HOUR);
    keeper.start();
    const justNow = shifted(started('resolution', 'PT1S'), 3 * HOUR - 30_000);
    await running.record('1', justNow);
    await untilRecorded('1', 3);
    await running.record('2', justNow);
    await untilRecorded('2', 3);
    await keeper.stop();
    await running.record('3', justNow);
    await running.shown();
    expect(await recorded('3')).toEqual([]);
  });

  /** Resolves when the stream of a case has that many events. */
  async function untilRecorded(caseId: string, count: number): Promise<void> {
    let found = 0;
    const stop = new AbortController();
    for await (const events of running.store.follow({ signal: stop.signal })) {
      found += events.filter(({ partitionKey }) => partitionKey === caseId).length;
      if (found >= count) stop.abort();
    }
  }

  it('says that it is well while the feed keeps up, and why not where it does not', async () => {
    while (!(await timekeeper().check()).ok) await new Promise(setImmediate);
    await running.runner.stop();
    expect(await timekeeper().check()).toEqual({
      ok: false,
      reason: 'has not caught up with the events yet',
    });
  });
});
