/**
 * A consumer of the intake topic in a process of its own, to be killed: intake-consumer.process.ts DATABASE_URL BROKERS TOPIC_PREFIX
 * SESSION_TIMEOUT_MS. Prints `started` when it has.
 */
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { CallbacksModule } from '@redress/callbacks';
import { ComplaintsModule } from '@redress/complaints';
import { EVENT_FEED } from '@redress/event-feed';
import { LocalEventFeed } from '@redress/event-feed/local';
import { EVENT_STORE } from '@redress/event-store';
import { PostgresEventStore } from '@redress/event-store/postgres';
import { FINGERPRINT_KEY } from '@redress/http';
import { InboundDesk, INTAKE_WEBHOOK_SECRET, IntakeModule } from '@redress/intake';
import { CLOCK, SystemClock } from '@redress/kernel';
import { PERSONAL_DATA } from '@redress/personal-data';
import { PostgresPersonalData } from '@redress/personal-data/postgres';
import {
  PoliciesModule,
  PublishContactPolicy,
  PublishIntakeRules,
  PublishPolicy,
  readContactPolicyFile,
  readIntakeRulesFile,
} from '@redress/policies';
import { CommitSignals, ReadModel } from '@redress/read-model';
import { originOf } from '@redress/testing';
import { Pool } from 'pg';
import { IntakeConsumer } from '../../libs/intake/src/kafka/intake-consumer';

const [url = '', brokers = '', prefix = '', sessionTimeoutMs = ''] = process.argv.slice(2);
const POLICIES = join(__dirname, '..', '..', 'policies');

async function main(): Promise<void> {
  const pool = new Pool({ connectionString: url, max: 4 });
  pool.on('error', () => undefined);
  const clock = new SystemClock();
  const store = new PostgresEventStore(url, clock);
  const masterKey = Buffer.alloc(32, 5);
  const parts = [
    { provide: EVENT_STORE, useValue: store },
    { provide: EVENT_FEED, useValue: new LocalEventFeed(store, { partitions: 4 }) },
    { provide: PERSONAL_DATA, useValue: await PostgresPersonalData.open({ pool, masterKey, clock }) },
    { provide: ReadModel, useValue: new ReadModel({ pool, signals: new CommitSignals() }) },
    { provide: CLOCK, useValue: clock },
    { provide: FINGERPRINT_KEY, useValue: Buffer.alloc(32, 1) },
    { provide: INTAKE_WEBHOOK_SECRET, useValue: undefined },
  ];
  const contactPolicy = readContactPolicyFile(join(POLICIES, 'contact/courteous.yaml'));

  @Global()
  @Module({
    imports: [
      CqrsModule.forRoot(),
      PoliciesModule.for({ policy: 'cases', contactPolicy: contactPolicy.name, authority: 'none' }),
      ComplaintsModule,
      CallbacksModule,
      IntakeModule,
    ],
    providers: parts,
    exports: parts.map(({ provide }) => provide),
  })
  class ConsumerModule {}

  const app = await NestFactory.createApplicationContext(ConsumerModule, { logger: false });
  const bus = app.get(CommandBus);
  await bus.execute(new PublishPolicy({ name: 'cases', effectiveFrom: 0, rules: [] }, originOf()));
  await bus.execute(new PublishContactPolicy(contactPolicy, originOf()));
  const rules = readIntakeRulesFile(join(POLICIES, 'intake/proactive.yaml'));
  await bus.execute(new PublishIntakeRules(rules, originOf()));
  IntakeConsumer.start({
    brokers: brokers.split(','),
    topics: { intake: `${prefix}intake.v1`, deadLetter: `${prefix}intake.dead-letter.v1` },
    groupPrefix: prefix,
    desk: app.get(InboundDesk),
    sessionTimeoutMs: Number(sessionTimeoutMs),
    backoff: { firstMs: 20, maxMs: 200 },
  });
  process.stdout.write('started\n');
}

void main();
