import { LocalEventFeed } from '@redress/event-feed/local';
import { partitionFor } from '@redress/event-feed';
import { PostgresEventStore } from '@redress/event-store/postgres';
import { teamClocks } from '@redress/board';
import { SystemClock, type EpochMs } from '@redress/kernel';
import { migrate } from '@redress/platform';
import { queues } from '@redress/queues';
import { Past, ProjectionRunner, ReadModel, readModelMigrations, type Projection } from '@redress/read-model';
import { Pool } from 'pg';
import { AskCaseClocksHandler } from '../../libs/board/src/case-clocks/ask-case-clocks.handler';
import { AskCaseClocks } from '../../libs/board/src/case-clocks/ask-case-clocks.query';
import { AskGoingClocksHandler } from '../../libs/board/src/going-clocks/ask-going-clocks.handler';
import { AskGoingClocks } from '../../libs/board/src/going-clocks/ask-going-clocks.query';
import { AskQueueHandler } from '../../libs/queues/src/queue/ask-queue.handler';
import { AskQueue } from '../../libs/queues/src/queue/ask-queue.query';
import type { Bench, BenchContext } from './bench';
import { monthOfCases, PARTITIONS, type FilledStore } from './filled-store';
import { quantile, secondsOf, type Measured } from './measure';
import { ReadModels } from './read-models';

const EVENTS = 1_000_000;
const QUICK_EVENTS = 100_000;
const QUESTIONS = 300;
const PAGE = { limit: 50 };

/** As many as the product gives its projections. */
const ROW_CONNECTIONS = 6;

const PROJECTIONS = [queues, teamClocks];

/** Queue, board and clocks of a case at any instant. */
export const asOf: Bench = {
  name: 'as-of',
  aim: 'p99 under 500 ms with 1,000,000 events',
  unit: 'ms (p99 of the slowest question)',
  notes: [
    `${String(QUESTIONS)} each of a team's pool, an agent's queue, a team's board and the clocks of a case, pages of ${String(PAGE.limit)}, one after the other, at the instants of random events of the log (--events); the case is that of the event`,
    'floor: the same questions about now',
    'asked of the handlers, in the process of the bench: without HTTP',
  ],
  runs: 3,
  open: async (context) => {
    const { server } = context;
    const { database, log } = await filledLog('as-of', context);
    await keepRows(database, log, PROJECTIONS);
    const pool = new Pool({ connectionString: database, max: ROW_CONNECTIONS });
    const clock = new SystemClock();
    const store = new PostgresEventStore(database, clock);
    const readModel = new ReadModel({ pool });
    const feed = { partitionOf: (key: string) => partitionFor(key, PARTITIONS) };
    const past = new Past({ store, feed, readModel, clock });
    const notes = [`${String(log.events)} events of ${String(log.cases)} cases; ${await sizes(pool)}`];
    await pool.query('VACUUM (ANALYZE)');
    const questions = questionsTo(readModel, past);
    return {
      notes,
      product: async () => measured(questions, await randomMoments(pool, log), true),
      floor: async () => measured(questions, await randomMoments(pool, log), false),
      async close() {
        await store.close();
        await pool.end();
        await server.dropDatabase(database);
      },
    };
  },
};

/** What it costs to keep what rows were. */
export const asOfHistories: Bench = {
  name: 'as-of-histories',
  aim: 'none set',
  unit: 'events/s',
  notes: [
    'queues and clocks of teams, which keep histories, from nothing to the end of a log (--events), over the feed within the process',
    'floor: the same projections without histories',
    'rows as PostgreSQL counts them, versions among them',
  ],
  runs: 1,
  open: async (context) => {
    const { database, log } = await filledLog('as-of-histories', context);
    const measure = async (projections: readonly Projection[]): Promise<Measured> => {
      const { seconds, rows } = await keepRows(database, log, projections);
      return { value: log.events / seconds, also: { seconds, rows, rowsPerSecond: rows / seconds } };
    };
    return {
      notes: [`${String(log.events)} events of ${String(log.cases)} cases`],
      product: () => measure(PROJECTIONS),
      floor: () => measure(PROJECTIONS.map(withoutHistory)),
      close: () => context.server.dropDatabase(database),
    };
  },
};

