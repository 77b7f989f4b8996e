import type { IncomingHttpHeaders } from 'node:http';
import { HttpProblem, invalidRequest, parseJsonBody } from '@redress/http';
import { ATTRIBUTES, fromBinary, fromStructured, type Attributes } from '../inbound/cloud-event';
import type { InboundMessage } from '../inbound/inbound-message';

/** How many messages one request may bring. */
export const MOST_IN_BATCH = 100;

/** What a request hands in: one CloudEvent, or a batch of which each is read by itself. */
export type HandedIn = { readonly one: InboundMessage } | { readonly batch: readonly unknown[] };

/**
 * Reads a request by the HTTP binding of CloudEvents 1.0: structured, a batch, or binary. Throws 400 `invalid-request` and 415.
 * @param signedId the webhook-id. In binary mode the attributes are headers, which no signature covers, so that it must be the event's id
 * as well: a request that is caught and sent again under another id would be taken for another message.
 */
export function handedIn(headers: IncomingHttpHeaders, body: Buffer, signedId: string): HandedIn {
  const [mediaType = ''] = (headers['content-type'] ?? '').split(';', 1);
  switch (mediaType.trim().toLowerCase()) {
    case 'application/cloudevents+json':
      return { one: fromStructured(parseJsonBody(body)) };
    case 'application/cloudevents-batch+json':
      return { batch: batchIn(parseJsonBody(body)) };
    case 'application/json':
      return { one: binary(headers, parseJsonBody(body), signedId) };
    default:
      throw new HttpProblem(415, 'unsupported-media-type', 'Send CloudEvents in JSON.');
  }
}

function batchIn(events: unknown): readonly unknown[] {
  if (!Array.isArray(events)) throw invalidRequest('A batch of CloudEvents must be a JSON array.');
  if (events.length > MOST_IN_BATCH)
    throw invalidRequest(`A batch holds at most ${String(MOST_IN_BATCH)} CloudEvents.`);
  return events;
}

function binary(headers: IncomingHttpHeaders, data: unknown, signedId: string): InboundMessage {
  const { datacontenttype: _, ...attributes } = Object.fromEntries(
    ATTRIBUTES.map((name) => [name, decoded(headers[`ce-${name}`])]),
  ) as Attributes;
  const message = fromBinary(attributes, data);
  if (message.id === signedId) return message;
  const reason = 'id must be the webhook-id: no signature covers the ce- headers';
  throw invalidRequest('The id of the CloudEvent is not the one that was signed.', [
    { field: 'id', code: 'not-one-of', reason },
  ]);
}

/** Headers are percent-encoded where ASCII does not do. What is not, is left: it fits no attribute. */
function decoded(header: string | readonly string[] | undefined): unknown {
  if (typeof header !== 'string') return header;
  try {
    return decodeURIComponent(header);
  } catch {
    return header;
  }
}
