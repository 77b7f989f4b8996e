import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '@redress/kernel';
import { SMTPServer } from 'smtp-server';
import { Webhook } from 'standardwebhooks';
import { runRedress, type RunningRedress } from '../support/running-redress';

const START = Date.parse('2026-03-02T09:00:00Z');
const MINUTE_MS = 60_000;
const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes, so').toString('base64')}`;

const POLICY = `
name: with-a-ladder
effectiveFrom: 1970-01-01T00:00:00Z
rules:
  - targets:
      resolution:
        within: PT100M
        marks: [50, 80]
        escalation:
          - { at: 50, tell: shift-leader }
          - { at: 80, tell: shift-leader }
          - { at: due, tell: supervisor }
          - { at: due, reassign: duty-team }
          - { at: due, supervise: supervisor }
      supervision: { within: PT24H }
`;

interface Sent {
  readonly type: string;
  readonly data: { readonly at: string };
  readonly link: string;
}

async function until<T>(what: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = await what();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error('it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const portOf = (server: Pick<Server, 'address'>): string => String((server.address() as AddressInfo).port);

describe('a case that runs out of time', () => {
  const clock = new VirtualClock(START);
  const hooked: { readonly key: string; readonly sent: Sent }[] = [];
  const mailed: string[] = [];
  let folder: string;
  let receiver: Server;
  let smtp: SMTPServer;
  let running: RunningRedress;

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const headers = request.headers as Record<string, string>;
        const sent = new Webhook(SECRET).verify(Buffer.concat(chunks).toString(), headers) as Sent;
        hooked.push({ key: String(headers['webhook-id']), sent });
        response.writeHead(204).end();
      });
    });
    smtp = new SMTPServer({
      ...{ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], logger: false },
      onData(stream, _, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          mailed.push(Buffer.concat(chunks).toString());
          done();
        });
      },
    });
    await Promise.all(
      [receiver, smtp].map(
        (server) =>
          new Promise<void>((listening) => {
            server.listen(0, '127.0.0.1', listening);
          }),
      ),
    );
    folder = mkdtempSync(join(tmpdir(), 'redress-escalation-'));
    const write = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    write('duty.secret', SECRET);
    running = await runRedress({
      clock,
      policy: write('with-a-ladder.yaml', POLICY),
      mail: { smtpUrl: `smtp://127.0.0.1:${portOf(smtp.server)}`, from: 'desk@redress.example' },
      notifications: write(
        'duty.yaml',
        `
name: duty
link: https://desk.example.org/cases/{case}
destinations:
  duty-system:
    webhook: http://127.0.0.1:${portOf(receiver)}/redress
    secretFile: duty.secret
    tell: [shift-leader, supervisor]
  supervisors: { mail: [boss@example.org], tell: [supervisor] }
`,
      ),
    });
  });
  afterAll(async () => {
    await running.stop();
    receiver.closeAllConnections();
    receiver.close();
    smtp.close(() => undefined);
    rmSync(folder, { recursive: true });
  });

  it('climbs its ladder, and the outside is told what still helps, signed and by mail', async () => {
    const body = {
      ...{ kind: 'complaint', category: 'billing', channel: 'phone', priority: 2 },
      ...{ customer: { name: 'Nobody' }, description: 'Charged twice.' },
    };
    const agent = await running.token('agent');
    const registered = await running.call<{ id: string }>('POST', '/v1/complaints', { as: agent, body });
    const { id } = registered.body;
    // Nobody looks for two hours.
    clock.advanceTo(START + 120 * MINUTE_MS);
    await running.redress.look();
    await running.redress.caughtUp();
    const types = (await running.redress.engines.store.readStream(`complaint-${id}`)).map(({ type }) => type);
    expect(types.filter((type) => type.startsWith('Escalation'))).toEqual([
      ...['EscalationSuperseded', 'EscalationSuperseded'],
      ...['EscalationRaised', 'EscalationRaised', 'EscalationRaised'],
    ]);
    expect(types.slice(-3)).toEqual(['ComplaintTransferred', 'SupervisionOrdered', 'ClockStarted']);

    const { key, sent } = await until(() => hooked[0]);
    expect(sent).toMatchObject({ type: 'EscalationRaised', data: { at: 'due' } });
    expect(sent.link).toBe(`https://desk.example.org/cases/${id}`);
    const mail = await until(() => mailed[0]);
    expect(mail).toContain(`Subject: Resolution missed: case ${id}`);
    expect(mail).toContain('2026-03-02 10:40 UTC');

    const supervisor = await running.token('supervisor');
    const notifications = async () =>
      (
        await running.call<{ items: { id: string; state: string }[] }>('GET', '/v1/notifications', {
          as: supervisor,
        })
      ).body.items;
    const delivered = await until(async () => {
      const items = await notifications();
      return items.every(({ state }) => state === 'delivered') ? items : undefined;
    });
    expect(delivered).toHaveLength(2);
    const range = { destination: 'duty-system', from: '2026-03-02T00:00:00Z', to: '2026-03-03T00:00:00Z' };
    await running.call('POST', '/v1/notifications/replay', { as: supervisor, body: range });
    await until(() => hooked[1]);
    expect(hooked.map((one) => one.key)).toEqual([key, key]);
    expect(running.log()).not.toMatch(/whsec_|boss@|Charged twice/);
  });
});
