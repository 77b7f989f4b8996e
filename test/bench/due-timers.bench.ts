import { Timekeeper } from '@redress/clocks';
import { LocalEventFeed } from '@redress/event-feed/local';
import { VirtualClock, type RecordedEvent } from '@redress/kernel';
import { ReadModel } from '@redress/read-model';
import { SHARES } from '../../libs/clocks/src/due-marks/timer-round';
import { TimerRows } from '../../libs/clocks/src/due-marks/timer-rows';
import { RecordDueMarksHandler } from '../../libs/clocks/src/record-due-marks/record-due-marks.handler';
import type { Bench } from './bench';
import { ANSWER_WITHIN_MS, breachOf, type DueCase } from './due-cases';
import { PARTITIONS } from './filled-store';
import { GroupInsert } from './group-insert';
import { median, secondsOf, type Measured } from './measure';
import { OpenClocks } from './open-clocks';

const DUE = 1_000;
const WAITING = 1_000_000;
const FEW_WAITING = 10_000;
/** Both are measured so often in a run, in turn; the middle one counts. */
const TIMES = 41;

const inThousands = (count: number): string => `${String(count / 1_000)}k`;

const plainRead = {
  name: 'bench.due',
  text: 'SELECT stream, partition_key, fact_id, next_due_at FROM read_model.due_marks WHERE look_at <= $1 ORDER BY look_at LIMIT $2',
};

/** From the question to the rows in memory. */
const find = (waiting: number): Bench => ({
  name: `due-timers-find-${inThousands(waiting)}`,
  aim: '3 times the floor at most, whatever is open',
  unit: `ms (${String(DUE)} due)`,
  notes: [
    `${String(waiting)} clocks wait, ${String(DUE)} are due; taken by one timekeeper, so that no other one has them, and given back`,
    'floor: the same rows by the same index, in one SELECT, kept from nobody',
    `each the middle of ${String(TIMES)}, taken in turn`,
  ],
  runs: 3,
  open: async ({ server, quick }) => {
    const clocks = await OpenClocks.open(server, quick ? waiting / 10 : waiting);
    await clocks.register(DUE, { from: Date.now() - 2 * ANSWER_WITHIN_MS, rows: true });
    const timers = new TimerRows(new ReadModel({ pool: clocks.pool }));
    const now = Date.now();
    const take = async (): Promise<number> => {
      const round = await timers.begin();
      try {
        const shares = await round.claim(SHARES);
        return (await round.due(shares, { now, limit: DUE, patient: true, except: [] })).length;
      } finally {
        await round.end();
      }
    };
    const read = async (): Promise<number> => {
      const { rowCount } = await clocks.pool.query({ ...plainRead, values: [now, DUE] });
      return rowCount ?? 0;
    };
    const timed = async (ask: () => Promise<number>): Promise<number> => {
      const seconds = await secondsOf(async () => {
        if ((await ask()) !== DUE) throw new Error('not all that is due was found');
      });
      return seconds * 1_000;
    };
    let floors: number[] = [];
    return {
      async product(): Promise<Measured> {
        const values: number[] = [];
        floors = [];
        for (let n = 0; n < TIMES; n++) {
          values.push(await timed(take));
          floors.push(await timed(read));
        }
        return { value: median(values) };
      },
      floor: () => Promise.resolve({ value: median(floors) }),
      close: () => clocks.close(),
    };
  },
});

/** From the first stream that is looked at to the last fact on the log. */
const record: Bench = {
  name: 'due-timers-record',
  aim: 'half of the floor',
  unit: 'facts/s',
  notes: [
    `${String(DUE)} of ${String(WAITING)} open clocks are due, each on a stream of its own; by a timekeeper in its normal loop, from the first stream that it looks at to the last fact on disk`,
    'floor: the same streams read one by one over ten connections, and one event for each appended by group commit into a table with one key; no fold, no decision, no revision',
    'no projection runs meanwhile; both are in the process of the bench',
  ],
  runs: 5,
  open: async ({ server, quick }) => {
    const clocks = await OpenClocks.open(server, quick ? WAITING / 10 : WAITING);
    await GroupInsert.createTable(clocks.pool);
    const rows = new GroupInsert(clocks.pool);
    const due = (): Promise<readonly DueCase[]> =>
      clocks.register(DUE, { from: Date.now() - ANSWER_WITHIN_MS - 1, rows: true });
    const product = async (): Promise<Measured> => {
      const cases = await due();
      const seconds = await recordAll(clocks, cases);
      await clocks.forget(cases);
      return { value: DUE / seconds };
    };
    const floor = async (): Promise<Measured> => {
      const cases = await due();
      const seconds = await secondsOf(() =>
        Promise.all(
          cases.map(async ({ stream, dueAt }) => {
            const { rows: events } = await clocks.pool.query<Pick<RecordedEvent, 'stream'>>({
              name: 'bench.read_stream',
              text: 'SELECT * FROM event_store.events WHERE stream = $1 ORDER BY revision',
              values: [stream],
            });
            const event = breachOf({ stream: events[0]?.stream ?? '', dueAt });
            await rows.add({ id: (event as { id: string }).id, body: event });
          }),
        ),
      );
      await clocks.forget(cases);
      return { value: DUE / seconds };
    };
    await product();
    await floor();
    return { product, floor, close: () => clocks.close() };
  },
};

/** Seconds from the first look to the last fact. */
async function recordAll({ store, pool }: OpenClocks, cases: readonly DueCase[]): Promise<number> {
  const readModel = new ReadModel({ pool });
  // Business time by hand: nothing but these falls due.
  const clock = new VirtualClock(Math.max(...cases.map(({ dueAt }) => dueAt)) + 1);
  const handler = new RecordDueMarksHandler(store, clock);
  const feed = new LocalEventFeed(store, { partitions: PARTITIONS });
  const began: number[] = [];
  let recorded = 0;
  let endedAt = 0;
  await new Promise<void>((resolve, reject) => {
    const timekeeper = new Timekeeper({
      store,
      feed,
      readModel,
      timers: new TimerRows(readModel),
      clock,
      record: async (command) => {
        began.push(performance.now());
        const decided = await handler.execute(command);
        recorded += decided.events.length;
        if (recorded === cases.length) {
          endedAt = performance.now();
          timekeeper.stop().then(resolve, reject);
        }
        return decided;
      },
    });
    timekeeper.start();
  });
  await feed.close();
  return (endedAt - (began[0] ?? NaN)) / 1_000;
}

/** The timers: finding what is due, and recording it. */
export const dueTimers: readonly Bench[] = [find(FEW_WAITING), find(WAITING), record];
