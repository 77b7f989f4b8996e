import type { IncomingHttpHeaders } from 'node:http';
import { newId } from '@redress/kernel';

/** A UUID, a ULID, or 32 hexadecimal digits. Nothing freer: correlation ids stand in events and logs, where no name or number may get in. */
const WELL_FORMED =
  /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9A-HJKMNP-TV-Z]{26}|[0-9a-f]{32})$/i;

/** W3C Trace Context, version 00: the trace id is the first group. */
const TRACEPARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

const NO_TRACE = '0'.repeat(32);

/** The correlation id of a request: the client's, where it sent a well-formed one, else its trace id, else a new one. */
export function correlationIdOf(headers: IncomingHttpHeaders): string {
  const own = headers['x-correlation-id'];
  if (typeof own === 'string' && WELL_FORMED.test(own)) return own;
  const trace =
    typeof headers.traceparent === 'string' ? TRACEPARENT.exec(headers.traceparent)?.[1] : undefined;
  return trace === undefined || trace === NO_TRACE ? newId() : trace;
}
