import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AutomationRunner } from '@redress/automation';
import { Timekeeper } from '@redress/clocks';
import type { Principal } from '@redress/http';
import { NotificationBook } from '@redress/escalations';
import { InboundDesk } from '@redress/intake';
import { SystemClock, type Clock, type EpochMs } from '@redress/kernel';
import {
  hearProjections,
  listen,
  observeAutomations,
  openEngines,
  readModelsCheck,
  relayCheck,
  startProjections,
  startRelay,
  startStateTopics,
  stateTopicsCheck,
  type AppStart,
  type DemoToken,
  type Engines,
  type HealthCheck,
  type LocalSignIn,
  type RunningApp,
} from '@redress/platform';
import { learnMissingCalendar, readDocuments } from '@redress/policies';
import type { ProjectionRunner } from '@redress/read-model';
import { PROJECTIONS, startIntake, startNotifications } from '@redress/wiring';
import { createApi } from '../../api/src/create-api';
import { Settling } from './settling';

export interface StartOptions extends Omit<AppStart, 'onLost'>, Partial<Pick<AppStart, 'onLost'>> {
  /** Where business time comes from. The machine, unless another clock is given: then the timekeeper looks only when told to. */
  readonly clock?: Clock;
}

/** A running Redress. */
export interface Redress extends RunningApp {
  readonly dataDescription: string;
  readonly demoTokens: readonly DemoToken[];
  readonly engines: Engines;
  readonly projections: ProjectionRunner;
  readonly app: NestFastifyApplication;
  /** A token for an hour. Throws where tokens come from an issuer. */
  issueToken(principal: Omit<Principal, 'expiresAt'>): Promise<string>;
  /** Lets the automations react to every event so far, then the timekeeper record all that has fallen due. For clocks moved by hand. */
  look(): Promise<void>;
  /** Waits until the automations have reacted to every event so far, those included that come of it, and every read model shows them. */
  caughtUp(): Promise<void>;
  /** When the next mark or breach falls due, as far as the read model knows. */
  earliestDueAt(): Promise<EpochMs | undefined>;
}

const TOKEN_TTL_SECONDS = 3_600;

/**
 * Starts everything in this process; with KAFKA_BROKERS the events take the way over Kafka. Throws StartupError or PolicyFileError: one line
 * that names the setting and the mend.
 */
export async function startRedress({ settings, logger, clock, onLost }: StartOptions): Promise<Redress> {
  const documents = readDocuments(settings);
  const businessClock = clock ?? new SystemClock();
  const engines = await openEngines({
    settings,
    clock: businessClock,
    logger,
    service: 'redress',
    ...(onLost === undefined ? {} : { onLost }),
  });
  try {
    const { kafka } = settings;
    const exchange =
      kafka === undefined
        ? []
        : [
            relayCheck(startRelay(engines, { kafka, logger })),
            stateTopicsCheck(startStateTopics(engines, { kafka, projections: PROJECTIONS, logger })),
          ];
    const projections = await startProjections(engines, {
      projections: PROJECTIONS,
      logger,
      learn: learnMissingCalendar,
    });
    // Projectors of their own may keep a part of them.
    if (kafka !== undefined) hearProjections(engines, logger);
    const checks = [...engines.checks, ...exchange, readModelsCheck(engines, PROJECTIONS)];
    let intakeCheck: HealthCheck['check'] = () => Promise.resolve({ ok: false, reason: 'has not started' });
    const { app, local } = await createApi({
      settings,
      logger,
      engines,
      clock: businessClock,
      documents,
      mayGoBack: true,
      healthChecks: {
        inject: [Timekeeper, AutomationRunner],
        useFactory: (timekeeper: Timekeeper, automations: AutomationRunner) => [
          ...checks,
          timekeeper,
          automations,
          ...(kafka === undefined ? [] : [{ name: 'intake', check: () => intakeCheck() }]),
        ],
      },
    });
    const automations = app.get(AutomationRunner);
    const timekeeper = app.get(Timekeeper, { strict: false });
    engines.endFirst(() => timekeeper.stop());
    engines.endFirst(() => automations.stop());
    // Before the first request: whatever it leads to is recorded after the start of a new automation.
    await automations.start();
    observeAutomations(automations);
    startNotifications(app.get(NotificationBook), { engines, settings, logger });
    if (kafka !== undefined) {
      const intake = startIntake(app.get(InboundDesk), { engines, kafka, logger });
      intakeCheck = () => intake.check();
    }
    const url = await listen(app, settings);
    if (clock === undefined) timekeeper.start();
    const settling = new Settling(engines, automations);
    return {
      url,
      dataDescription: engines.dataDescription,
      demoTokens: (await local?.issueDemoTokens()) ?? [],
      engines,
      projections,
      app,
      issueToken: (principal) => issueToken(local, principal),
      look: async () => {
        await settling.automations();
        await timekeeper.look();
      },
      caughtUp: () => settling.everything(),
      earliestDueAt: () => timekeeper.earliestDueAt(),
      stop: () => engines.stop(),
    };
  } catch (error) {
    await engines.stop();
    throw error;
  }
}

function issueToken(
  local: LocalSignIn | undefined,
  principal: Omit<Principal, 'expiresAt'>,
): Promise<string> {
  if (local === undefined) throw new Error('tokens come from the issuer');
  return local.issue(principal, TOKEN_TTL_SECONDS);
}
