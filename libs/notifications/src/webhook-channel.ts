import { createHash } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { Channel, Delivery } from './channel';
import type { LeasedNotification } from './notification';

export interface WebhookOptions {
  readonly name: string;
  readonly url: string;
  /** The secrets to sign with, each `whsec_` and base64; several while one takes the place of another. Asked at every attempt. */
  readonly secrets: () => Promise<readonly string[]>;
  /** Machine time; by default 10 seconds. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

/**
 * A destination that is sent JSON by POST, signed after Standard Webhooks 1.0: `webhook-id` is the entry's key. Any status from 200 to 299
 * is an arrival; 410 closes the destination; redirects are not followed.
 */
export function webhookChannel({ name, url, secrets, timeoutMs = TIMEOUT_MS }: WebhookOptions): Channel {
  return {
    name,
    address: createHash('sha256').update(url).digest('hex'),
    async deliver(entry) {
      let signing: readonly Webhook[];
      try {
        signing = (await secrets()).map((secret) => new Webhook(secret));
      } catch {
        return { ok: false, error: 'secret-unreadable' };
      }
      return post(url, { entry, signing, timeoutMs });
    },
  };
}

async function post(
  url: string,
  {
    entry: { id, body },
    signing,
    timeoutMs,
  }: {
    readonly entry: LeasedNotification;
    readonly signing: readonly Webhook[];
    readonly timeoutMs: number;
  },
): Promise<Delivery> {
  const sentAt = new Date();
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Redress',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
        'webhook-signature': signing.map((secret) => secret.sign(id, sentAt, body)).join(' '),
      },
      body,
    });
    // Nobody reads what it says; the connection is not to wait for that.
    await response.body?.cancel().catch(() => undefined);
    if (response.ok) return { ok: true };
    const error = `http-${String(response.status)}`;
    return response.status === 410 ? { ok: false, error, gone: true } : { ok: false, error };
  } catch {
    return { ok: false, error: signal.aborted ? 'timeout' : 'unreachable' };
  }
}
