import { Command } from 'commander';
import { readSettings, repartition, StartupError, type KafkaSettings } from '@redress/platform';
import { makeTopics, redriveIntake } from '@redress/wiring';

const program = new Command('topics').description(
  'The topics of Redress, on the brokers that KAFKA_BROKERS names.',
);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

program
  .command('create')
  .description('makes those that are not there yet, with the settings that each must have')
  .option(
    '--replication <count>',
    'on how many brokers each partition lies (default: as the cluster has it)',
    Number,
  )
  .action(async ({ replication }: { replication?: number }) => {
    for (const line of await makeTopics(readSettings(), replication)) say(line);
  });

program
  .command('redrive')
  .description(
    'puts dead letters of the intake back on its topic, each once, after what was wrong with them is mended',
  )
  .option('--code <code>', 'only those that were refused for this')
  .option('--source <uri>', 'only those of this sender')
  .option('--dry-run', 'only says what there is')
  .action(async (filter: { code?: string; source?: string; dryRun?: boolean }) => {
    const { putBack, left, byCode, stoppedEarly } = await redriveIntake(brokers(), filter);
    for (const [code, count] of byCode) say(`${code}: ${String(count)}`);
    say(
      `${filter.dryRun === true ? 'would be put back' : 'put back'}: ${String(putBack)}, left: ${String(left)}`,
    );
    if (stoppedEarly) say('stopped before the end: run it again');
  });

program
  .command('repartition')
  .description(
    'moves read models and automations into FEED_PARTITIONS partitions while every process is stopped: see docs/operations.md',
  )
  .action(async () => {
    const settings = readSettings();
    await repartition(settings);
    say(`read models and automations are in ${String(settings.feedPartitions)} partitions`);
  });

function brokers(): KafkaSettings {
  const { kafka } = readSettings();
  if (kafka !== undefined) return kafka;
  throw new StartupError(
    'KAFKA_BROKERS',
    '(not set)',
    'Say where the brokers are: host:port, several with commas.',
  );
}

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof StartupError ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
