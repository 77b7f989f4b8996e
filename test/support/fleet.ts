import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Principal } from '@redress/http';
import { newId, type EpochMs } from '@redress/kernel';
import { createSignIn, readSettings } from '@redress/platform';
import { createTestDatabase, type TestDatabase } from '@redress/testing';
import { makeTopics } from '@redress/wiring';
import { KafkaAdmin } from '../../libs/kafka/src/testing/kafka-admin';
import type { Told } from './member.process';

const ROOT = resolve(__dirname, '../..');
const READY_WITHIN_MS = 60_000;
const TOKEN_TTL_SECONDS = 3_600;

/** What every process prints as soon as it runs. */
const GREETING = /^Redress .* (http:\/\/[^/\s;]+)/;

export type AppName = 'api' | 'relay' | 'projector' | 'timekeeper' | 'automation' | 'intake';

/** What a process prints, line by line. */
class Printed {
  readonly lines: string[] = [];
  #ended = false;
  #waiting: (() => void)[] = [];

  constructor(child: ChildProcess) {
    const { stdout, stderr } = child;
    if (stdout === null || stderr === null) throw new Error('a child without pipes');
    for (const input of [stdout, stderr])
      createInterface(input).on('line', (line) => {
        this.lines.push(line);
        this.#wake();
      });
    child.once('close', () => {
      this.#ended = true;
      this.#wake();
    });
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Resolves with the first line, printed already or to come, that matches. Rejects with all of them where the process ends without. */
  async first(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = this.lines.find((line) => pattern.test(line));
      if (found !== undefined) return found;
      if (this.#ended) throw new Error(this.lines.join('\n'));
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}

/** One process of a fleet, which can be paused, woken and killed. */
export class FleetProcess {
  readonly #ended: Promise<unknown>;

  constructor(
    readonly app: AppName,
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly printed: Printed,
  ) {
    this.#ended = once(child, 'close');
  }

  /** Resolves with the first line of its log, warnings and errors, that matches. */
  logs(pattern: RegExp): Promise<string> {
    return this.printed.first(pattern);
  }

  pause(): void {
    this.child.kill('SIGSTOP');
  }

  wake(): void {
    this.child.kill('SIGCONT');
  }

  /** At once, whatever it is doing; a paused one too. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.#ended;
  }

  /** In order, as an operator stops it. Gives its exit code. */
  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    await this.#ended;
    return this.child.exitCode;
  }

  /** Tells a member that was started on a clock of ours; resolves when it has done it. */
  async tell(told: Told): Promise<void> {
    this.child.send(told);
    const [{ error }] = (await once(this.child, 'message')) as [{ error: string | null }];
    if (error !== null) throw new Error(`${this.app}: ${error}`);
  }

  /** Whether it calls itself ready, and if not why. */
  async health(): Promise<{ readonly ready: boolean; readonly reasons: string }> {
    const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
    if (answer === undefined) return { ready: false, reasons: 'no answer' };
    return { ready: answer.ok, reasons: await answer.text() };
  }

  /** Resolves when it calls itself ready. */
  async isReady(): Promise<this> {
    await eventually(async () => {
      const { ready, reasons } = await this.health();
      if (!ready) throw new Error(`${this.app} is not ready: ${reasons}`);
    }, READY_WITHIN_MS);
    return this;
  }

  /** What it answers, as JSON. */
  async ask<Body = Record<string, unknown>>(
    method: string,
    path: string,
    { as, body, headers = {} }: { as: string; body?: unknown; headers?: Readonly<Record<string, string>> },
  ): Promise<{ readonly status: number; readonly headers: Headers; readonly body: Body }> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${as}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const { status, headers: answered } = response;
    return { status, headers: answered, body: (text === '' ? {} : JSON.parse(text)) as Body };
  }
}

/** Redress in separate processes, on a database and topics of its own, on real brokers. */
export class Fleet {
  readonly #processes = new Set<FleetProcess>();

