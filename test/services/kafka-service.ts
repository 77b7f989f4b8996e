import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from '../../libs/platform/src/database/native-process';
import { claimPort, noteRunning, runningIn, runTool, ServiceError, stopRunning } from './service-process';

const START_WITHIN_MS = 120_000;
const STARTED = 'Kafka Server started';

export interface KafkaOptions {
  /** For clients; the controller listens to the next one. */
  readonly port: number;
  /** The folder of the broker's jars. */
  readonly jars: string;
  readonly note: (line: string) => void;
}

/** Starts Apache Kafka in KRaft mode, one process, where it does not run yet. Gives its `host:port`. */
export async function startKafka(folder: string, options: KafkaOptions): Promise<string> {
  const running = await runningIn(folder);
  if (running !== undefined) return addressOf(running.port);
  const { port, jars, note } = options;
  await checkJava();
  await claimPort('Kafka', port, '--kafka-port');
  await claimPort('Kafka', port + 1, '--kafka-port');
  const data = join(folder, 'data');
  const settings = join(folder, 'server.properties');
  await mkdir(folder, { recursive: true });
  await writeFile(settings, broker(port, data));
  await writeFile(join(folder, 'log4j.properties'), LOGGING);
  const formatted = await access(join(data, 'meta.properties')).then(
    () => true,
    () => false,
  );
  if (!formatted) {
    note('Kafka: formatting its storage');
    const format = ['kafka.tools.StorageTool', 'format', '-t', newClusterId(), '-c', settings];
    const { failed, output } = await runTool('java', [...java(folder, jars), ...format]);
    if (failed) throw new ServiceError(`Kafka: its storage can't be formatted: ${output}`);
  }
  const log = join(folder, 'log');
  const out = openSync(log, 'w');
  const child = spawn('java', [...java(folder, jars), 'kafka.Kafka', settings], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', out, out],
  });
  closeSync(out);
  child.unref();
  if (child.pid === undefined) throw new ServiceError("Kafka: java can't be started");
  await noteRunning(folder, { pid: child.pid, port });
  await hasStarted(child.pid, log);
  return addressOf(port);
}

/** A single broker's shutdown can wait for a controller that is itself: then it is killed, and recovers at the next start. */
export const stopKafka = (folder: string): Promise<boolean> =>
  stopRunning(folder, { signal: 'SIGTERM', withinMs: 15_000 });

const addressOf = (port: number): string => `127.0.0.1:${String(port)}`;

/** Names the folder, by which the process is told from another one that has got its number. */
const java = (folder: string, jars: string): string[] => [
  ...['-Xms128m', '-Xmx512m', '-cp', join(jars, '*')],
  `-Dlog4j.configuration=file:${join(folder, 'log4j.properties')}`,
];

/** One that begins with `-` would be taken for an option: those with the first bit at 0 never do. */
function newClusterId(): string {
  const bytes = randomBytes(16);
  bytes.writeUInt8(bytes.readUInt8(0) & 0x7f, 0);
  return bytes.toString('base64url');
}

async function checkJava(): Promise<void> {
  const { failed, output } = await runTool('java', ['-version']);
  if (failed) {
    throw new ServiceError(
      'Kafka: Java, which the broker runs on, is not on this machine. Install it: apt-get install default-jre-headless',
    );
  }
  const major = Number(/version "(?:1\.)?(\d+)/.exec(output)?.[1]);
  if (major < 11) {
    throw new ServiceError(`Kafka: the broker needs Java 11 or later; this machine has ${String(major)}.`);
  }
}

async function hasStarted(pid: number, log: string): Promise<void> {
  const giveUpAt = Date.now() + START_WITHIN_MS;
  for (;;) {
    const said = await readFile(log, 'utf8');
    if (said.includes(STARTED)) return;
    if (!isAlive(pid) || Date.now() > giveUpAt) {
      throw new ServiceError(`Kafka: it did not start. ${said.slice(-3_000)}`);
    }
    await pause(100);
  }
}

/** One process that is broker and controller; nothing is copied anywhere, and no topic is made by accident. */
const broker = (port: number, data: string): string => {
  const controller = `127.0.0.1:${String(port + 1)}`;
  const settings: Record<string, string | number> = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@${controller}`,
    listeners: `PLAINTEXT://${addressOf(port)},CONTROLLER://${controller}`,
    'advertised.listeners': `PLAINTEXT://${addressOf(port)}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': data,
    'auto.create.topics.enable': 'false',
    'default.replication.factor': 1,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1_000,
    'num.network.threads': 2,
    'num.io.threads': 4,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${String(value)}\n`)
    .join('');
};

const LOGGING = `log4j.rootLogger=INFO, stdout
log4j.appender.stdout=org.apache.log4j.ConsoleAppender
log4j.appender.stdout.layout=org.apache.log4j.PatternLayout
log4j.appender.stdout.layout.ConversionPattern=%d %p %m (%c)%n
`;
