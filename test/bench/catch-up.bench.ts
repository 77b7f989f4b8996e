import type { Bench } from './bench';
import { monthOfCases } from './filled-store';
import type { Measured } from './measure';
import { plainUpserts } from './plain-upserts';
import { startProduct } from './product';
import { ReadModels, type RowsWritten } from './read-models';

const EVENTS = 500_000;
const QUICK_EVENTS = 50_000;

/** All projections over a long log, from nothing. */
export const catchUp: Bench = {
  name: 'catch-up',
  aim: 'a third of the floor',
  unit: 'rows/s',
  notes: [
    'every projection from nothing to the end of the log, in the running product; rows written as PostgreSQL counts them',
    'floor: as many rows, new and changed in the same shares, upserted in batches of 500 by plain SQL on one connection into a table like that of the queues (its columns, its key, its index)',
  ],
  runs: 3,
  open: async ({ server, quick, say }) => {
    const database = await server.createDatabase();
    const wanted = quick ? QUICK_EVENTS : EVENTS;
    say(`catch-up: filling a log with ${String(wanted)} events`);
    const log = await monthOfCases(database, wanted);
    let rows: RowsWritten = { inserted: 0, updated: 0 };
    return {
      notes: [`${String(log.events)} events of ${String(log.cases)} cases, in the order of time`],
      async product(): Promise<Measured> {
        const readModels = await ReadModels.of(database);
        await readModels.drop();
        // The start of the process is not counted, but what else it does while it starts goes on beside.
        const beginning = readModels.begun().then(() => performance.now());
        beginning.catch(() => undefined); // whoever stops the run below says why
        const product = await startProduct(database);
        try {
          const began = await product.during(beginning);
          await product.during(readModels.caughtUp(log.ends));
          const seconds = (performance.now() - began) / 1_000;
          const projections = await readModels.projections();
          await product.stop();
          rows = await readModels.rowsWritten();
          const written = rows.inserted + rows.updated;
          return {
            value: written / seconds,
            also: { seconds, rows: written, projections, eventsPerSecond: log.events / seconds },
          };
        } finally {
          await product.stop();
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
