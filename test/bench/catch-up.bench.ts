import { Client } from 'pg';
import type { Bench } from './bench';
import { fillStore } from './filled-store';
import { secondsOf, type Measured } from './measure';
import { startProduct } from './product';
import { ReadModels, type RowsWritten } from './read-models';

const EVENTS = 500_000;
const QUICK_EVENTS = 50_000;
const BATCH_ROWS = 500;

/** A month in which so many cases are lived. */
const FROM = Date.UTC(2026, 0, 5);
const MONTH_MS = 30 * 24 * 3_600_000;
/** Events in the life of a case, about. */
const EVENTS_OF_A_CASE = 13;

/** All projections over a long log, from nothing. */
export const catchUp: Bench = {
  name: 'catch-up',
  aim: 'a third of the floor',
  unit: 'rows/s',
  notes: [
    'every projection from nothing to the end of the log, in the running product; rows written as PostgreSQL counts them',
    `floor: as many rows, new and changed in the same shares, upserted in batches of ${String(BATCH_ROWS)} by plain SQL on one connection`,
  ],
  runs: 3,
  open: async ({ server, quick, say }) => {
    const database = await server.createDatabase();
    const wanted = quick ? QUICK_EVENTS : EVENTS;
    say(`catch-up: filling a log with ${String(wanted)} events`);
    const everyMs = MONTH_MS / (wanted / EVENTS_OF_A_CASE);
    const log = await fillStore(database, { lives: 'whole', events: wanted, from: FROM, everyMs });
    let rows: RowsWritten = { inserted: 0, updated: 0 };
    return {
      notes: [`${String(log.events)} events of ${String(log.cases)} cases, in the order of time`],
      async product(): Promise<Measured> {
        const readModels = await ReadModels.of(database);
        await readModels.drop();
        const starting = startProduct(database);
        try {
          // The start of the process is not counted, nor is what else it does at its start left out.
          await readModels.begun();
          const seconds = await secondsOf(() => readModels.caughtUp(log.ends));
          const projections = await readModels.projections();
          await (await starting).stop();
          rows = await readModels.rowsWritten();
          const written = rows.inserted + rows.updated;
          return {
            value: written / seconds,
            also: { seconds, rows: written, projections, eventsPerSecond: log.events / seconds },
          };
        } finally {
          await (await starting).stop();
          await readModels.close();
        }
      },
      async floor(): Promise<Measured> {
        const seconds = await plainUpserts(database, rows);
        return { value: (rows.inserted + rows.updated) / seconds, also: { seconds } };
      },
      close: () => server.dropDatabase(database),
    };
  },
};

const UPSERT = {
  name: 'bench.upsert',
  text: `INSERT INTO plain_upserts SELECT * FROM json_to_recordset($1::json)
      AS r (id text, team text, agent text, priority integer, phase text, cycle integer, registered_at bigint, due_at bigint)
    ON CONFLICT (id) DO UPDATE SET team = excluded.team, agent = excluded.agent, priority = excluded.priority, phase = excluded.phase,
      cycle = excluded.cycle, registered_at = excluded.registered_at, due_at = excluded.due_at`,
};

/** Seconds that it takes to write so many rows, without anything read, folded or remembered. */
async function plainUpserts(databaseUrl: string, { inserted, updated }: RowsWritten): Promise<number> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('DROP TABLE IF EXISTS plain_upserts');
    await client.query(`CREATE TABLE plain_upserts (id text COLLATE "C" PRIMARY KEY, team text, agent text, priority integer, phase text,
      cycle integer, registered_at bigint, due_at bigint)`);
    await client.query('CREATE INDEX ON plain_upserts (team, due_at)');
    const total = inserted + updated;
    let there = 0;
    return await secondsOf(async () => {
      for (let done = 0; done < total; done += BATCH_ROWS) {
        const size = Math.min(BATCH_ROWS, total - done);
        const areNew = there < BATCH_ROWS || there / inserted < done / total;
        const rows = Array.from({ length: size }, (_, n) =>
          plainRow(areNew ? there + n : changedRow(n, there), done + n),
        );
        if (areNew) there += size;
        await client.query({ ...UPSERT, values: [JSON.stringify(rows)] });
      }
    });
  } finally {
    await client.end();
  }
}

/** The n-th row to be changed of a batch: among the newest, as the cases are that people work on. */
const changedRow = (n: number, there: number): number =>
  there - 1 - n * Math.max(1, Math.floor(Math.min(there, 10 * BATCH_ROWS) / BATCH_ROWS));

const plainRow = (row: number, version: number): object => ({
  id: `0198c1a0-0000-7000-8000-${String(row).padStart(12, '0')}`,
  team: `team-${String(row % 12)}`,
  agent: `team-${String(row % 12)}-agent-${String(version % 20)}`,
  priority: 1 + (version % 5),
  phase: version % 3 === 0 ? 'open' : 'resolved',
  cycle: 1,
  registered_at: FROM + row * 60_000,
  due_at: FROM + version * 60_000,
});
