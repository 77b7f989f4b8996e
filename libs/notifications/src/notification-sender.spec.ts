import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId, SYSTEM_ACTOR } from '@redress/kernel';
import { createTestDatabase, type TestDatabase } from '@redress/testing';
import { Webhook } from 'standardwebhooks';
import type { Channel, Delivery } from './channel';
import type { NewNotification } from './notification';
import { NotificationSender, type NotificationReport } from './notification-sender';
import { notificationMigrations, PostgresNotificationOutbox } from './postgres';
import { webhookChannel } from './webhook-channel';

const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes, so').toString('base64')}`;
const OLD_SECRET = `whsec_${Buffer.from('the one that it takes the place').toString('base64')}`;

type Mood = 'well' | 'silent' | number;

/** A receiver that notes what it was sent, and does to it what its mood says. */
class Receiver {
  readonly arrivals: { readonly key: string; readonly data: { stream: string; n: number } }[] = [];
  readonly tries: string[] = [];
  mood: Mood = 'well';
  #server: Server | undefined;
  #port = 0;

  get url(): string {
    return `http://127.0.0.1:${String(this.#port)}/hook`;
  }

  async open(): Promise<void> {
    const server = createServer((request, response) => {
      void this.#take(request).then((status) => {
        if (status === undefined) return;
        response.writeHead(status, status === 302 ? { location: this.url } : {}).end('not for the log');
      });
    });
    await new Promise<void>((done) => {
      server.listen(this.#port, '127.0.0.1', done);
    });
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise<void>((done) => {
      server.close(() => {
        done();
      });
    });
  }

  /** The status to answer with; undefined: none, ever. */
  async #take(request: IncomingMessage): Promise<number | undefined> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const key = String(request.headers['webhook-id']);
    this.tries.push(key);
    const headers = request.headers as Record<string, string>;
    const data = new Webhook(SECRET).verify(Buffer.concat(chunks).toString(), headers);
    if (this.mood === 'silent') return undefined;
    if (this.mood !== 'well') return this.mood;
    this.arrivals.push({ key, data: data as { stream: string; n: number } });
    return 204;
  }
}

