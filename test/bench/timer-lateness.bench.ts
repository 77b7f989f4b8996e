import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ClockBreached } from '@redress/clocks';
import { newId, type EpochMs } from '@redress/kernel';
import type { Bench } from './bench';
import { startNode, type Child } from './child';
import { ANSWER_WITHIN_MS, breachOf } from './due-cases';
import { GroupInsert } from './group-insert';
import { quantile, type Measured } from './measure';
import { OpenClocks } from './open-clocks';

const DUE = 1_000;
const WAITING = 1_000_000;
const PER_SECOND = 200;
const SECONDS = 10;
/** A process that has just started runs slow code. */
const WARM_UPS = 4;
/** How long after the last due instant all must be on the log, in ms. */
const PATIENCE_MS = 30_000;

const startProcess = (script: string, url: string): Promise<Child> =>
  startNode(['-r', '@swc-node/register', join(__dirname, script), url], {}, (line) =>
    line === 'started' ? true : undefined,
  );

/** The processes that have what falls due recorded: one keeps the rows, the others look. */
async function startTimekeepers(url: string, count: number): Promise<{ stop(): Promise<void> }> {
  const rows = await startProcess('due-rows.process.ts', url);
  const timekeepers = await Promise.all(
    Array.from({ length: count }, () => startProcess('timekeeper.process.ts', url)),
  );
  return {
    async stop() {
      await Promise.all([rows, ...timekeepers].map((one) => one.stop()));
    },
  };
}

interface Seen {
  /** From each due instant until its fact was read from the log, in ms. */
  readonly afterMs: readonly number[];
  /** Until the instant at which the batch was sent that put it there. */
  readonly recordedAfterMs: readonly number[];
}

/** Has cases registered, and watches the log until each has its breach. */
async function watchBreaches(
  { store }: OpenClocks,
  count: number,
  register: () => Promise<void>,
): Promise<Seen> {
  const after = await store.head();
  const enough = new AbortController();
  const lost = setTimeout(
    () => {
      enough.abort();
    },
    PATIENCE_MS + SECONDS * 1_000,
  );
  const afterMs: number[] = [];
  const recordedAfterMs: number[] = [];
  const watch = async (): Promise<void> => {
    const follow = store.follow({ ...(after === undefined ? {} : { after }), signal: enough.signal });
    for await (const events of follow) {
      const now = Date.now();
      for (const { type, data, recordedAt } of events) {
        if (type !== 'ClockBreached') continue;
        const dueAt = Date.parse((data as ClockBreached['data']).dueAt);
        afterMs.push(now - dueAt);
        recordedAfterMs.push(recordedAt - dueAt);
      }
      if (afterMs.length >= count) enough.abort();
    }
  };
  await Promise.all([watch(), register()]);
  clearTimeout(lost);
  if (afterMs.length !== count)
    throw new Error(`${String(afterMs.length)} of ${String(count)} facts came on the log`);
  return { afterMs, recordedAfterMs };
}

const figuresOf = ({ afterMs, recordedAfterMs }: Seen): Measured => ({
  value: quantile(afterMs, 0.99),
  also: {
    p50Ms: quantile(afterMs, 0.5),
    maxMs: quantile(afterMs, 1),
    recordedAtP99Ms: quantile(recordedAfterMs, 0.99),
  },
});

const untilInstant = (at: EpochMs): Promise<void> => pause(Math.max(0, at - Date.now()));

/** All fall due at the same instant. */
async function burst(clocks: OpenClocks): Promise<Measured> {
  const seen = await watchBreaches(clocks, DUE, async () => {
    await clocks.register(DUE, { from: Date.now(), rows: false });
  });
  return figuresOf(seen);
}

/** One after the other, evenly. */
async function steady(clocks: OpenClocks, count: number): Promise<Measured> {
  const seen = await watchBreaches(clocks, count, async () => {
    const from = Date.now();
    const registered: Promise<unknown>[] = [];
    for (let n = 0; n < count; n++) {
      const at = from + (n * 1_000) / PER_SECOND;
      await untilInstant(at);
      registered.push(clocks.register(1, { from: Math.floor(at), rows: false }));
    }
    await Promise.all(registered);
  });
  return figuresOf(seen);
}

