import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Global, Module, type DynamicModule, type Type } from '@nestjs/common';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { NestFactory } from '@nestjs/core';
import { reactionOrigin, type Automation } from '@redress/automation';
import {
  ChangeCase,
  complaintStream,
  ComplaintsModule,
  RegisterComplaint,
  type CaseChange,
} from '@redress/complaints';
import { EVENT_FEED } from '@redress/event-feed';
import { EVENT_STORE } from '@redress/event-store';
import { FINGERPRINT_KEY } from '@redress/http';
import {
  CLOCK,
  DomainError,
  type CommandOrigin,
  type RecordedEvent,
  type VirtualClock,
} from '@redress/kernel';
import { PERSONAL_DATA } from '@redress/personal-data';
import { personalDataMigrations, PostgresPersonalData } from '@redress/personal-data/postgres';
import { migrate } from '@redress/platform';
import {
  PoliciesModule,
  PublishContactPolicy,
  PublishPolicy,
  readContactPolicyFile,
  readPolicyFile,
} from '@redress/policies';
import { ReadModel, type Projection } from '@redress/read-model';
import { originOf, runProjections, type RunningProjections } from '@redress/testing';

const POLICIES = join(__dirname, '..', '..', 'policies');

type Registration = RegisterComplaint['registration'];

/** The command handlers of cases, and what else a spec of an automation needs, without HTTP: events in memory, rows in a database. */
export interface RunningDesk {
  readonly running: RunningProjections;
  readonly bus: CommandBus;
  /** One of the providers, by its class or token: an automation. */
  get<T>(type: Type<T> | symbol): T;
  /** Registers a case of a customer known by a reference; gives its id. */
  register(customer: string, facts?: Partial<Registration>, origin?: Partial<CommandOrigin>): Promise<string>;
  /** Tells a case something, by an agent. */
  tell(complaintId: string, change: CaseChange, origin?: Partial<CommandOrigin>): Promise<void>;
  /** All events of a case's stream. */
  caseFacts(complaintId: string): Promise<readonly RecordedEvent[]>;
  /** The code of the refusal that a reaction ends in; undefined where it is done. */
  react(automation: Automation, event: RecordedEvent): Promise<string | undefined>;
  /**
   * Lets an automation react to all events so far that it looks at, as it would after crashes: each twice in a row, then all three times
   * over in bursts. Gives the codes of the refusals, each once. Fails where a repeat added anything.
   */
  deliver(automation: Automation): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Starts a desk with the policies that are shipped. */
export async function runDesk(options: {
  readonly clock: VirtualClock;
  readonly projections?: readonly Projection[];
  readonly modules?: readonly (Type | DynamicModule)[];
}): Promise<RunningDesk> {
  const { clock, projections = [], modules = [] } = options;
  const running = await runProjections(clock, ...projections);
  const { store, feed, readModel, database } = running;
  await migrate(database.url, [personalDataMigrations]);
  const masterKey = randomBytes(32);
  const personalData = await PostgresPersonalData.open({ pool: database.pool, masterKey, clock });
  const policy = readPolicyFile(join(POLICIES, 'round-the-clock.yaml')).draft();
  const contactPolicy = readContactPolicyFile(join(POLICIES, 'contact', 'courteous.yaml'));
  const parts = [
    { provide: EVENT_STORE, useValue: store },
    { provide: EVENT_FEED, useValue: feed },
    { provide: ReadModel, useValue: readModel },
    { provide: PERSONAL_DATA, useValue: personalData },
    { provide: CLOCK, useValue: clock },
    { provide: FINGERPRINT_KEY, useValue: randomBytes(32) },
  ];

  @Global()
  @Module({
    imports: [
      CqrsModule.forRoot(),
      PoliciesModule.for({ policy: policy.name, contactPolicy: contactPolicy.name, authority: 'none' }),
      ComplaintsModule,
      ...modules,
    ],
    providers: parts,
    exports: parts.map(({ provide }) => provide),
  })
  class DeskModule {}

  const quietly = { logger: false, abortOnError: false } as const;
  const app = await NestFactory.createApplicationContext(DeskModule, quietly).catch(
    async (error: unknown) => {
      await running.stop();
      throw error;
    },
  );
  const bus = app.get(CommandBus);
  await bus.execute(new PublishPolicy(policy, originOf()));
  await bus.execute(new PublishContactPolicy(contactPolicy, originOf()));

  const react = async (automation: Automation, event: RecordedEvent): Promise<string | undefined> => {
    try {
      await automation.react(event, reactionOrigin(event, automation.name));
      return undefined;
    } catch (error) {
      if (error instanceof DomainError && error.kind !== 'unavailable') return error.code;
      throw error;
    }
  };
  return {
    running,
    bus,
    get: (type) => app.get(type),
    react,
    async register(customer, facts = {}, origin = {}) {
      const registration: Registration = {
        kind: 'complaint',
        category: 'billing',
        channel: 'phone',
        priority: 3,
        tier: 'standard',
        specialCare: false,
        team: 'front-desk',
        ...facts,
      };
      const complainant = { details: { reference: customer } };
      const command = new RegisterComplaint(registration, complainant, {}, {}, originOf(origin));
      return (await bus.execute(command)).complaintId;
    },
    async tell(complaintId, change, origin = {}) {
      await bus.execute(new ChangeCase(complaintId, change, {}, originOf(origin)));
    },
    caseFacts: (complaintId) => store.readStream(complaintStream(complaintId)),
    async deliver(automation) {
      const all = await store.readAll({ limit: Infinity });
      const events = all.filter(({ type }) => automation.events.includes(type));
      const refusals = new Set<string | undefined>();
      for (const event of events) refusals.add(await react(automation, event));
      const head = await store.head();
      for (const event of events) refusals.add(await react(automation, event));
      const burst = [...events, ...events, ...events].map((event) => react(automation, event));
      for (const refusal of await Promise.all(burst)) refusals.add(refusal);
      expect(await store.head()).toBe(head);
      return [...refusals].filter((code) => code !== undefined);
    },
    async stop() {
      await app.close();
      await running.stop();
    },
  };
}
