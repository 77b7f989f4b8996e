import { randomBytes } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EVENT_FEED } from '@redress/event-feed';
import { EVENT_STORE } from '@redress/event-store';
import { CLOCK, VirtualClock } from '@redress/kernel';
import { PERSONAL_DATA } from '@redress/personal-data';
import { personalDataMigrations, PostgresPersonalData } from '@redress/personal-data/postgres';
import { createTestDatabase, InMemoryEventStore, ManualFeed, type TestDatabase } from '@redress/testing';
import { problemOf, send, startEcho, type RunningEcho } from '../../platform/src/http/test-app/start-echo';
import { ConsentBook, CustomersModule } from '.';

const NOON = Date.UTC(2026, 2, 2, 12);

describe('consents over HTTP', () => {
  const clock = new VirtualClock(NOON);
  let vault: TestDatabase;
  let personalData: PostgresPersonalData;
  let store: InMemoryEventStore;
  let echo: RunningEcho;

  beforeAll(async () => {
    vault = await createTestDatabase([personalDataMigrations]);
    personalData = await PostgresPersonalData.open({ pool: vault.pool, masterKey: randomBytes(32), clock });
    store = new InMemoryEventStore(clock);
    const engines = [
      { provide: EVENT_STORE, useValue: store },
      { provide: EVENT_FEED, useValue: new ManualFeed(4) },
      { provide: PERSONAL_DATA, useValue: personalData },
      { provide: CLOCK, useValue: clock },
    ];

    @Global()
    @Module({ providers: engines, exports: engines.map(({ provide }) => provide) })
    class EnginesModule {}

    echo = await startEcho({}, [CqrsModule.forRoot(), EnginesModule, CustomersModule]);
  });
  afterAll(async () => {
    await echo.app.close();
    await vault.drop();
  });

  const known = async (customerId: string): Promise<string> => {
    await personalData.findOrCreateCustomer({ proposedId: customerId, details: { name: 'Ada Nobody' } });
    return customerId;
  };
  const url = (customerId: string) => `${echo.url}/v1/customers/${customerId}/consents`;
  const say = (customerId: string, body: object, headers: Record<string, string> = {}) =>
    send(url(customerId), { role: 'agent', body, headers });
  const ask = (customerId: string) => send(url(customerId), { role: 'agent' });

  it('put down what the customer says, and tell it at once', async () => {
    const ada = await known('ada');
    expect(await (await ask(ada)).json()).toEqual({ customerId: ada, revision: -1, consents: [] });
    const care = { channel: 'phone', scope: 'care', allowed: true };
    const answer = await say(ada, care);
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      { id: ada, revision: 0, changed: true },
    ]);
    expect(await (await say(ada, care)).json()).toMatchObject({ revision: 0, changed: false });
    await say(ada, { channel: 'sms', scope: 'service', allowed: false });
    const asked = await ask(ada);
    expect(asked.headers.get('etag')).toBe('"1"');
    expect(await asked.json()).toEqual({
      customerId: ada,
      revision: 1,
      consents: [
        { ...care, saidAt: '2026-03-02T12:00:00.000Z' },
        { channel: 'sms', scope: 'service', allowed: false, saidAt: '2026-03-02T12:00:00.000Z' },
      ],
    });
    expect(await new ConsentBook(store).of(ada)).toEqual(
      new Map([
        ['phone:care', true],
        ['sms:service', false],
      ]),
    );
  });

  it('keep the consents of customers apart, and have none for who never said a word', async () => {
    await say(await known('bob'), { channel: 'phone', scope: 'care', allowed: false });
    expect(await new ConsentBook(store).of('bob')).toEqual(new Map([['phone:care', false]]));
    expect(await new ConsentBook(store).of('nobody')).toEqual(new Map());
  });

  it('refuse a customer whom nobody knows, or who was erased', async () => {
    await personalData.erase(await known('eve'));
    for (const customerId of ['nobody', 'eve']) {
      const said = await problemOf(await say(customerId, { channel: 'phone', scope: 'care', allowed: true }));
      expect(said).toMatchObject({ status: 404, code: 'not-found' });
      expect(await problemOf(await ask(customerId))).toMatchObject({ status: 404, code: 'not-found' });
    }
    expect(await store.readStream('customer-nobody')).toEqual([]);
  });

  it('refuse an old ETag, and a time given without the right to', async () => {
    const kim = await known('kim');
    await say(kim, { channel: 'email', scope: 'care', allowed: true });
    const stale = await say(kim, { channel: 'email', scope: 'care', allowed: false }, { 'If-Match': '"7"' });
    expect(await problemOf(stale)).toMatchObject({ status: 412, code: 'revision-stale' });
    const earlier = { channel: 'email', scope: 'care', allowed: false, occurredAt: '2026-03-01T12:00:00Z' };
    expect(await problemOf(await say(kim, earlier))).toMatchObject({ code: 'backdating-not-allowed' });
  });

  it.each([
    [{ channel: 'pigeon', scope: 'care', allowed: true }],
    [{ channel: 'phone', scope: 'all', allowed: true }],
    [{ channel: 'phone', scope: 'care', allowed: 'yes' }],
    [{ channel: 'phone', scope: 'care' }],
  ])('refuse %j', async (body) => {
    expect((await say(await known('ada'), body)).status).toBe(400);
  });
});