/** Reads what is due at the instant and writes as many rows, by the plainest code. */
async function plainBurst({ pool }: OpenClocks, rows: GroupInsert): Promise<Measured> {
  const dueAt = Date.now() + 1_000;
  await pool.query(
    `INSERT INTO plain_timers SELECT gen_random_uuid(), 'complaint-' || gen_random_uuid(), $1 FROM generate_series(1, $2::integer)`,
    [dueAt, DUE],
  );
  await untilInstant(dueAt + 1);
  const { rows: due } = await pool.query<{ id: string; stream: string }>(
    'SELECT id, stream FROM plain_timers WHERE due_at <= $1 ORDER BY due_at LIMIT $2',
    [dueAt, DUE],
  );
  await Promise.all(due.map(({ id, stream }) => rows.add({ id, body: breachOf({ stream, dueAt }) })));
  const afterMs = Date.now() - dueAt;
  await pool.query('DELETE FROM plain_timers WHERE due_at <= $1', [dueAt]);
  return { value: afterMs };
}

/** A timer in memory for each, and one row when it fires. */
async function plainSteady(rows: GroupInsert, count: number): Promise<Measured> {
  const from = Date.now() + 1_000;
  const afterMs = await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const dueAt = Math.floor(from + (n * 1_000) / PER_SECOND);
      await untilInstant(dueAt);
      await rows.add({ id: newId(), body: breachOf({ stream: 'complaint-plain', dueAt }) });
      return Date.now() - dueAt;
    }),
  );
  return { value: quantile(afterMs, 0.99) };
}

const lateness = (how: 'burst' | 'steady', timekeepers: number): Bench => ({
  name: `timer-lateness-${how}${timekeepers === 1 ? '' : `-by-${String(timekeepers)}`}`,
  aim: how === 'burst' ? 'p99 under 100 ms' : 'p99 under 250 ms',
  unit: 'ms (p99)',
  notes: [
    `${
      how === 'burst'
        ? `${String(DUE)} of ${String(WAITING)} open clocks fall due at one instant`
        : `${String(PER_SECOND)} a second fall due for ${String(SECONDS)} s, with ${String(WAITING)} waiting, while as many cases are registered`
    }; ${String(timekeepers)} timekeeper(s), each in a process of its own in its normal loop, the timer rows kept by one more`,
    `after ${String(WARM_UPS)} runs to warm up; from the due instant until somebody who follows the log has the fact in hand; recordedAtP99Ms: until its recordedAt`,
    how === 'burst'
      ? 'floor: one process that waits for that instant, reads as many rows by an index and writes as many into a table with one key; nothing is read of a stream, nothing decided'
      : 'floor: a timer in memory for each, and one row by group commit when it fires',
  ],
  runs: 3,
  open: async ({ server, quick }) => {
    const waiting = quick ? WAITING / 10 : WAITING;
    const count = PER_SECOND * (quick ? SECONDS / 5 : SECONDS);
    const clocks = await OpenClocks.open(server, waiting);
    await GroupInsert.createTable(clocks.pool);
    const rows = new GroupInsert(clocks.pool);
    await clocks.pool.query('CREATE TABLE plain_timers (id uuid PRIMARY KEY, stream text, due_at bigint)');
    await clocks.pool.query(
      `INSERT INTO plain_timers SELECT gen_random_uuid(), 'complaint-' || n, $1::bigint + n FROM generate_series(1, $2::integer) AS n`,
      [Date.now() + ANSWER_WITHIN_MS * 1_000_000, waiting],
    );
    await clocks.pool.query('CREATE INDEX ON plain_timers (due_at)');
    await clocks.pool.query('VACUUM (ANALYZE) plain_timers');
    const processes = await startTimekeepers(clocks.url, timekeepers);
    const product = (): Promise<Measured> => (how === 'burst' ? burst(clocks) : steady(clocks, count));
    const floor = (): Promise<Measured> =>
      how === 'burst' ? plainBurst(clocks, rows) : plainSteady(rows, count);
    for (let n = 0; n < WARM_UPS; n++) {
      await product();
      await floor();
    }
    return {
      product,
      floor,
      async close() {
        await processes.stop();
        await clocks.close();
      },
    };
  },
});

/** How late what falls due is on record. */
export const timerLateness: readonly Bench[] = [
  lateness('burst', 1),
  lateness('burst', 2),
  lateness('burst', 3),
  lateness('steady', 1),
  lateness('steady', 3),
];
