import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Bench } from './bench';
import { monthOfCases } from './filled-store';
import type { Measured } from './measure';

const EVENTS = 1_000_000;
const QUICK_EVENTS = 100_000;

/** As `npm run what-if` has it: else V8 lets garbage grow to four times of what is in use, for whoever only reads, too. */
const COLLECTS_EARLIER = '--heap-growing-percent=120';

interface Worked {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMiB: number;
  readonly flips?: number;
}

/** What another policy would have made of every case of a long log. */
export const whatIf: Bench = {
  name: 'what-if',
  aim: 'under 30 s; peak memory within 64 MiB of that over a tenth of the log',
  unit: 's',
  notes: [
    'office-hours over a month of cases under round-the-clock, in a process of its own, without its start; --events says how many the log has',
    'floor: a process that reads the same log in order, page by page on one connection, its JSON parsed',
    'peakMiB: the most that the process ever had resident; peakOfTenthMiB: likewise over a log with a tenth of the events',
  ],
  runs: 3,
  open: async ({ server, quick, events, say }) => {
    const wanted = events ?? (quick ? QUICK_EVENTS : EVENTS);
    const [database, tenth] = [await server.createDatabase(), await server.createDatabase()];
    say(`what-if: filling logs with ${String(wanted)} events and with a tenth of that`);
    const log = await monthOfCases(database, wanted);
    await monthOfCases(tenth, Math.round(wanted / 10));
    return {
      notes: [`${String(log.events)} events of ${String(log.cases)} cases, in the order of time`],
      async product(): Promise<Measured> {
        const { seconds, cpuSeconds, peakMiB, flips = 0 } = await work(database);
        const { peakMiB: peakOfTenthMiB } = await work(tenth);
        const growthMiB = peakMiB - peakOfTenthMiB;
        const eventsPerSecond = log.events / seconds;
        return {
          value: seconds,
          also: { eventsPerSecond, cpuSeconds, flips, peakMiB, peakOfTenthMiB, growthMiB },
        };
      },
      async floor(): Promise<Measured> {
        const { seconds, cpuSeconds, peakMiB } = await work(database, 'plainly');
        return { value: seconds, also: { eventsPerSecond: log.events / seconds, cpuSeconds, peakMiB } };
      },
      async close() {
        await server.dropDatabase(database);
        await server.dropDatabase(tenth);
      },
    };
  },
};

async function work(databaseUrl: string, ...how: readonly string[]): Promise<Worked> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [COLLECTS_EARLIER, '-r', '@swc-node/register', join(__dirname, 'what-if.process.ts'), ...how],
    { env: { ...process.env, DATABASE_URL: databaseUrl } },
  );
  return JSON.parse(stdout) as Worked;
}
