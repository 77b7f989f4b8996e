import { randomBytes } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { CallbacksModule, callbackStream } from '@redress/callbacks';
import { complaintStream, type ComplaintEvent } from '@redress/complaints';
import { EVENT_FEED } from '@redress/event-feed';
import { EVENT_STORE } from '@redress/event-store';
import { CLOCK, newId, toIso, VirtualClock, type RecordedEvent } from '@redress/kernel';
import { PERSONAL_DATA } from '@redress/personal-data';
import { personalDataMigrations, PostgresPersonalData } from '@redress/personal-data/postgres';
import { migrate } from '@redress/platform';
import { PoliciesModule, PublishContactPolicy, PublishPolicy } from '@redress/policies';
import { ReadModel } from '@redress/read-model';
import { CASE_FACTS, CASE_POLICY, CONTACT_POLICY, originOf, runProjections } from '@redress/testing';
import { problemOf, send, startEcho } from '../../libs/platform/src/http/test-app/start-echo';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NINE = Date.UTC(2026, 0, 5, 9);

/** What a command answers. */
export interface Answer {
  readonly id: string;
  readonly revision: number;
  readonly changed: boolean;
  readonly suppressed?: object | null;
  readonly movedTo?: object | null;
}

type CaseFact = Pick<ComplaintEvent, 'type' | 'data'>;

/**
 * The commands to callbacks over HTTP, on a store in memory and a clock that stands still, with CONTACT_POLICY in force. An agent is called
 * p-agent there, and everyone is of team t1; the customer `ada` is on record.
 */
export async function startCallbackApp() {
  const clock = new VirtualClock(NINE);
  const { store, feed, readModel, database, stop } = await runProjections(clock);
  await migrate(database.url, [personalDataMigrations]);
  const masterKey = randomBytes(32);
  const personalData = await PostgresPersonalData.open({ pool: database.pool, masterKey, clock });
  const engines = [
    { provide: EVENT_STORE, useValue: store },
    { provide: EVENT_FEED, useValue: feed },
    { provide: ReadModel, useValue: readModel },
    { provide: PERSONAL_DATA, useValue: personalData },
    { provide: CLOCK, useValue: clock },
  ];

  @Global()
  @Module({ providers: engines, exports: engines.map(({ provide }) => provide) })
  class EnginesModule {}

  const inForce = { policy: 'cases', contactPolicy: CONTACT_POLICY.name, authority: 'none' };
  const echo = await startEcho({}, [
    CqrsModule.forRoot(),
    EnginesModule,
    PoliciesModule.for(inForce),
    CallbacksModule,
  ]);
  const bus = echo.app.get(CommandBus);
  const { version: _, ...contactPolicy } = CONTACT_POLICY;
  await bus.execute(new PublishContactPolicy(contactPolicy, originOf()));
  await bus.execute(new PublishPolicy({ name: 'cases', effectiveFrom: 0, rules: [] }, originOf()));

  const newCustomer = async (customerId = newId()): Promise<string> => {
    await personalData.findOrCreateCustomer({ proposedId: customerId, details: { name: 'Ada Nobody' } });
    return customerId;
  };
  await newCustomer('ada');

  const inMinutes = (minutes: number) => toIso(clock.now() + minutes * MINUTE);
  const wanted = (more: object = {}) => ({
    ...{ purpose: 'promise', customerId: 'ada', window: { from: inMinutes(0), to: inMinutes(120) } },
    ...more,
  });
  const post = (path: string, body: object = {}, role = 'agent', headers: Record<string, string> = {}) =>
    send(`${echo.url}/v1/callbacks${path}`, { role, body, headers });
  /** What a command answers that is new, and done. */
  const done = async (path: string, body: object = {}, role = 'agent'): Promise<Answer> => {
    const answer = await post(path, body, role);
    const json = (await answer.json()) as Answer;
    expect([answer.status, json]).toMatchObject([path === '' ? 201 : 200, { changed: true }]);
    return json;
  };
  /** What became of a callback, its clock left out. */
  const events = async (id: string): Promise<RecordedEvent[]> =>
    (await store.readStream(callbackStream(id))).filter(({ type }) => !type.startsWith('Clock'));

  return {
    ...{ clock, store, personalData, bus, contactPolicy, newCustomer, inMinutes, wanted, post, done, events },
    refused: async (path: string, body: object = {}, role = 'agent') =>
      problemOf(await post(path, body, role)),
    /** A promise within the next two hours, unless it is said otherwise. */
    schedule: async (more: object = {}): Promise<string> => (await done('', wanted(more))).id,
    lastOf: async (id: string) => (await events(id)).at(-1),
    /** A case of that customer to which this has happened. */
    async caseOf(customerId: string, ...facts: readonly CaseFact[]): Promise<string> {
      const complaintId = newId();
      const registered = { ...CASE_FACTS, complaintId, customerId, policy: CASE_POLICY };
      const history = [{ type: 'ComplaintRegistered', data: registered }, ...facts].map((fact) => ({
        ...originOf(),
        ...fact,
        ...{ id: newId(), version: 1, occurredAt: toIso(NINE), partitionKey: complaintId },
      }));
      await store.append(complaintStream(complaintId), 'none', history);
      return complaintId;
    },
    /** The API document. */
    document: async () =>
      (await (await fetch(`${echo.url}/openapi.json`)).json()) as {
        readonly paths: Readonly<Record<string, { readonly post: unknown }>>;
        readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
      },
    nextMorning: (): void => {
      clock.advanceTo(clock.now() + DAY - ((clock.now() - NINE) % DAY));
    },
    async stop(): Promise<void> {
      await echo.app.close();
      await stop();
    },
  };
}