/** What a sender has that is killed between sending and noting: nothing comes of what it notes. */
class ForgetfulOutbox extends PostgresNotificationOutbox {
  override delivered(): Promise<boolean> {
    return new Promise(() => undefined);
  }
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 15_000;
  while (!(await what())) {
    if (Date.now() > end) throw new Error('it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('the sender of notifications', () => {
  let database: TestDatabase;
  let outbox: PostgresNotificationOutbox;
  let receiver: Receiver;
  let channel: Channel;
  let reports: NotificationReport[];
  let senders: NotificationSender[];
  let count = 0;

  beforeAll(async () => {
    database = await createTestDatabase([notificationMigrations]);
    outbox = new PostgresNotificationOutbox(database.pool);
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    receiver = new Receiver();
    await receiver.open();
    channel = channelTo(5_000);
    [reports, senders] = [[], []];
  });
  afterEach(async () => {
    for (const sender of senders) await sender.stop();
    await receiver.close();
  });

  const channelTo = (timeoutMs: number) =>
    webhookChannel({
      ...{ name: `desk-${newId()}`, url: receiver.url, timeoutMs },
      secrets: () => Promise.resolve([OLD_SECRET, SECRET]),
    });
  const start = (
    more: Partial<Parameters<typeof NotificationSender.start>[0]> = {},
    channels = () => [channel],
  ) => {
    const sender = NotificationSender.start({
      ...{ outbox, channels, idleMs: 5, backoff: { firstMs: 2, maxMs: 10 } },
      report: (report) => reports.push(report),
      ...more,
    });
    senders.push(sender);
    return sender;
  };
  /** So many entries, of three streams in turn. */
  const put = async (entries: number, to = channel.name): Promise<readonly string[]> => {
    const made = Array.from({ length: entries }, (_, n): NewNotification => {
      count += 1;
      const stream = `complaint-${String(n % 3)}`;
      const event = { id: newId(), type: 'EscalationRaised', stream, recordedAt: count };
      const position = String(count).padStart(16, '0');
      return { destination: to, event: { ...event, position }, payload: { stream, n: count } };
    });
    await outbox.put(made);
    return made.map(({ event }) => event.id);
  };
  const list = () => outbox.list({ destination: channel.name, limit: 200 });
  const allSettled = () =>
    until(async () => (await list()).every(({ state }) => state !== 'waiting') && (await list()).length > 0);
  /** All keys, in the order in which they arrived for the first time. */
  const firstArrivals = () => [
    ...new Map(receiver.arrivals.map((arrival) => [arrival.key, arrival])).values(),
  ];
  const expectAllInOrder = async () => {
    const arrived = firstArrivals();
    expect(arrived.map(({ key }) => key).toSorted()).toEqual((await list()).map(({ id }) => id).toSorted());
    for (const stream of new Set(arrived.map(({ data }) => data.stream))) {
      const numbers = arrived.filter(({ data }) => data.stream === stream).map(({ data }) => data.n);
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    }
  };

  it('signs by every secret, under the key of the entry, and sends each once where all is well', async () => {
    await put(12);
    start();
    start();
    await allSettled();
    await expectAllInOrder();
    expect(receiver.tries).toHaveLength(12);
    expect(await list()).toMatchObject(
      Array.from({ length: 12 }, () => ({ state: 'delivered', attempts: 1 })),
    );
  });

  it('loses nothing to a receiver that is down, then answers 500, then falls silent, then works', async () => {
    channel = channelTo(100);
    await put(9);
    await receiver.close();
    start();
    const failed = (code: string) => reports.some((report) => 'code' in report && report.code === code);
    await until(() => failed('unreachable'));
    receiver.mood = 500;
    await receiver.open();
    await until(() => failed('http-500'));
    await put(3);
    receiver.mood = 'silent';
    await until(() => failed('timeout'));
    receiver.mood = 'well';
    await allSettled();
    await expectAllInOrder();
    expect((await list()).every(({ state }) => state === 'delivered')).toBe(true);
    expect(JSON.stringify(reports)).not.toMatch(/not for the log|127\.0\.0\.1|whsec/);
  });

  it('sends again, with the same key, what a sender sent and died before it noted that', async () => {
    await put(6);
    const dying = new ForgetfulOutbox(database.pool);
    const dead = NotificationSender.start({
      ...{ outbox: dying, channels: () => [channel], idleMs: 5, leaseMs: 200 },
    });
    await until(() => receiver.arrivals.length === 3);
    expect((await list()).every(({ state }) => state === 'waiting')).toBe(true);
    start();
    await allSettled();
    await expectAllInOrder();
    expect(receiver.tries).toHaveLength(9);
    void dead.stop();
  });

  it('closes a destination that says 410, and opens it by a replay', async () => {
    receiver.mood = 410;
    await put(2);
    start();
    await until(() => reports.some(({ kind }) => kind === 'closed'));
    const tries = receiver.tries.length;
    receiver.mood = 'well';
    await put(1);
    expect(await outbox.lease(channel, { limit: 10, leaseMs: 0 })).toEqual([]);
    expect(receiver.tries.length).toBe(tries);
    expect((await list()).map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting']);
    const id = newId();
    const origin = { commandId: id, correlationId: id, causationId: id, actor: SYSTEM_ACTOR };
    await outbox.replay({ destination: channel.name, from: 0, to: count + 1 }, origin);
    await allSettled();
    await expectAllInOrder();
  });

  it('follows no redirect', async () => {
    receiver.mood = 302;
    await put(1);
    start();
    await until(() => reports.length > 1);
    expect(reports[0]).toMatchObject({ kind: 'not-delivered', code: 'http-302' });
    expect(new Set(receiver.tries).size).toBe(1);
    expect(receiver.arrivals).toEqual([]);
  });

  it('gives up after its time, shows it, and goes on with the stream', async () => {
    receiver.mood = 400;
    const [first] = await put(1);
    start({ giveUpAfterMs: 50 });
    await until(() => reports.some(({ kind }) => kind === 'given-up'));
    receiver.mood = 'well';
    await put(1);
    await allSettled();
    const [second, given] = await list();
    expect(given).toMatchObject({ event: { id: first }, state: 'failed', lastError: 'http-400' });
    expect(given?.attempts).toBeGreaterThan(1);
    expect(second).toMatchObject({ state: 'delivered' });
  });

  it('lets no destination wait for another one, and takes up one that is new', async () => {
    const timedOut: Delivery = { ok: false, error: 'timeout' };
    let giveUp: (() => void) | undefined;
    let isPatient = true;
    const silent: Channel = {
      ...{ name: `silent-${newId()}`, address: 'x' },
      // Tried again, it is not waited for: the sender finishes what is under way before it stops.
      deliver: () =>
        isPatient
          ? new Promise((resolve) => {
              giveUp = () => {
                resolve(timedOut);
              };
            })
          : Promise.resolve(timedOut),
    };
    await put(1, silent.name);
    await put(4);
    const channels: Channel[] = [silent];
    start({}, () => channels);
    channels.push(channel);
    await allSettled();
    isPatient = false;
    await until(() => giveUp !== undefined);
    giveUp?.();
    await until(() =>
      reports.some((report) => 'destination' in report && report.destination === silent.name),
    );
  });

  it('says that a secret can not be read, and sends nothing unsigned', async () => {
    channel = webhookChannel({
      ...{ name: channel.name, url: receiver.url },
      secrets: () => Promise.reject(new Error('/etc/secret: no such file')),
    });
    await put(1);
    start();
    await until(() => reports.length > 0);
    expect(reports[0]).toMatchObject({ code: 'secret-unreadable' });
    expect(receiver.tries).toEqual([]);
  });
});
