import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { HttpProblem } from '@redress/http';
import { Webhook } from 'standardwebhooks';

/**
 * Nest token of the setting INTAKE_WEBHOOK_SECRET: the secret that senders sign with, as `whsec_` and base64 of at least 24 bytes; while it
 * is being changed, several with blanks between them. Undefined: no webhooks are taken.
 */
export const INTAKE_WEBHOOK_SECRET = Symbol('IntakeWebhookSecret');

/** As Standard Webhooks wants it. */
const LEAST_BYTES = 24;
/** Longer lists of signatures are no rotation of secrets. */
const LONGEST_HEADER = 2_048;
const SECONDS = /^\d{1,12}$/;
const TOO_OLD_OR_NEW = /too (?:old|new)/;

/** Who may hand in over the webhook: whoever signs with the secret, after Standard Webhooks 1.0, in the last five minutes. */
@Injectable()
export class WebhookSignature {
  readonly #webhooks: readonly Webhook[];

  /** Throws where a secret is none; the message names the setting. */
  constructor(@Inject(INTAKE_WEBHOOK_SECRET) secrets: string | undefined) {
    this.#webhooks = (secrets ?? '').split(/\s+/).filter(Boolean).map(webhookOf);
  }

  /** Gives the signed id. Throws 404 `intake-webhook-off`; 401 `webhook-unsigned`, `webhook-expired` or `webhook-forged`. */
  check(body: Buffer, headers: IncomingHttpHeaders): string {
    if (this.#webhooks.length === 0)
      throw new HttpProblem(404, 'intake-webhook-off', 'This server takes no webhooks.');
    const id = headers['webhook-id'];
    const timestamp = headers['webhook-timestamp'];
    const signature = headers['webhook-signature'];
    if (!isShort(id) || !isShort(signature) || !isShort(timestamp) || !SECONDS.test(timestamp))
      throw refused('webhook-unsigned', 'Sign the request after Standard Webhooks.');
    const signed = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
    let expired = false;
    for (const webhook of this.#webhooks) {
      try {
        webhook.verify(body.toString('utf8'), signed, { jsonParse: false });
        return id;
      } catch (error) {
        expired ||= error instanceof Error && TOO_OLD_OR_NEW.test(error.message);
      }
    }
    throw expired
      ? refused('webhook-expired', 'The request was not signed within the last five minutes.')
      : refused('webhook-forged', 'The signature is not by a secret that is trusted here.');
  }
}

function webhookOf(secret: string): Webhook {
  const bytes = Buffer.from(secret.replace(/^whsec_/, ''), 'base64').length;
  try {
    if (bytes >= LEAST_BYTES) return new Webhook(secret);
  } catch {
    // Not base64; the library's message could show a part of it.
  }
  throw new Error(
    `INTAKE_WEBHOOK_SECRET: give whsec_ and at least ${String(LEAST_BYTES)} bytes in base64, as \`echo "whsec_$(openssl rand -base64 32)"\` makes them`,
  );
}

const isShort = (header: unknown): header is string =>
  typeof header === 'string' && header !== '' && header.length <= LONGEST_HEADER;

const refused = (code: string, detail: string): HttpProblem =>
  new HttpProblem(401, code, detail, { headers: { 'WWW-Authenticate': 'StandardWebhooks' } });
