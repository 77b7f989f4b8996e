import { existsSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { CommandBus } from '@nestjs/cqrs';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AutomationRunner } from '@redress/automation';
import { Timekeeper } from '@redress/clocks';
import type { Principal } from '@redress/http';
import {
  newId,
  SYSTEM_ACTOR,
  SystemClock,
  type Clock,
  type CommandOrigin,
  type EpochMs,
} from '@redress/kernel';
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
import {
  learnCalendars,
  PublishAuthorityLimits,
  PublishCalendar,
  PublishContactPolicy,
  PublishPolicy,
  readAuthorityFile,
  readCalendarFile,
  readContactPolicyFile,
  readPolicyFile,
} from '@redress/policies';
import type { Logger as PinoLogger } from 'pino';
import { PROJECTIONS } from './projections';
import { RedressModule } from './redress.module';
import { Settling } from './settling';

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
  /** Lets the automations react to every event so far, then the timekeeper record all that has fallen due. For clocks moved by hand. */
  look(): Promise<void>;
  /** Waits until the automations have reacted to every event so far, those included that come of it, and every read model shows them. */
  caughtUp(): Promise<void>;
  /** When the next mark or breach falls due, as far as the read model knows. */
  earliestDueAt(): Promise<EpochMs | undefined>;
  /** Finishes what is in hand and ends everything that was started. */
  stop(): Promise<void>;
}

const TOKEN_TTL_SECONDS = 3_600;

/** Starts everything in this process. Throws StartupError or PolicyFileError: one line that names the setting and the mend. */
export async function startRedress({ settings, logger, clock, onLost }: StartOptions): Promise<Redress> {
  const policy = readPolicyFile(policyFile(settings.policy));
  const calendars = policy.calendars.map(calendarFile).filter(existsSync).map(readCalendarFile);
  const contactPolicy = readContactPolicyFile(contactPolicyFile(settings.contactPolicy));
  const authority = readAuthorityFile(authorityFile(settings.authority));
  const businessClock = clock ?? new SystemClock();
  const engines = await startEngines({
    settings,
    clock: businessClock,
    projections: PROJECTIONS,
    logger,
    // The folds of the clocks ask for the calendars that the events name, and can't wait for them.
    beforeProjections: learnCalendars,
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
      RedressModule.on({
        engines,
        clock: businessClock,
        verifier,
        logger,
        inForce: { policy: policy.name, contactPolicy: contactPolicy.name, authority: authority.name },
      }),
      createFastifyAdapter(),
      // What Nest tells of each route it maps is for nobody; the logger takes over once it is done.
      { bodyParser: false, logger: ['warn', 'error', 'fatal'], abortOnError: false },
    );
    configureHttp(app, { logger });
    await app.init();
    app.useLogger(app.get(Logger));
    const bus = app.get(CommandBus);
    for (const calendar of calendars) await bus.execute(new PublishCalendar(calendar, bySystem()));
    await bus.execute(new PublishPolicy(policy.draft(), bySystem()));
    await bus.execute(new PublishContactPolicy(contactPolicy, bySystem()));
    await bus.execute(new PublishAuthorityLimits(authority, bySystem()));
    // Before the first request: whatever it leads to is recorded after the start of a new automation.
    const automations = app.get(AutomationRunner);
    await automations.start();
    await listen(app, settings);
    const timekeeper = app.get(Timekeeper, { strict: false });
    if (clock === undefined) timekeeper.start();
    return await running({ app, engines, automations, timekeeper, local });
  } catch (error) {
    await app?.close().catch(() => undefined);
    await engines.stop();
    throw error;
  }
}

/** The file of a policy: a path, or a name under policies/. */
export const policyFile = (policy: string): string => documentFile('POLICY', policy, 'policies');

/** The file of a contact policy: a path, or a name under policies/contact/. */
const contactPolicyFile = (policy: string): string =>
  documentFile('CONTACT_POLICY', policy, 'policies/contact');

/** The file of authority limits: a path, or a name under policies/authority/. */
const authorityFile = (authority: string): string =>
  documentFile('AUTHORITY', authority, 'policies/authority');

/** The file under policies/calendars/ that may define a calendar. */
const calendarFile = (calendar: string): string =>
  join(packageFolder(__dirname), 'policies/calendars', `${calendar}.yaml`);

function documentFile(setting: string, value: string, below: string): string {
  if (/\.ya?ml$/.test(value)) return resolve(value);
  const file = join(packageFolder(__dirname), below, `${value}.yaml`);
  if (isAbsolute(value) || !existsSync(file)) {
    throw new StartupError(
      setting,
      value,
      `There is no ${file}. Name a file under ${below}/, or give the path of a YAML file.`,
    );
  }
  return file;
}

/** The folder with package.json, seen from the sources as from the build. */
function packageFolder(from: string): string {
  return existsSync(join(from, 'package.json')) ? from : packageFolder(resolve(from, '..'));
}

/** Redress itself sends a command, for no other reason than its start. */
function bySystem(): CommandOrigin {
  const commandId = newId();
  return { commandId, correlationId: commandId, causationId: commandId, actor: SYSTEM_ACTOR };
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
  readonly automations: AutomationRunner;
  readonly timekeeper: Timekeeper;
  readonly local: Awaited<ReturnType<typeof createSignIn>>['local'];
}

async function running({ app, engines, automations, timekeeper, local }: Parts): Promise<Redress> {
  const settling = new Settling(engines, automations);
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
      await settling.automations();
      await timekeeper.look();
    },
    caughtUp: () => settling.everything(),
    earliestDueAt: () => timekeeper.earliestDueAt(),
    stop: async () => {
      await app.close();
      await automations.stop();
      await timekeeper.stop();
      await engines.stop();
    },
  };
}
