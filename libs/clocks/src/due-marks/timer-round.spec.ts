import { newId, toIso, VirtualClock } from '@redress/kernel';
import { runProjections, type RunningProjections } from '@redress/testing';
import type { ClockStarted } from '../events';
import { dueMarks } from './due-marks.projection';
import { TimerRows } from './timer-rows';
import type { DueStream, TimerRound } from './timer-round';

const T0 = Date.UTC(2026, 0, 5, 9);
const HOUR = 3_600_000;
const CASES = 100;

const started: ClockStarted = {
  type: 'ClockStarted',
  version: 1,
  occurredAt: T0,
  data: {
    clock: 'resolution',
    instance: 1,
    cycle: 1,
    startedAt: toIso(T0),
    target: {
      clock: 'resolution',
      within: 'PT1H',
      calendar: { name: '24x7', version: 1 },
      pausedBy: [],
      marks: [],
    },
    policy: { name: 'p', version: 1, rule: 1 },
    dueAt: null,
  },
};

describe('rounds of timekeepers', () => {
  let running: RunningProjections;
  let timers: TimerRows;

  beforeAll(async () => {
    running = await runProjections(new VirtualClock(T0), dueMarks);
    timers = new TimerRows(running.readModel);
    for (let n = 0; n < CASES; n++) await running.record(newId(), started);
    await running.shown();
  });
  afterAll(() => running.stop());

  const due = (round: TimerRound, shares: readonly number[], except: readonly string[] = []) =>
    round.due(shares, { now: T0 + 2 * HOUR, limit: 1_000, patient: true, except });

  it('find each stream in one of them, and all in all of them', async () => {
    const rounds = await Promise.all([timers.begin(), timers.begin(), timers.begin()]);
    const found: DueStream[] = [];
    for (let more = true; more;) {
      more = false;
      for (const round of rounds) {
        const shares = await round.claim();
        more ||= shares.length > 0;
        found.push(...(await due(round, shares)));
      }
    }
    expect(found).toHaveLength(CASES);
    expect(new Set(found.map(({ stream }) => stream)).size).toBe(CASES);
    await Promise.all(rounds.map((round) => round.end()));
  });

  it('leave to others what they have not claimed, and at their end all of it', async () => {
    const [one, other] = [await timers.begin(), await timers.begin()];
    const own = await one.claim();
    const left: number[] = [];
    for (let more = await other.claim(); more.length > 0; more = await other.claim()) left.push(...more);
    expect(await one.claim()).toEqual([]);
    expect(left.filter((share) => own.includes(share))).toEqual([]);
    await other.end();
    expect((await one.claim()).every((share) => left.includes(share))).toBe(true);
    await one.end();
  });

  it('free what they have claimed when their connection is lost, and can still be ended', async () => {
    const lost = await timers.begin();
    const all: number[] = [];
    for (let more = await lost.claim(); more.length > 0; more = await lost.claim()) all.push(...more);
    await running.database.pool.query(
      `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
        WHERE datname = current_database() AND state = 'idle in transaction'`,
    );
    const next = await timers.begin();
    expect(await next.claim()).not.toEqual([]);
    await next.end();
    await expect(due(lost, all)).rejects.toThrow();
    await lost.end();
  });

  it('leave out what follows from facts that are named', async () => {
    const round = await timers.begin();
    const shares = await round.claim();
    const [first, ...others] = await due(round, shares);
    expect(await due(round, shares, [first?.factId ?? ''])).toEqual(others);
    await round.end();
  });
});
