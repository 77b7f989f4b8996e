import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { ClocksModule } from '@redress/clocks';
import { ComplaintsModule, RegisterComplaint } from '@redress/complaints';
import { EVENT_FEED } from '@redress/event-feed';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { PostgresEventStore } from '@redress/event-store/postgres';
import { FINGERPRINT_KEY } from '@redress/http';
import { CLOCK, type VirtualClock } from '@redress/kernel';
import { PERSONAL_DATA } from '@redress/personal-data';
import { PostgresPersonalData } from '@redress/personal-data/postgres';
import {
  CalendarLearningStore,
  learnMissingCalendar,
  PoliciesModule,
  PublishCalendar,
  PublishContactPolicy,
  PublishPolicy,
} from '@redress/policies';
import { ReadModel, type Projection } from '@redress/read-model';
import type { CalendarDefinition } from '@redress/sla/build-calendar';
import { CONTACT_POLICY, originOf, startProjections, type ProjectionProcess } from '@redress/testing';
import { Pool } from 'pg';
import { parsePolicy } from '../../libs/policies/src/sla-policy/policy-file';

/** The commands of cases and clocks as one process among several has them, on one database. */
export interface DeskProcess {
  readonly store: EventStore;
  readonly bus: CommandBus;
  readonly projections: ProjectionProcess;
  /** Publishes a calendar with these hours on Mondays and a version of the policy in force that runs by it. */
  publish(calendar: string, hours: string): Promise<void>;
  /** Registers a case; gives its id and the version of the policy that it fell under. */
  register(): Promise<{ readonly complaintId: string; readonly policyVersion: number }>;
  stop(): Promise<void>;
}

/** Opens it on a database that has its tables. All processes of one database have the same key. */
export async function openDeskProcess(options: {
  readonly url: string;
  readonly masterKey: Buffer;
  readonly clock: VirtualClock;
  readonly projections?: readonly Projection[];
}): Promise<DeskProcess> {
  const { url, masterKey, clock } = options;
  const log = new PostgresEventStore(url, clock);
  const store = new CalendarLearningStore(log);
  const pool = new Pool({ connectionString: url, max: 10 });
  pool.on('error', () => undefined);
  const projections = await startProjections({
    store: log,
    pool,
    projections: options.projections ?? [],
    learn: learnMissingCalendar(log),
  });
  const parts = [
    { provide: EVENT_STORE, useValue: store },
    { provide: EVENT_FEED, useValue: projections.feed },
    { provide: ReadModel, useValue: projections.readModel },
    { provide: PERSONAL_DATA, useValue: await PostgresPersonalData.open({ pool, masterKey, clock }) },
    { provide: CLOCK, useValue: clock },
    { provide: FINGERPRINT_KEY, useValue: masterKey },
  ];

  @Global()
  @Module({
    imports: [
      CqrsModule.forRoot(),
      PoliciesModule.for({ policy: 'ours', contactPolicy: CONTACT_POLICY.name, authority: 'none' }),
      ClocksModule,
      ComplaintsModule,
    ],
    providers: parts,
    exports: parts.map(({ provide }) => provide),
  })
  class DeskProcessModule {}

  const app = await NestFactory.createApplicationContext(DeskProcessModule, { logger: false });
  const bus = app.get(CommandBus);
  return {
    store,
    bus,
    projections,
    async publish(calendar, hours) {
      const definition: CalendarDefinition = {
        name: calendar,
        zone: 'UTC',
        horizon: { firstDay: '2026-01-01', lastDay: '2026-12-31' },
        weekly: { monday: [hours] },
      };
      const policy = parsePolicy(
        `name: ours\nrules:\n  - targets:\n      resolution: { within: PT4H, calendar: ${calendar}, marks: [50] }\n`,
      );
      const { version: _, ...contactPolicy } = CONTACT_POLICY;
      await bus.execute(new PublishCalendar(definition, originOf()));
      await bus.execute(new PublishPolicy(policy, originOf()));
      await bus.execute(new PublishContactPolicy(contactPolicy, originOf()));
    },
    async register() {
      const registration: RegisterComplaint['registration'] = {
        kind: 'complaint',
        category: 'billing',
        channel: 'phone',
        priority: 3,
        tier: 'standard',
        specialCare: false,
        team: 'front-desk',
      };
      const command = new RegisterComplaint(registration, { details: {} }, {}, {}, originOf());
      const { complaintId, events } = await bus.execute(command);
      const registered = events.find(({ type }) => type === 'ComplaintRegistered')?.data;
      const { policy } = registered as { readonly policy: { readonly version: number } };
      return { complaintId, policyVersion: policy.version };
    },
    async stop() {
      await app.close();
      await projections.stop();
      await log.close();
      await pool.end();
    },
  };
}
