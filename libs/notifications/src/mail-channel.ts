import { createHash } from 'node:crypto';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { Channel, Delivery } from './channel';
import type { LeasedNotification } from './notification';

/** How mail leaves the house. */
export interface MailSettings {
  /** `smtp://` or `smtps://`, with user and password where they are needed. */
  readonly smtpUrl: string;
  readonly from: string;
}

/** A mail in plain text. */
export interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

export interface MailOptions {
  readonly name: string;
  /** Undefined: this installation sends no mail. */
  readonly settings: MailSettings | undefined;
  /** The mail that an entry becomes; undefined where nobody's address is known. */
  readonly compose: (entry: LeasedNotification) => Mail | undefined;
  /** Machine time; by default 10 seconds for each step. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

/**
 * A destination that is sent mail over SMTP. The Message-ID follows from the entry's key, so that a mail that comes twice is known as one.
 */
export function mailChannel({ name, settings, compose, timeoutMs = TIMEOUT_MS }: MailOptions): Channel {
  return {
    name,
    address: createHash('sha256')
      .update(settings?.smtpUrl ?? '')
      .digest('hex'),
    async deliver(entry) {
      if (settings === undefined) return { ok: false, error: 'mail-is-off' };
      const mail = compose(entry);
      if (mail === undefined || mail.to.length === 0) return { ok: false, error: 'no-address' };
      const { subject, text, to } = mail;
      const message = {
        from: settings.from,
        to: [...to],
        subject,
        text,
        messageId: messageId(entry, settings),
      };
      return send(settings.smtpUrl, message, timeoutMs);
    },
  };
}

const messageId = ({ id }: LeasedNotification, { from }: MailSettings): string => {
  const [, domain = 'redress.invalid'] = /@([A-Za-z0-9.-]+)/.exec(from) ?? [];
  return `<${id}@${domain}>`;
};

async function send(smtpUrl: string, message: SendMailOptions, timeoutMs: number): Promise<Delivery> {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // A text is a text: it never has files or addresses fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail(message);
    return { ok: true };
  } catch (error) {
    return { ok: false, error: codeOf(error) };
  } finally {
    transport.close();
  }
}

/** Only numbers and codes: what a server writes may hold an address. */
function codeOf(error: unknown): string {
  const { responseCode, code }: { responseCode?: unknown; code?: unknown } =
    typeof error === 'object' && error !== null ? error : {};
  if (typeof responseCode === 'number') return `smtp-${String(responseCode)}`;
  return code === 'ETIMEDOUT' ? 'timeout' : 'unreachable';
}
