import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { StartupError } from '../../libs/platform/src/config/startup-error';
import { fetchJars } from './kafka-jars';
import { startKafka, stopKafka } from './kafka-service';
import { startPostgres, stopPostgres } from './postgres-service';
import { ServiceError } from './service-process';

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

async function up({ dir, postgresPort, kafkaPort }: Options): Promise<void> {
  const folder = resolve(dir);
  const kafka = join(folder, 'kafka');
  await mkdir(kafka, { recursive: true });
  const [database, brokers] = await Promise.all([
    startPostgres(join(folder, 'postgres'), { port: postgresPort, note }),
    fetchJars(kafka, note).then((jars) => startKafka(kafka, { port: kafkaPort, jars, note })),
  ]);
  process.stdout.write(`export DATABASE_URL=${database}\nexport KAFKA_BROKERS=${brokers}\n`);
}

async function down({ dir }: Options): Promise<void> {
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
for (const [name, description, action] of [
  ['up', 'starts what does not run yet, and says where it is', up],
  ['down', 'ends both', down],
] as const) {
  program
    .command(name)
    .description(description)
    .option('--dir <folder>', 'where they live', join(__dirname, '../../.services'))
    .option('--postgres-port <port>', 'where PostgreSQL listens', portNumber, 54_340)
    .option(
      '--kafka-port <port>',
      'where Kafka listens; its controller takes the next one',
      portNumber,
      19_092,
    )
    .action(action);
}

program.parseAsync().catch((error: unknown) => {
  note(error instanceof ServiceError || error instanceof StartupError ? error.message : String(error));
  process.exitCode = 1;
});
