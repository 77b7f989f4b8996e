import { readSettings, StartupError } from '@redress/platform';
import { Command, InvalidArgumentError } from 'commander';
import { demoTokens, openDesks } from './open-desks';
import { tellWeek } from './tell-week';

const HOUR_MS = 3_600_000;

function count(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('Give a whole number above 0.');
}

function instant(text: string): number {
  const at = Date.parse(text);
  if (!Number.isNaN(at) && at <= Date.now()) return at;
  throw new InvalidArgumentError('Give an instant that is over, such as 2026-03-01T00:00:00Z.');
}

interface Options {
  readonly url: string;
  readonly seed: number;
  readonly cases: number;
  readonly until: number;
}

const program = new Command('demo')
  .description(
    'Fills a running instance with a believable week of a call centre: 8 teams, 40 agents, in English and Chinese.',
  )
  .option('--url <url>', 'where the instance listens', 'http://127.0.0.1:3000')
  .option('--seed <number>', 'another seed, another week', count, 1)
  .option('--cases <number>', 'how many cases', count, 2_000)
  .option(
    '--until <instant>',
    'the end of the week (default: the last full hour)',
    instant,
    Math.floor(Date.now() / HOUR_MS) * HOUR_MS,
  )
  .action(async ({ url, seed, cases, until }: Options) => {
    const started = performance.now();
    const desks = await openDesks(url, await demoTokens(readSettings()));
    let shownAt = started;
    const { told, refused } = await tellWeek({
      desk: desks.desk,
      seed,
      cases,
      until,
      onProgress: (n) => {
        if (performance.now() - shownAt < 2_000) return;
        shownAt = performance.now();
        process.stderr.write(`${String(n)} of ${String(cases)} cases\n`);
      },
    });
    await desks.close();
    process.stdout.write(
      `${String(told)} cases in ${((performance.now() - started) / 1000).toFixed(1)} s${refusals(refused)}\n`,
    );
  });

const refusals = (refused: Readonly<Record<string, number>>): string => {
  const codes = Object.entries(refused).map(([code, times]) => `${code} ${String(times)}`);
  return codes.length === 0 ? '' : `; refused: ${codes.join(', ')}`;
};

/** What to do about a server that is not there, or not there any more; undefined for other errors. */
function mendOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ECONNREFUSED')
    return 'Nothing listens there. Start Redress first (npm start), or say where it is with --url.';
  if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET')
    return 'Redress went away. Start it, and run the demo with the same --seed and --until: what was told stays, the rest follows.';
  return error instanceof StartupError ? error.message : undefined;
}

program.parseAsync().catch((error: unknown) => {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${mendOf(error) ?? text}\n`);
  process.exitCode = 1;
});
