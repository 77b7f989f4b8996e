import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import type { Bench } from './bench';
import { startFloorServer } from './floor-server';
import { secondsOf, type Measured } from './measure';
import { registrationLoad } from './registration-load';

const ROOT = resolve(__dirname, '../..');
const FILE = 'servicenow/incidents-2016-03.csv.gz';
/** Requests at the same time, as in the replay itself. */
const CONNECTIONS = 32;
const QUICK_ROWS = 6_000;

/** A month of a real service desk, lived again through the API. */
export const replay: Bench = {
  name: 'replay',
  aim: 'under 5 minutes',
  unit: 's',
  notes: [
    'npm run replay over a month of a real service desk, policy round-the-clock, steps of an hour: from its start to report and verdicts written',
    `floor: as many requests at ${String(CONNECTIONS)} connections to bare Fastify with a group-commit insert`,
  ],
  runs: 1,
  open: async ({ server, quick }) => {
    const file = join(process.env['REDRESS_DATA'] ?? resolve(ROOT, '../shared/data'), FILE);
    if (!existsSync(file)) return `there is no ${file}; set REDRESS_DATA to the folder of the data`;
    const folder = await mkdtemp(join(tmpdir(), 'redress-bench-replay-'));
    const input = quick ? join(folder, 'few.csv') : file;
    if (quick) {
      const rows = gunzipSync(await readFile(file))
        .toString()
        .split('\n', QUICK_ROWS);
      await writeFile(input, `${rows.join('\n')}\n`);
    }
    let commands = 0;
    return {
      async product(): Promise<Measured> {
        const seconds = await secondsOf(async () => {
          commands = await runReplay(input, folder);
        });
        return { value: seconds, also: { commands, commandsPerSecond: commands / seconds } };
      },
      async floor(): Promise<Measured> {
        const database = await server.createDatabase();
        const floor = await startFloorServer(database);
        try {
          const load = { url: floor.url, token: 'none', connections: CONNECTIONS, requests: commands };
          return { value: await secondsOf(() => registrationLoad(load)) };
        } finally {
          await floor.stop();
          await server.dropDatabase(database);
        }
      },
      close: () => rm(folder, { recursive: true, force: true }),
    };
  },
};

/** Gives the number of commands sent, which its last line of progress tells. */
async function runReplay(file: string, folder: string): Promise<number> {
  const [report, verdicts] = [join(folder, 'report.json'), join(folder, 'verdicts.csv')];
  const options = ['--policy', 'round-the-clock', '--report', report, '--verdicts', verdicts];
  const { stderr } = await promisify(execFile)(
    process.execPath,
    ['-r', '@swc-node/register', 'test/replay/main.ts', 'servicenow', file, ...options],
    { cwd: ROOT, maxBuffer: 64 * 2 ** 20 },
  );
  return Number([...stderr.matchAll(/ of (\d+) commands/g)].at(-1)?.[1]);
}
