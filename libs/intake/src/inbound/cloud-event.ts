import { invalidRequest, isInstant, type FieldError } from '@redress/http';
import { fromIso } from '@redress/kernel';
import { MESSAGE_TYPES, type InboundMessage } from './inbound-message';

/** The attributes of a CloudEvent that count here; others are let through and mean nothing. */
export const ATTRIBUTES = ['specversion', 'id', 'source', 'type', 'time', 'datacontenttype'] as const;
export type Attributes = Partial<Readonly<Record<(typeof ATTRIBUTES)[number], unknown>>>;

/** Of an `id`: visible ASCII, for it is compared byte by byte. */
export const MESSAGE_ID = /^[\x21-\x7e]{1,255}$/;

/** Of a `source`: a URI reference without query and without `@`. It stands in events as the actor, so it must name a system and nobody. */
export const MESSAGE_SOURCE = /^[A-Za-z0-9/][A-Za-z0-9._:/#~-]{0,127}$/;

const JSON_TYPE = /^application\/(?:json|[\w.-]+\+json)\s*(?:;|$)/i;

/** The message that a CloudEvent 1.0 in JSON is. Throws 400 `invalid-request` with each attribute that is wrong. */
export function fromStructured(event: unknown): InboundMessage {
  if (typeof event !== 'object' || event === null || Array.isArray(event))
    throw invalidRequest('A CloudEvent must be a JSON object.');
  const { data, ...attributes } = event as Attributes & { readonly data?: unknown };
  if ('data_base64' in event)
    throw wrong([flaw('data_base64', 'unknown-field', 'can not be read: use data')]);
  return fromBinary(attributes, data);
}

/** The same, where the attributes came beside the data. */
export function fromBinary(attributes: Attributes, data: unknown): InboundMessage {
  const { id, source, type, time } = attributes;
  const known = MESSAGE_TYPES.find((one) => one === type);
  const errors = errorsIn(attributes);
  if (data === undefined || data === null) errors.push(flaw('data', 'required', 'is what is handed in'));
  if (errors.length > 0 || known === undefined || typeof id !== 'string' || typeof source !== 'string')
    throw wrong(errors);
  return { id, source, type: known, data, ...(typeof time === 'string' ? { time: fromIso(time) } : {}) };
}

function errorsIn({ specversion, id, source, type, time, datacontenttype }: Attributes): FieldError[] {
  const errors: FieldError[] = [];
  const check = (field: string, value: unknown, isRight: boolean, code: string, reason: string): void => {
    if (!isRight) errors.push(flaw(field, value === undefined ? 'required' : code, reason));
  };
  check('specversion', specversion, specversion === '1.0', 'not-one-of', 'must be 1.0');
  check('id', id, matches(id, MESSAGE_ID), 'malformed', 'must be 1 to 255 visible ASCII characters');
  check(
    'source',
    source,
    matches(source, MESSAGE_SOURCE),
    'malformed',
    'must be 1 to 128 letters, digits and . _ : / # ~ -, beginning with a letter, digit or /',
  );
  const types = MESSAGE_TYPES.join(', ');
  check(
    'type',
    type,
    MESSAGE_TYPES.some((one) => one === type),
    'not-one-of',
    `must be one of ${types}`,
  );
  if (time !== undefined)
    check('time', time, isInstant(time), 'malformed', 'must be an RFC 3339 instant with Z or an offset');
  if (datacontenttype !== undefined) {
    const isJson = matches(datacontenttype, JSON_TYPE);
    check('datacontenttype', datacontenttype, isJson, 'not-one-of', 'must be application/json');
  }
  return errors;
}

const matches = (value: unknown, pattern: RegExp): boolean =>
  typeof value === 'string' && pattern.test(value);

const flaw = (field: string, code: string, reason: string): FieldError => ({
  field,
  code,
  reason: `${field} ${reason}`,
});

const wrong = (errors: readonly FieldError[]) =>
  invalidRequest(`${String(errors.length)} attribute(s) of the CloudEvent can not be used.`, errors);
