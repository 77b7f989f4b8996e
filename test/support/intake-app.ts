import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { CallbacksModule } from '@redress/callbacks';
import { ComplaintsModule } from '@redress/complaints';
import { EVENT_FEED } from '@redress/event-feed';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { InboundDesk, INTAKE_WEBHOOK_SECRET, IntakeModule, RaiseCaseOnSignal } from '@redress/intake';
import { CLOCK, VirtualClock, type RecordedEvent } from '@redress/kernel';
import { PERSONAL_DATA } from '@redress/personal-data';
import { personalDataMigrations, PostgresPersonalData } from '@redress/personal-data/postgres';
import { migrate } from '@redress/platform';
import {
  PoliciesModule,
  PublishContactPolicy,
  PublishIntakeRules,
  PublishPolicy,
  readIntakeRulesFile,
} from '@redress/policies';
import { ReadModel } from '@redress/read-model';
import { CONTACT_POLICY, originOf, runProjections } from '@redress/testing';
import { Webhook } from 'standardwebhooks';
import { startEcho } from '../../libs/platform/src/http/test-app/start-echo';

export const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** Nine o'clock on a Monday, when customers may be called. */
export const NINE = Date.UTC(2026, 0, 5, 9);

/** What a case needs, and nobody cares about. */
export const COMPLAINT = {
  kind: 'complaint',
  category: 'billing',
  channel: 'web',
  priority: 3,
  customer: { reference: 'crm-1', name: 'Ada Nobody' },
  description: 'The bill of Ada Nobody is wrong.',
};

/** A signed request, ready to be sent. */
export interface SignedRequest {
  readonly body: string;
  readonly headers: Record<string, string>;
}

/** Signs a body as a sender does. */
export function signed(
  body: string,
  {
    id = 'msg-1',
    at = new Date(),
    secret = WEBHOOK_SECRET,
    contentType = 'application/cloudevents+json',
  } = {},
): SignedRequest {
  return {
    body,
    headers: {
      'content-type': contentType,
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    },
  };
}

/** Intake over HTTP, on a store (in memory by default) and a clock that stands still, with the intake rules that are shipped. */
export async function startIntakeApp({
  store: given,
  secret = WEBHOOK_SECRET,
}: { store?: EventStore; secret?: string | undefined } = {}) {
  const clock = new VirtualClock(NINE);
  const { store: inMemory, feed, readModel, database, stop } = await runProjections(clock);
  const store = given ?? inMemory;
  await migrate(database.url, [personalDataMigrations]);
  const masterKey = randomBytes(32);
  const personalData = await PostgresPersonalData.open({ pool: database.pool, masterKey, clock });
  const engines = [
    { provide: EVENT_STORE, useValue: store },
    { provide: EVENT_FEED, useValue: feed },
    { provide: ReadModel, useValue: readModel },
    { provide: PERSONAL_DATA, useValue: personalData },
    { provide: CLOCK, useValue: clock },
    { provide: INTAKE_WEBHOOK_SECRET, useValue: secret },
  ];

  @Global()
  @Module({ providers: engines, exports: engines.map(({ provide }) => provide) })
  class EnginesModule {}

  const echo = await startEcho({}, [
    CqrsModule.forRoot(),
    EnginesModule,
    PoliciesModule.for({ policy: 'cases', contactPolicy: CONTACT_POLICY.name, authority: 'none' }),
    ComplaintsModule,
    CallbacksModule,
    IntakeModule,
  ]);
  const bus = echo.app.get(CommandBus);
  const { version: _, ...contactPolicy } = CONTACT_POLICY;
  await bus.execute(new PublishContactPolicy(contactPolicy, originOf()));
  await bus.execute(new PublishPolicy({ name: 'cases', effectiveFrom: 0, rules: [] }, originOf()));
  const rules = readIntakeRulesFile(join(__dirname, '../../policies/intake/proactive.yaml'));
  await bus.execute(new PublishIntakeRules(rules, originOf()));
  const published = (await store.readAll({ limit: 1_000 })).length;

  return {
    ...{ clock, store, personalData, bus, url: echo.url },
    desk: echo.app.get(InboundDesk),
    automation: echo.app.get(RaiseCaseOnSignal),
    /** All that was recorded since the start, oldest first. */
    recorded: async (): Promise<RecordedEvent[]> =>
      (await store.readAll({ limit: 100_000 })).slice(published),
    post: (request: SignedRequest): Promise<Response> =>
      fetch(`${echo.url}/v1/intake`, { method: 'POST', ...request }),
    async stop(): Promise<void> {
      await echo.app.close();
      await stop();
    },
  };
}

export type IntakeApp = Awaited<ReturnType<typeof startIntakeApp>>;
