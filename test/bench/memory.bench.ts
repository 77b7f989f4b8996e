import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Bench } from './bench';
import { fillStore } from './filled-store';
import type { Measured } from './measure';
import { startProduct, type Product } from './product';
import { ReadModels } from './read-models';

const CASES = 50_000;
const QUICK_CASES = 5_000;

/** The cases were registered one after the other, up to a quarter of an hour ago: nothing of them is due yet. */
const REGISTERING_MS = 5 * 60_000;
const AGO_MS = 15 * 60_000;

const SAMPLE_MS = 250;
const SETTLE_MS = 2_000;

/** Lets the bench ask for a garbage collection. */
const COLLECTS_ON_SIGNAL = ['--expose-gc', '--import', 'data:text/javascript,process.on("SIGUSR2",()=>gc())'];

const TEAMS = Array.from({ length: 12 }, (_, n) => `team-${String(n + 1)}`);

/** Resident memory of the product's process; PostgreSQL is not in it. */
export const memory: Bench = {
  name: 'memory',
  aim: 'under 500 MiB',
  unit: 'MiB',
  notes: [
    `resident set of the node process with ${String(CASES)} open cases: read models built, queues, cases and figures asked for, garbage collected`,
    'floor: the same process just started on an empty database',
    'PostgreSQL is not counted',
  ],
  runs: 3,
  open: async ({ server, quick, say }) => {
    const database = await server.createDatabase();
    const cases = quick ? QUICK_CASES : CASES;
    say(`memory: filling a log with ${String(cases)} open cases`);
    const until = Date.now();
    const log = await fillStore(database, {
      lives: 'open',
      cases,
      from: until - AGO_MS,
      everyMs: REGISTERING_MS / cases,
      until,
    });
    return {
      notes: [`${String(log.cases)} open cases, ${String(log.events)} events`],
      async product(): Promise<Measured> {
        const readModels = await ReadModels.of(database);
        await readModels.drop();
        const product = await startProduct(database, COLLECTS_ON_SIGNAL);
        const watch = watchMemory(product);
        try {
          await product.during(readModels.caughtUp(log.ends));
          await askAround(product);
          const also = {
            beforeCollectingMiB: await residentMib(product.pid),
            highestMiB: await watch.highest(),
          };
          return { value: await collectedMib(product), also };
        } finally {
          await watch.highest();
          await product.stop();
          await readModels.close();
        }
      },
      async floor(): Promise<Measured> {
        const empty = await server.createDatabase();
        const product = await startProduct(empty, COLLECTS_ON_SIGNAL);
        try {
          return { value: await collectedMib(product) };
        } finally {
          await product.stop();
          await server.dropDatabase(empty);
        }
      },
      close: () => server.dropDatabase(database),
    };
  },
};

/** What a call centre looks at, more than once. */
async function askAround(product: Product): Promise<void> {
  const [leader, analyst] = [await product.token('supervisor'), await product.token('analyst')];
  const get = async (path: string, token: string): Promise<void> => {
    const answer = await fetch(`${product.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(`GET ${path} answered ${String(answer.status)}: ${await answer.text()}`);
    await answer.arrayBuffer();
  };
  for (let round = 0; round < 10; round++) {
    await Promise.all(TEAMS.map((team) => get(`/v1/queues/teams/${team}?limit=100`, leader)));
    await get('/v1/figures/cases?kind=all', analyst);
    await get('/v1/figures/response-times?kind=all&measure=first-response', analyst);
  }
}

async function residentMib(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout) / 1024;
}

async function collectedMib(product: Product): Promise<number> {
  // Twice: the first collection frees what only finalizers still held, and pages go back to the system a little later.
  for (let time = 0; time < 2; time++) {
    product.signal('SIGUSR2');
    await pause(SETTLE_MS);
  }
  return residentMib(product.pid);
}

/** Looks at the memory now and then, until the highest value is asked for. */
function watchMemory(product: Product): { highest(): Promise<number> } {
  const over = new AbortController();
  const watching = (async () => {
    let highest = 0;
    while (!over.signal.aborted) {
      highest = Math.max(highest, await residentMib(product.pid));
      await pause(SAMPLE_MS, undefined, { signal: over.signal }).catch(() => undefined);
    }
    return highest;
  })();
  return {
    highest() {
      over.abort();
      return watching;
    },
  };
}
