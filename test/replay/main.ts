import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { PolicyFileError } from '@redress/policies';
import { StartupError } from '@redress/platform';
import { startEmbedded } from './instance';
import { replayServicenow, type ReplayRequest } from './replay-servicenow';

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function stepMs(text: string): number {
  const [, count, unit = ''] = /^(\d+)([mhd])$/.exec(text) ?? [];
  const ms = Number(count) * (UNIT_MS[unit] ?? NaN);
  if (ms > 0) return ms;
  throw new InvalidArgumentError('Give minutes, hours or days, such as 10m, 1h or 1d.');
}

function instant(text: string): number {
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  throw new InvalidArgumentError('Give an instant, such as 2017-03-01T00:00:00Z.');
}

interface Options {
  readonly policy: string;
  readonly report: string;
  readonly verdicts?: string;
  readonly step: number;
  readonly asOf: number;
}

const program = new Command('replay').description(
  'Lives the records of another system again through the API, on a virtual clock.',
);

program
  .command('servicenow')
  .description('the audit trail of an IT service desk, as CSV, plain or gzipped')
  .argument('<file>')
  .option('--policy <name or file>', 'a name under policies/, or the path of a YAML file', 'round-the-clock')
  .requiredOption('--report <file>', 'where to write the figures, as JSON')
  .option('--verdicts <file>', 'where to write every SLA verdict, as CSV')
  .option(
    '--step <time>',
    'business time between two looks of the timekeeper: 10m, 1h, 1d',
    stepMs,
    3_600_000,
  )
  .option(
    '--as-of <instant>',
    'the end of the replay; rows after it are ignored',
    instant,
    Date.parse('2017-03-01T00:00:00Z'),
  )
  .action(async (file: string, { policy, report, verdicts, step, asOf }: Options) => {
    const started = performance.now();
    let shownAt = 0;
    const request: ReplayRequest = {
      file,
      policy,
      stepMs: step,
      asOf,
      onMalformed: ({ line, reason }) => process.stderr.write(`line ${String(line)} skipped: ${reason}\n`),
      onProgress: ({ at, sent, total }) => {
        if (performance.now() - shownAt < 2_000) return;
        shownAt = performance.now();
        process.stderr.write(`${new Date(at).toISOString()}  ${String(sent)} of ${String(total)} commands\n`);
      },
    };
    const result = await replayServicenow(request, startEmbedded);
    await writeFile(report, `${JSON.stringify(result.report, null, 1)}\n`);
    if (verdicts !== undefined) await writeFile(verdicts, result.verdicts);
    process.stderr.write(`done in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  });

program.parseAsync().catch((error: unknown) => {
  const known =
    error instanceof StartupError ||
    error instanceof PolicyFileError ||
    (error instanceof Error && 'code' in error);
  process.stderr.write(
    `${known ? (error as Error).message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
});
