import type { AddressInfo } from 'node:net';
import { newId } from '@redress/kernel';
import { SMTPServer } from 'smtp-server';
import { mailChannel, type MailOptions } from './mail-channel';
import type { LeasedNotification } from './notification';

/** A mail as it arrived. */
interface Arrived {
  readonly to: readonly string[];
  readonly source: string;
}

describe('the mail channel', () => {
  let server: SMTPServer;
  let smtpUrl: string;
  let arrived: Arrived[];
  let refuse: Error | undefined;

  beforeAll(async () => {
    server = new SMTPServer({
      ...{ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], logger: false },
      onData(stream, session, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          if (refuse === undefined) arrived.push({ to, source: Buffer.concat(chunks).toString() });
          done(refuse);
        });
      },
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    smtpUrl = `smtp://127.0.0.1:${String((server.server.address() as AddressInfo).port)}`;
  });
  afterAll(
    () =>
      new Promise<void>((closed) => {
        server.close(closed);
      }),
  );
  beforeEach(() => {
    [arrived, refuse] = [[], undefined];
  });

  const entry: LeasedNotification = {
    ...{ id: newId(), destination: 'leaders', lease: 'l', payload: {}, body: '{}' },
    event: { id: newId(), type: 'EscalationRaised', stream: 's', position: '1', recordedAt: 1 },
  };
  const mail = { to: ['one@example.org', 'two@example.org'], subject: '投诉超时', text: 'Case 7 is due.\n' };
  const deliver = (more: Partial<MailOptions> = {}) =>
    mailChannel({
      ...{ name: 'leaders', settings: { smtpUrl, from: 'Redress <desk@redress.example>' } },
      ...{ compose: () => mail, timeoutMs: 300 },
      ...more,
    }).deliver(entry);

  it('sends a text to all, with a Message-ID that is the same each time', async () => {
    expect([await deliver(), await deliver()]).toEqual([{ ok: true }, { ok: true }]);
    expect(arrived).toHaveLength(2);
    for (const { to, source } of arrived) {
      expect(to).toEqual(mail.to);
      expect(source).toContain(`Message-ID: <${entry.id}@redress.example>`);
      expect(source).toContain('From: Redress <desk@redress.example>');
      expect(source).toContain('Subject: =?UTF-8?B?5oqV6K+J6LaF5pe2?=');
      expect(source).toContain('Case 7 is due.');
    }
  });

  it('says by its number what the server refused, and nothing that it wrote', async () => {
    refuse = Object.assign(new Error('one@example.org has no box'), { responseCode: 452 });
    expect(await deliver()).toEqual({ ok: false, error: 'smtp-452' });
  });

  it('says that nobody answers, that mail is off, or that nobody has an address', async () => {
    const nobody = { smtpUrl: 'smtp://127.0.0.1:9', from: 'desk@redress.example' };
    expect(await deliver({ settings: nobody })).toEqual({ ok: false, error: 'unreachable' });
    expect(await deliver({ settings: undefined })).toEqual({ ok: false, error: 'mail-is-off' });
    expect(await deliver({ compose: () => undefined })).toEqual({ ok: false, error: 'no-address' });
    expect(arrived).toEqual([]);
  });
});
