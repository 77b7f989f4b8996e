import { cpus, totalmem } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import type { Bench, BenchContext } from './bench';
import { startBenchServer } from './bench-server';
import { median, rounded, runOf, type BenchReport, type Run, type SkippedBench } from './measure';
import { buildProduct } from './product';
import { appends } from './append.bench';
import { asOf, asOfHistories } from './as-of.bench';
import { catchUp } from './catch-up.bench';
import { consoleDay } from './console-day.bench';
import { consoleFirstLoad } from './console-first-load.bench';
import { deadlines } from './deadlines.bench';
import { dueTimers } from './due-timers.bench';
import { idleProcesses } from './idle-processes.bench';
import { liveBoards } from './live-boards.bench';
import { memory } from './memory.bench';
import { projector, projectorEach } from './projector.bench';
import { rebuildFromTopic } from './rebuild-from-topic.bench';
import { registration } from './registration.bench';
import { relay } from './relay.bench';
import { replay } from './replay.bench';
import { timerLateness } from './timer-lateness.bench';
import { visible } from './visible.bench';
import { visibleKafka } from './visible-kafka.bench';
import { whatIf } from './what-if.bench';

const BENCHES: readonly Bench[] = [
  registration,
  catchUp,
  visible,
  liveBoards,
  replay,
  memory,
  ...appends,
  asOf,
  asOfHistories,
  whatIf,
  ...deadlines,
  ...dueTimers,
  ...timerLateness,
  relay,
  projector,
  projectorEach,
  visibleKafka,
  rebuildFromTopic,
  idleProcesses,
  consoleFirstLoad,
  consoleDay,
];

const GIB = 2 ** 30;

async function report(
  bench: Bench,
  context: BenchContext,
  wanted: number | undefined,
): Promise<BenchReport | SkippedBench> {
  const { name, aim, unit, notes } = bench;
  const ready = await bench.open(context);
  if (typeof ready === 'string') {
    context.say(`${name}: SKIPPED, ${ready}`);
    return { name, skipped: ready };
  }
  const runs: Run[] = [];
  const count = wanted ?? bench.runs;
  try {
    while (runs.length < count) {
      const product = await ready.product();
      const run = runOf(product, await ready.floor(product));
      runs.push(run);
      context.say(`${name} ${String(runs.length)}/${String(count)}: ${JSON.stringify(run)}`);
    }
  } finally {
    await ready.close?.();
  }
  return {
    name,
    aim,
    unit,
    runs,
    median: rounded(median(runs.map(({ value }) => value))),
    floorMedian: rounded(median(runs.map(({ floor }) => floor))),
    ratio: rounded(median(runs.map(({ ratio }) => ratio))),
    notes: [...notes, ...(ready.notes ?? [])],
  };
}

/** That of this name; else all whose names begin with it; all where none is named. */
function benchesCalled(wanted: string | undefined): readonly Bench[] {
  if (wanted === undefined) return BENCHES;
  const exact = BENCHES.filter(({ name }) => name === wanted);
  return exact.length > 0 ? exact : BENCHES.filter(({ name }) => name.startsWith(`${wanted}-`));
}

interface Options {
  readonly runs?: number;
  readonly events?: number;
  readonly quick: boolean;
  readonly build: boolean;
}

async function main(wanted: string | undefined, { runs, events, quick, build }: Options): Promise<void> {
  const benches = benchesCalled(wanted);
  if (benches.length === 0)
    throw new Error(
      `there is no bench ${wanted ?? ''}; there are ${BENCHES.map(({ name }) => name).join(', ')}`,
    );
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  if (build) await buildProduct();
  const server = await startBenchServer();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void server.stop().finally(() => process.exit(130));
    });
  }
  try {
    const reports: (BenchReport | SkippedBench)[] = [];
    const context = { server, quick, say, ...(events === undefined ? {} : { events }) };
    for (const bench of benches) reports.push(await report(bench, context, runs));
    const [cpu] = cpus();
    const machine = {
      cpus: cpus().length,
      model: cpu?.model ?? 'unknown',
      memory: `${(totalmem() / GIB).toFixed(1)} GiB`,
      node: process.version,
      postgres: server.description,
    };
    process.stdout.write(
      `${JSON.stringify({ machine, ...(quick ? { quick } : {}), benches: reports }, null, 1)}\n`,
    );
  } finally {
    await server.stop();
  }
}

const upTo =
  (most: number) =>
  (text: string): number => {
    if (/^[1-9]\d*$/.test(text) && Number(text) <= most) return Number(text);
    throw new InvalidArgumentError(`Give a whole number from 1 to ${String(most)}.`);
  };

new Command('bench')
  .description(
    'Measures the product beside the least that the same work could cost. Prints one JSON document.',
  )
  .argument('[name]', BENCHES.map(({ name }) => name).join(', '))
  .option('--runs <number>', 'of each; default: 3, of those that take minutes 1', upTo(99))
  .option('--events <number>', 'how many the log has, of those that say so in their notes', upTo(100_000_000))
  .option('--quick', 'a tenth of the work, to see that it runs', false)
  .option('--no-build', 'measure what was built before')
  .action(main)
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  });