  private constructor(
    readonly database: TestDatabase,
    readonly environment: Readonly<Record<string, string>>,
    private readonly dataDir: string,
    private readonly brokers: readonly string[],
    private readonly from: EpochMs | undefined,
  ) {}

  /** @param from where business time stands at first, for a clock that `tell` moves; else it is the machine's */
  static async begin(
    brokers: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    from?: EpochMs,
  ): Promise<Fleet> {
    const dataDir = await mkdtemp(join(tmpdir(), 'redress-fleet-'));
    const database = await createTestDatabase();
    const fleet = new Fleet(
      database,
      {
        DATABASE_URL: database.url,
        DATA_DIR: dataDir,
        HOST: '127.0.0.1',
        PORT: '0',
        LOG_LEVEL: 'warn',
        MASTER_KEY: randomBytes(32).toString('base64'),
        KAFKA_BROKERS: brokers.join(','),
        KAFKA_TOPIC_PREFIX: `test-${newId()}.`,
        FEED_PARTITIONS: '4',
        ...environment,
      },
      dataDir,
      brokers,
      from,
    );
    await makeTopics(readSettings({ ...fleet.environment }));
    return fleet;
  }

  /** Starts a process, and waits until it says where it runs. Rejects with what it printed where it ends instead. */
  async start(app: AppName, environment: Readonly<Record<string, string>> = {}): Promise<FleetProcess> {
    const script =
      this.from === undefined
        ? [`apps/${app}/src/main.ts`]
        : ['test/support/member.process.ts', app, String(this.from)];
    const child = spawn(process.execPath, ['-r', '@swc-node/register', ...script], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, ...this.environment, ...environment },
    });
    const printed = new Printed(child);
    const greeting = await printed.first(GREETING).catch((error: unknown) => {
      throw new Error(`${app} has not started: ${error instanceof Error ? error.message : ''}`);
    });
    const started = new FleetProcess(app, GREETING.exec(greeting)?.[1] ?? '', child, printed);
    this.#processes.add(started);
    return started;
  }

  /** One of each, ready. */
  async startAll(): Promise<Readonly<Record<AppName, FleetProcess>>> {
    // The first one makes the tables: at the same time the others would only wait for it.
    const api = await this.start('api');
    const [relay, projector, timekeeper, automation, intake] = await Promise.all([
      this.start('relay'),
      this.start('projector'),
      this.start('timekeeper'),
      this.start('automation'),
      this.start('intake'),
    ]);
    const all = { api, relay, projector, timekeeper, automation, intake };
    await Promise.all(Object.values(all).map((one) => one.isReady()));
    return all;
  }

  /** A token, for an hour unless another time is given. */
  async token(principal: Omit<Principal, 'expiresAt'>, ttlSeconds = TOKEN_TTL_SECONDS): Promise<string> {
    const { local } = await createSignIn(readSettings({ ...this.environment }));
    if (local === undefined) throw new Error('tokens come from the issuer');
    return local.issue(principal, ttlSeconds);
  }

  /** How many the journal has. */
  get partitions(): number {
    return Number(this.environment['FEED_PARTITIONS']);
  }

  /** What all its topics begin with. */
  get topicPrefix(): string {
    return this.environment['KAFKA_TOPIC_PREFIX'] ?? '';
  }

  /** Ends every process at once, and removes what they left. */
  async end(): Promise<void> {
    await Promise.all([...this.#processes].map((one) => one.kill()));
    const admin = new KafkaAdmin(this.brokers);
    for (const topic of await admin.topics(this.topicPrefix)) await admin.deleteTopic(topic);
    await this.database.drop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

/** Tries until it works; rejects with the last failure when the time is over. Machine time. */
export async function eventually<Answer>(attempt: () => Promise<Answer>, withinMs = 20_000): Promise<Answer> {
  const giveUpAt = Date.now() + withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      await sleep(50);
    }
  }
}
