import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId } from '@redress/kernel';
import type { NewNotification, Notification } from '@redress/notifications';
import { notificationMigrations, PostgresNotificationOutbox } from '@redress/notifications/postgres';
import { createTestDatabase, type TestDatabase } from '@redress/testing';
import { Webhook } from 'standardwebhooks';
import { OwnProcess } from '../services/own-process';
import { SENDING_POINTS, type SendingPoint } from '../support/fault-points';

const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes, so').toString('base64')}`;
const STREAMS = 2;
/** Of each stream; the later ones wait for the first. */
const ENTRIES = 3;

interface Arrival {
  readonly key: string;
  readonly point: string;
  readonly data: { readonly stream: string; readonly n: number };
}

describe('a sender of notifications that is killed', () => {
  let database: TestDatabase;
  let outbox: PostgresNotificationOutbox;
  let receiver: Server;
  let arrivals: Arrival[];
  /** Whether the receiver keeps whoever calls `/sent` waiting for an answer. */
  let isSilent: boolean;
  let heard: () => void;
  let sender: OwnProcess;
  const killedAt = new Map<SendingPoint, { readonly arrived: number; readonly delivered: number }>();

  beforeAll(async () => {
    database = await createTestDatabase([notificationMigrations]);
    outbox = new PostgresNotificationOutbox(database.pool);
    [arrivals, isSilent, heard] = [[], true, () => undefined];
    receiver = createServer((request, response) => void take(request, response));
    await new Promise<void>((done) => {
      receiver.listen(0, '127.0.0.1', done);
    });
    await outbox.put(SENDING_POINTS.flatMap(entriesFor));
    const held = start('HELD');
    const isSent = new Promise<void>((resolve) => {
      heard = () => {
        if (arrivals.filter(({ point }) => point === 'sent').length === STREAMS) resolve();
      };
    });
    await Promise.all([
      ...[isSent, comesTo(held, 'claimed', 1)],
      ...[comesTo(held, 'answered', STREAMS), comesTo(held, 'recorded', STREAMS)],
    ]);
    await held.kill();
    for (const point of SENDING_POINTS) {
      const delivered = (await list(point)).filter(({ state }) => state === 'delivered').length;
      killedAt.set(point, { arrived: arrivedAt(point).length, delivered });
    }
    isSilent = false;
    sender = start('FREE');
    for (const point of SENDING_POINTS) await allDelivered(point);
  }, 60_000);

  afterAll(async () => {
    await sender.kill();
    receiver.closeAllConnections();
    receiver.close();
    await database.drop();
  });

  function entriesFor(destination: SendingPoint): readonly NewNotification[] {
    return Array.from({ length: STREAMS * ENTRIES }, (_, n) => {
      const stream = `complaint-${String(n % STREAMS)}`;
      const place = { stream, position: String(n).padStart(19, '0'), recordedAt: n };
      return {
        destination,
        event: { id: newId(), type: 'EscalationRaised', ...place },
        payload: { stream, n },
      };
    });
  }
  const start = (mode: 'HELD' | 'FREE'): OwnProcess => {
    const url = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}`;
    return new OwnProcess('../support/held-senders.process.ts', database.url, url, SECRET, mode);
  };
  async function comesTo(held: OwnProcess, point: SendingPoint, times: number): Promise<void> {
    const line = `at ${point}`;
    for (let from = 0, seen = 0; seen < times; seen++) {
      await held.line(line, from);
      from = held.lines.indexOf(line, from) + 1;
    }
  }
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = request.headers as Record<string, string>;
    const data = new Webhook(SECRET).verify(Buffer.concat(chunks).toString(), headers) as Arrival['data'];
    const point = (request.url ?? '').slice(1);
    arrivals.push({ key: String(headers['webhook-id']), point, data });
    heard();
    if (point !== 'sent' || !isSilent) response.writeHead(204).end();
  }
  const list = (point: SendingPoint): Promise<readonly Notification[]> =>
    outbox.list({ destination: point, limit: 100 });
  const arrivedAt = (point: SendingPoint): readonly Arrival[] =>
    arrivals.filter((arrival) => arrival.point === point);
  async function allDelivered(point: SendingPoint): Promise<void> {
    while ((await list(point)).some(({ state }) => state !== 'delivered')) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  it('was at each step of sending the first message of each stream', () => {
    expect(Object.fromEntries(killedAt)).toEqual({
      claimed: { arrived: 0, delivered: 0 },
      sent: { arrived: STREAMS, delivered: 0 },
      answered: { arrived: STREAMS, delivered: 0 },
      recorded: { arrived: STREAMS, delivered: STREAMS },
    });
  });

  it.each(SENDING_POINTS)('leaves every message delivered under its one key: %s', async (point) => {
    const arrived = arrivedAt(point);
    const once = [...new Map(arrived.map((arrival) => [arrival.key, arrival])).values()];
    expect(once.map(({ key }) => key).toSorted()).toEqual((await list(point)).map(({ id }) => id).toSorted());
    expect(once.map(({ data }) => data.n).toSorted()).toEqual(
      Array.from({ length: STREAMS * ENTRIES }, (_, n) => n),
    );
    const again = arrived.length - once.length;
    const { arrived: before = 0, delivered = 0 } = killedAt.get(point) ?? {};
    // Nothing is sent again but what had arrived and was not noted.
    expect(again).toBe(before - delivered);
  });
});
