import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { PrincipalRole } from '@redress/http';
import type { Clock } from '@redress/kernel';
import { createLogger, type Settings } from '@redress/platform';
import { createTestDatabase } from '@redress/testing';
import { startRedress, type Redress } from '../../apps/all-in-one/src/start-redress';

/** An answer of the API. */
export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

interface CallOptions {
  readonly as?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A whole Redress on a database of its own, spoken to over HTTP. */
export interface RunningRedress {
  readonly redress: Redress;
  readonly databaseUrl: string;
  /** All log lines so far. */
  readonly log: () => string;
  /** A token for a principal with these roles. */
  token(
    role: PrincipalRole,
    options?: { id?: string; teams?: readonly string[]; mayBackdate?: boolean },
  ): Promise<string>;
  call<Body = Record<string, unknown>>(
    method: string,
    path: string,
    options?: CallOptions,
  ): Promise<Answer<Body>>;
  /** Stops it and starts it again on the same data; `meanwhile` runs in between. */
  restart(meanwhile?: () => void | Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one; on the machine's clock, unless another is given. */
export async function runRedress({
  clock,
  ...more
}: { clock?: Clock } & Partial<Settings> = {}): Promise<RunningRedress> {
  const dataDir = await mkdtemp(join(tmpdir(), 'redress-test-'));
  const database = await createTestDatabase([]);
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const settings: Settings = {
    databaseUrl: database.url,
    dataDir,
    host: '127.0.0.1',
    port: 0,
    logLevel: 'info',
    masterKey: randomBytes(32),
    policy: 'round-the-clock',
    contactPolicy: 'courteous',
    authority: 'front-line',
    intakeRules: 'proactive',
    notifications: 'nobody',
    feedPartitions: 4,
    ...more,
  };
  const logger = createLogger({ level: settings.logLevel, destination });
  const start = () => startRedress({ settings, logger, ...(clock === undefined ? {} : { clock }) });
  let redress = await start();
  return {
    get redress() {
      return redress;
    },
    databaseUrl: database.url,
    log: () => lines.join(''),
    token: (role, { id = `test-${role}`, teams = ['billing'], mayBackdate = false } = {}) =>
      redress.issueToken({ id, roles: [role], teams, mayBackdate }),
    async call<Body>(
      method: string,
      path: string,
      { as, body, headers = {} }: CallOptions = {},
    ): Promise<Answer<Body>> {
      const response = await fetch(`${redress.url}${path}`, {
        method,
        headers: {
          ...(as === undefined ? {} : { Authorization: `Bearer ${as}` }),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: (text === '' ? {} : JSON.parse(text)) as Body,
      };
    },
    async restart(meanwhile) {
      await redress.stop();
      await meanwhile?.();
      redress = await start();
    },
    async stop() {
      await redress.stop();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
