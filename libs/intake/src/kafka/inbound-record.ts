import { invalidRequest, parseJsonBody } from '@redress/http';
import type { FetchedRecord } from '@redress/kafka';
import { ATTRIBUTES, fromBinary, fromStructured, type Attributes } from '../inbound/cloud-event';
import type { InboundMessage } from '../inbound/inbound-message';

const STRUCTURED = /^application\/cloudevents\+json\s*(?:;|$)/i;

/**
 * The message that a record is, by the Kafka binding of CloudEvents 1.0: structured where `content-type` says so, else in binary mode, with
 * `ce_` headers. Throws 400 `invalid-request`.
 */
export function inboundMessage({ headers, value }: FetchedRecord): InboundMessage {
  if (value === null) throw invalidRequest('The record has no value.');
  const contentType = textOf(headers, 'content-type');
  if (contentType !== undefined && STRUCTURED.test(contentType)) return fromStructured(parseJsonBody(value));
  const attributes = Object.fromEntries(
    ATTRIBUTES.map((name) => [
      name,
      name === 'datacontenttype' ? contentType : textOf(headers, `ce_${name}`),
    ]),
  ) as Attributes;
  // Said before the data is looked at: what is no CloudEvent at all need not be JSON either.
  if (attributes.specversion === undefined) fromBinary(attributes, null);
  return fromBinary(attributes, parseJsonBody(value));
}

/** The `source` of a record, as far as it says one; for those who look through what could not be taken. */
export function sourceOf(record: FetchedRecord): string | undefined {
  const inHeader = textOf(record.headers, 'ce_source');
  if (inHeader !== undefined || record.value === null) return inHeader;
  try {
    const { source } = parseJsonBody(record.value) as { readonly source?: unknown };
    return typeof source === 'string' ? source : undefined;
  } catch {
    return undefined;
  }
}

/** A header that is there once; undefined for any other. */
export function textOf(headers: FetchedRecord['headers'], name: string): string | undefined {
  const header = headers[name];
  return header instanceof Buffer ? header.toString('utf8') : undefined;
}
