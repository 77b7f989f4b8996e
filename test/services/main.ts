import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { StartupError } from '../../libs/platform/src/config/startup-error';
import { fetchJars } from './kafka-jars';
import { startKafka, stopKafka } from './kafka-service';
import { startPostgres, stopPostgres } from './postgres-service';
import { ServiceError } from './service-process';

const SERVICES = ['postgres', 'kafka'] as const;
type ServiceName = (typeof SERVICES)[number];

interface Options {
  readonly dir: string;
  readonly postgresPort: number;
  readonly kafkaPort: number;
}

function portNumber(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_535) return port;
  throw new InvalidArgumentError('Give a number from 1 to 65534.');
}

/** Standard output is for the shell: `eval "$(npm run --silent services:up)"`. */
const note = (line: string): void => void process.stderr.write(`${line}\n`);

async function up(wanted: readonly ServiceName[], { dir, postgresPort, kafkaPort }: Options): Promise<void> {
  const folder = resolve(dir);
  const starts: Readonly<Record<ServiceName, () => Promise<string>>> = {
    postgres: async () =>
      `DATABASE_URL=${await startPostgres(join(folder, 'postgres'), { port: postgresPort, note })}`,
    kafka: async () => {
      const kafka = join(folder, 'kafka');
      await mkdir(kafka, { recursive: true });
      const jars = await fetchJars(kafka, note);
      return `KAFKA_BROKERS=${await startKafka(kafka, { port: kafkaPort, jars, note })}`;
    },
  };
  const addresses = await Promise.all(wanted.map((name) => starts[name]()));
  process.stdout.write(addresses.map((address) => `export ${address}\n`).join(''));
}

async function down({ dir }: Pick<Options, 'dir'>): Promise<void> {
  const folder = resolve(dir);
  const [postgres, kafka] = await Promise.all([
    stopPostgres(join(folder, 'postgres')),
    stopKafka(join(folder, 'kafka')),
  ]);
  note(`PostgreSQL: ${postgres ? 'stopped' : 'did not run'}`);
  note(`Kafka: ${kafka ? 'stopped' : 'did not run'}`);
}

const program = new Command('services').description(
  'PostgreSQL and Apache Kafka for development and tests, without containers. Their data stay until the folder is removed.',
);
const home = new Option('--dir <folder>', 'where they live').default(join(__dirname, '../../.services'));
program
  .command('up')
  .description('starts what does not run yet, and says where it is')
  .addArgument(new Argument('[services...]', 'which of them').choices(SERVICES).default([...SERVICES]))
  .addOption(home)
  .option('--postgres-port <port>', 'where PostgreSQL listens', portNumber, 54_340)
  .option('--kafka-port <port>', 'where Kafka listens; its controller takes the next one', portNumber, 19_092)
  .action(up);
program.command('down').description('ends both').addOption(home).action(down);

program.parseAsync().catch((error: unknown) => {
  note(error instanceof ServiceError || error instanceof StartupError ? error.message : String(error));
  process.exitCode = 1;
});
