import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { newId, toIso } from '@redress/kernel';
import { NOTIFICATION_OUTBOX, type NewNotification } from '@redress/notifications';
import { notificationMigrations, PostgresNotificationOutbox } from '@redress/notifications/postgres';
import { createTestDatabase, type TestDatabase } from '@redress/testing';
import { problemOf, send, startEcho, type RunningEcho } from '../../../platform/src/http/test-app/start-echo';
import { NotificationBook } from '../notification-channels/notification-book';
import { NotificationsController } from './notifications.controller';

const T0 = Date.UTC(2026, 2, 2, 9);
const TO = { name: 'duty-system', address: 'here' };
const DOCUMENT = `
name: duty
destinations:
  duty-system: { mail: [desk@example.org], tell: [shift-leader] }
  supervisors: { mail: [boss@example.org], tell: [supervisor] }
`;

describe('the endpoints of notifications', () => {
  let database: TestDatabase;
  let outbox: PostgresNotificationOutbox;
  let echo: RunningEcho;
  let folder: string;

  beforeAll(async () => {
    database = await createTestDatabase([notificationMigrations]);
    outbox = new PostgresNotificationOutbox(database.pool);
    folder = mkdtempSync(join(tmpdir(), 'redress-notifications-'));
    writeFileSync(join(folder, 'duty.yaml'), DOCUMENT);
    const engines = [
      { provide: NOTIFICATION_OUTBOX, useValue: outbox },
      { provide: NotificationBook, useValue: NotificationBook.open(join(folder, 'duty.yaml')) },
    ];

    @Global()
    @Module({ providers: engines, exports: engines.map(({ provide }) => provide) })
    class EnginesModule {}

    @Module({ controllers: [NotificationsController] })
    class NotificationsModule {}

    echo = await startEcho({}, [EnginesModule, NotificationsModule]);
    await outbox.put([1, 2, 3].map((n) => entryFor(TO.name, n)));
    const [delivered, failed] = await outbox.lease(TO, { limit: 2, leaseMs: 60_000 });
    if (delivered === undefined || failed === undefined) throw new Error('nothing was lent');
    await outbox.delivered(delivered);
    await outbox.failed(failed, { error: 'http-503', backoff: { firstMs: 0, maxMs: 0 }, giveUpAfterMs: 0 });
  });
  afterAll(async () => {
    await echo.app.close();
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  const entryFor = (destination: string, n: number): NewNotification => ({
    destination,
    event: {
      ...{ id: newId(), type: 'EscalationRaised', stream: `complaint-${String(n)}` },
      ...{ position: `00${String(n)}`, recordedAt: T0 + n * 60_000 },
    },
    payload: { secret: 'of the receiver' },
  });
  interface Item {
    readonly id: string;
    readonly state: string;
  }
  const ask = (path = '', role = 'supervisor') => send(`${echo.url}/v1/notifications${path}`, { role });
  const items = async (query: string) =>
    (await (await ask(query)).json()) as { items: Item[]; nextCursor?: string };
  const order = (path: string, body: object, headers: Record<string, string> = {}) =>
    send(`${echo.url}/v1/notifications${path}`, { role: 'supervisor', body, headers });

  it('show each with its state, attempts and the code of its last failure, in pages', async () => {
    const page = await items('?limit=2');
    expect(page.items.map(({ state }) => state).toSorted()).toEqual(expect.arrayContaining(['waiting']));
    const rest = await items(`?limit=2&cursor=${String(page.nextCursor)}`);
    expect([...page.items, ...rest.items]).toHaveLength(3);
    expect(rest.nextCursor).toBeUndefined();
    expect((await items('?state=failed')).items).toEqual([
      {
        id: expect.any(String) as unknown,
        ...{ destination: 'duty-system', recipient: null, eventId: expect.any(String) as unknown },
        ...{ type: 'EscalationRaised', recordedAt: expect.stringContaining('2026-03-02T09:0') as unknown },
        ...{ state: 'failed', attempts: 1, lastErrorCode: 'http-503', nextAttemptAt: null },
        settledAt: expect.any(String) as unknown,
      },
    ]);
    expect((await items('?destination=supervisors')).items).toEqual([]);
  });

  it('send one again at once, unless it was sent since', async () => {
    const [failed] = (await items('?state=failed')).items;
    const stale = await order(`/${String(failed?.id)}/retry`, {}, { 'if-match': '"7"' });
    expect(await problemOf(stale)).toMatchObject({ status: 412, code: 'revision-stale' });
    const answer = await order(`/${String(failed?.id)}/retry`, {}, { 'if-match': '"1"' });
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, '"1"']);
    expect((await items('?state=failed')).items).toEqual([]);
    expect((await order(`/${newId()}/retry`, {})).status).toBe(404);
  });

  it('send a range again, once for each key', async () => {
    const range = { destination: TO.name, from: toIso(T0), to: toIso(T0 + 150_000) };
    const key = { 'idempotency-key': 'monday' };
    expect(await (await order('/replay', range, key)).json()).toMatchObject({ entries: 2, changed: true });
    expect(await (await order('/replay', range, key)).json()).toMatchObject({ entries: 0, changed: false });
    expect((await items('?state=delivered')).items).toEqual([]);
    const empty = await order('/replay', { ...range, to: range.from });
    expect(await problemOf(empty)).toMatchObject({ status: 422, code: 'range-empty' });
    expect((await order('/replay', { ...range, destination: 'Duty System' })).status).toBe(400);
  });

  it('name the destinations that there are where one is unknown', async () => {
    const unknown = {
      ...{ status: 422, code: 'destination-unknown', known: ['duty-system', 'supervisors'] },
      errors: [
        {
          field: 'destination',
          reason: 'must be in the document of notifications: duty-system, supervisors',
        },
      ],
    };
    const range = { from: toIso(T0), to: toIso(T0 + 150_000) };
    const replay = () => order('/replay', { ...range, destination: 'duty-sistem' });
    expect(await problemOf(await replay())).toMatchObject(unknown);
    expect(await problemOf(await ask('?destination=duty-sistem'))).toMatchObject(unknown);
    // What was for one that is gone is still there to be seen; nobody would send it.
    await outbox.put([entryFor('duty-sistem', 4)]);
    expect((await items('?destination=duty-sistem')).items).toHaveLength(1);
    expect(await problemOf(await replay())).toMatchObject(unknown);
  });

  it('are for supervisors', async () => {
    expect((await ask('', 'shift-leader')).status).toBe(403);
    const refused = await send(`${echo.url}/v1/notifications/replay`, { role: 'shift-leader', body: {} });
    expect(refused.status).toBe(403);
  });
});