async function filledLog(
  name: string,
  { server, quick, events = quick ? QUICK_EVENTS : EVENTS, say }: BenchContext,
): Promise<{ readonly database: string; readonly log: FilledStore }> {
  const database = await server.createDatabase();
  say(`${name}: filling a log with ${String(events)} events`);
  return { database, log: await monthOfCases(database, events) };
}

const withoutHistory = (projection: Projection): Projection => ({
  ...projection,
  tables: Object.fromEntries(
    Object.entries(projection.tables).map(([name, { history: _, ...table }]) => [name, table]),
  ),
});

/** Builds the rows of projections from nothing, over the local feed. */
async function keepRows(
  database: string,
  log: FilledStore,
  projections: readonly Projection[],
): Promise<{ readonly seconds: number; readonly rows: number }> {
  const readModels = await ReadModels.of(database);
  await readModels.drop();
  await migrate(database, [readModelMigrations]);
  const pool = new Pool({ connectionString: database, max: ROW_CONNECTIONS });
  const store = new PostgresEventStore(database, new SystemClock());
  const feed = new LocalEventFeed(store, { partitions: PARTITIONS });
  const runner = new ProjectionRunner({ pool, feed, projections });
  try {
    const seconds = await secondsOf(async () => {
      await runner.start();
      await readModels.caughtUp(log.ends);
    });
    await runner.stop();
    await feed.close();
    await store.close();
    await pool.end();
    const { inserted, updated } = await readModels.rowsWritten();
    return { seconds, rows: inserted + updated };
  } finally {
    await readModels.close();
  }
}

interface Moment {
  readonly at: EpochMs;
  readonly caseId: string;
  readonly team: string;
  readonly agent: string;
}

/** Of random events: when they were recorded and of which case; with a team and an agent at random. */
async function randomMoments(pool: Pool, { events }: FilledStore): Promise<readonly Moment[]> {
  const positions = Array.from({ length: QUESTIONS }, () => 1 + Math.floor(Math.random() * events));
  const { rows } = await pool.query<{ at: string; case_id: string }>(
    'SELECT recorded_at AS at, partition_key AS case_id FROM event_store.events WHERE position = ANY($1)',
    [positions],
  );
  return rows.map(({ at, case_id: caseId }) => {
    const team = `team-${String(1 + Math.floor(Math.random() * 12))}`;
    return { at: Number(at), caseId, team, agent: `${team}-agent-${String(Math.floor(Math.random() * 20))}` };
  });
}

type Question = (moment: Moment, at: EpochMs | undefined) => Promise<unknown>;

function questionsTo(readModel: ReadModel, past: Past): Readonly<Record<string, Question>> {
  const queue = new AskQueueHandler(readModel, past);
  const board = new AskGoingClocksHandler(readModel, past);
  const clocks = new AskCaseClocksHandler(readModel, past);
  return {
    pool: ({ team }, at) => queue.execute(new AskQueue({ kind: 'team', name: team }, PAGE, undefined, at)),
    queue: ({ agent }, at) =>
      queue.execute(new AskQueue({ kind: 'agent', name: agent }, PAGE, undefined, at)),
    board: ({ team }, at) => board.execute(new AskGoingClocks(team, PAGE, undefined, at)),
    caseClocks: ({ caseId }, at) => clocks.execute(new AskCaseClocks(caseId, undefined, at)),
  };
}

async function measured(
  questions: Readonly<Record<string, Question>>,
  moments: readonly Moment[],
  then: boolean,
): Promise<Measured> {
  const also: Record<string, number> = {};
  let slowest = 0;
  for (const [name, ask] of Object.entries(questions)) {
    const ms: number[] = [];
    for (const moment of moments)
      ms.push(1_000 * (await secondsOf(() => ask(moment, then ? moment.at : undefined))));
    also[`${name}P50Ms`] = quantile(ms, 0.5);
    also[`${name}P99Ms`] = quantile(ms, 0.99);
    slowest = Math.max(slowest, quantile(ms, 0.99));
  }
  return { value: slowest, also };
}

/** How much the histories hold, in words. */
async function sizes(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ name: string; bytes: string }>(
    `SELECT regexp_replace(relname, '__g\\d+$', '') AS name, pg_total_relation_size(oid) AS bytes FROM pg_class
      WHERE relkind = 'r' AND relname ~ '__g\\d+$' ORDER BY relname`,
  );
  return rows.map(({ name, bytes }) => `${name} ${(Number(bytes) / 2 ** 20).toFixed(0)} MiB`).join(', ');
}
