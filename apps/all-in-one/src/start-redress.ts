import { existsSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { CommandBus } from '@nestjs/cqrs';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Timekeeper } from '@redress/clocks';
import { LogEnds } from '@redress/event-feed';
import type { Principal } from '@redress/http';
import { newId, SYSTEM_ACTOR, SystemClock, type Clock, type EpochMs } from '@redress/kernel';
import {
  configureHttp,
  createFastifyAdapter,
  createSignIn,
  Logger,
  startEngines,
  StartupError,
  type DemoToken,
  type Engines,
  type Settings,
} from '@redress/platform';
import { PublishPolicy, readPolicyFile, type PolicyDocument } from '@redress/policies';
import type { Logger as PinoLogger } from 'pino';
import { PROJECTIONS } from './projections';
import { RedressModule } from './redress.module';

export interface StartOptions {
  readonly settings: Settings;
  readonly logger: PinoLogger;
  /** Where business time comes from. The machine, unless another clock is given: then the timekeeper looks only when told to. */
  readonly clock?: Clock;
  /** The data now belong to another process: this one must end. */
  readonly onLost?: (error: StartupError) => void;
}

/** A running Redress. */
export interface Redress {
  /** Without a slash at the end. */
  readonly url: string;
  readonly dataDescription: string;
  readonly demoTokens: readonly DemoToken[];
  readonly engines: Engines;
  readonly app: NestFastifyApplication;
  /** A token for an hour. Throws where tokens come from an issuer. */
  issueToken(principal: Omit<Principal, 'expiresAt'>): Promise<string>;
  /** Lets the timekeeper record everything that has fallen due by now. For clocks that are moved by hand. */
  look(): Promise<void>;
  /** Waits until every read model shows every event so far. */
  caughtUp(): Promise<void>;
  /** When the next mark or breach falls due, as far as the read model knows. */
  earliestDueAt(): Promise<EpochMs | undefined>;
  /** Finishes what is in hand and ends everything that was started. */
  stop(): Promise<void>;
}

const TOKEN_TTL_SECONDS = 3_600;

/** How long a read model may take to show everything; beyond that something is wrong. */
const CATCH_UP_TIMEOUT_MS = 60_000;

/** Starts everything in this process. Throws StartupError or PolicyFileError: one line that names the setting and the mend. */
export async function startRedress({ settings, logger, clock, onLost }: StartOptions): Promise<Redress> {
  const policy = readPolicyFile(policyFile(settings.policy));
  const businessClock = clock ?? new SystemClock();
  const engines = await startEngines({
    settings,
    clock: businessClock,
    projections: PROJECTIONS,
    logger,
    ...(onLost === undefined ? {} : { onLost }),
  });
  let app: NestFastifyApplication | undefined;
  try {
    const { host, dataDir, oidcIssuer: issuer, oidcAudience: audience } = settings;
    const { verifier, local } = await createSignIn({
      dataDir,
      host,
      ...(issuer === undefined ? {} : { issuer }),
      ...(audience === undefined ? {} : { audience }),
    });
    app = await NestFactory.create<NestFastifyApplication>(
      RedressModule.on({ engines, clock: businessClock, verifier, logger, policy: policy.name }),
      createFastifyAdapter(),
      // What Nest tells of each route it maps is for nobody; the logger takes over once it is done.
      { bodyParser: false, logger: ['warn', 'error', 'fatal'], abortOnError: false },
    );
    configureHttp(app, { logger });
    await app.init();
    app.useLogger(app.get(Logger));
    await publish(app.get(CommandBus), policy);
    await listen(app, settings);
    const timekeeper = app.get(Timekeeper, { strict: false });
    if (clock === undefined) timekeeper.start();
    return await running({ app, engines, timekeeper, local });
  } catch (error) {
    await app?.close().catch(() => undefined);
    await engines.stop();
    throw error;
  }
}

/** The file of a policy: a path, or a name under policies/. */
export function policyFile(policy: string): string {
  if (/\.ya?ml$/.test(policy)) return resolve(policy);
  const folder = packageFolder(__dirname);
  const file = join(folder, 'policies', `${policy}.yaml`);
  if (isAbsolute(policy) || !existsSync(file)) {
    throw new StartupError(
      'POLICY',
      policy,
      `There is no ${file}. Name a file under policies/, or give the path of a YAML file.`,
    );
  }
  return file;
}

/** The folder with package.json, seen from the sources as from the build. */
function packageFolder(from: string): string {
  return existsSync(join(from, 'package.json')) ? from : packageFolder(resolve(from, '..'));
}

async function publish(bus: CommandBus, document: PolicyDocument): Promise<void> {
  const commandId = newId();
  await bus.execute(
    new PublishPolicy(document, {
      commandId,
      correlationId: commandId,
      causationId: commandId,
      actor: SYSTEM_ACTOR,
    }),
  );
}

async function listen(app: NestFastifyApplication, { host, port }: Settings): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') {
      throw new StartupError(
        'PORT',
        String(port),
        `Another program listens on ${host}:${String(port)}. Stop it, or give another port.`,
      );
    }
    if (code === 'EACCES')
      throw new StartupError('PORT', String(port), 'This port needs more rights. Give one above 1023.');
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new StartupError(
        'HOST',
        host,
        'This is no address of this machine. Give 127.0.0.1, or one that it has.',
      );
    }
    throw error;
  }
}

interface Parts {
  readonly app: NestFastifyApplication;
  readonly engines: Engines;
  readonly timekeeper: Timekeeper;
  readonly local: Awaited<ReturnType<typeof createSignIn>>['local'];
}

async function running({ app, engines, timekeeper, local }: Parts): Promise<Redress> {
  const logEnds = new LogEnds(engines.store, engines.feed);
  const url = (await app.getUrl()).replace('[::1]', 'localhost');
  return {
    url,
    dataDescription: engines.dataDescription,
    demoTokens: (await local?.issueDemoTokens()) ?? [],
    engines,
    app,
    issueToken: (principal) => {
      if (local === undefined) throw new Error('tokens come from the issuer');
      return local.issue(principal, TOKEN_TTL_SECONDS);
    },
    look: async () => {
      await timekeeper.look();
    },
    caughtUp: async () => {
      const ends = await logEnds.now();
      for (const { name } of PROJECTIONS) {
        for (const [partition, position] of ends) {
          const shown = await engines.readModel.waitFor(name, partition, position, {
            timeoutMs: CATCH_UP_TIMEOUT_MS,
          });
          if (!shown) throw new Error(`${name} has not caught up with the events`);
        }
      }
    },
    earliestDueAt: () => timekeeper.earliestDueAt(),
    stop: async () => {
      await app.close();
      await timekeeper.stop();
      await engines.stop();
    },
  };
}
