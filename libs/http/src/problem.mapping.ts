import { types } from 'node:util';
import { HttpException } from '@nestjs/common';
import { DomainError, type RefusalKind } from '@redress/kernel';
import { HttpProblem } from './problem';
import type { EdgeProblemCode } from './problem-catalogue';

/** After how many seconds a client may try again when a part of the service is out of reach. */
export const RETRY_AFTER_SECONDS = 2;

const STATUS_OF_KIND: Readonly<Record<RefusalKind, number>> = {
  invalid: 422,
  illegal: 409,
  conflict: 409,
  precondition: 412,
  'not-found': 404,
  forbidden: 403,
  unavailable: 503,
};

/** What Fastify and Nest refuse by themselves, by status. */
const CODE_OF_STATUS: Readonly<Record<number, EdgeProblemCode>> = {
  400: 'invalid-request',
  404: 'no-such-route',
  405: 'method-not-allowed',
  408: 'request-timeout',
  413: 'body-too-large',
  414: 'address-too-long',
  415: 'unsupported-media-type',
  431: 'headers-too-large',
  503: 'unavailable',
};

const DETAIL_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'The request can not be read.',
  404: 'There is nothing at this address.',
  408: 'The request did not arrive in full in time.',
  413: 'The body is larger than this server takes.',
  414: 'A part of the path is longer than any id.',
  415: 'Bodies are sent as application/json.',
  431: 'The request headers are larger than this server takes.',
  503: 'A part of the service is out of reach for now.',
};

const retryAfter = { 'Retry-After': String(RETRY_AFTER_SECONDS) };

/** The problem that a thrown thing is for the client; undefined where it is a mistake of ours. */
export function toProblem(thrown: unknown): HttpProblem | undefined {
  if (thrown instanceof HttpProblem) return thrown;
  if (thrown instanceof DomainError) return fromDomainError(thrown);
  if (thrown instanceof HttpException) return problemOfStatus(thrown.getStatus());
  if (!isError(thrown)) return undefined;
  if (thrown.name === 'FastifyError' && 'statusCode' in thrown && typeof thrown.statusCode === 'number') {
    return problemOfStatus(thrown.statusCode);
  }
  // The event store's errors are known by name, for this library knows no port.
  if (thrown.name === 'WrongExpectedRevision') {
    const revision = 'actual' in thrown && typeof thrown.actual === 'number' ? thrown.actual : undefined;
    const members = revision === undefined ? {} : { revision };
    return new HttpProblem(409, 'changed-meanwhile', 'Someone else was faster.', { members });
  }
  if (thrown.name === 'EventIdTaken') {
    return new HttpProblem(
      422,
      'idempotency-key-reused',
      'This Idempotency-Key was used before with another request.',
    );
  }
  return isUnavailable(thrown) ? problemOfStatus(503, thrown) : undefined;
}

/** The problem for a refusal by the framework; undefined for a status that is none of the client's doing. */
export function problemOfStatus(status: number, cause?: unknown): HttpProblem | undefined {
  const code = CODE_OF_STATUS[status];
  if (code !== undefined) {
    const headers = status === 503 ? retryAfter : {};
    return new HttpProblem(status, code, DETAIL_OF_STATUS[status] ?? code, { headers, cause });
  }
  if (status < 400 || status >= 500) return undefined;
  return new HttpProblem(status, 'invalid-request', 'The request was refused.', { cause });
}

function fromDomainError(error: DomainError): HttpProblem {
  return new HttpProblem(STATUS_OF_KIND[error.kind], error.code, error.message, {
    members: error.details,
    headers: error.kind === 'unavailable' ? retryAfter : {},
    cause: error,
  });
}

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/**
 * SQLSTATEs that pass by themselves (PostgreSQL manual, appendix A): class 08 connection, class 53 resources, 57P01 to 57P03 shutting down,
 * crashed and starting up, 57014 cancelled by a time-out, 40001 and 40P01 a lost race, 25006 a standby.
 */
const PASSING_SQLSTATE = /^(08...|53...|57P0[123]|57014|40001|40P01|25006)$/;

/** What `pg` says, without a code, of connections that it lost or did not get in time. */
const LOST_CONNECTION =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|Cannot use a pool after calling end)/;

/** Whether an error, or what caused it, says that the database or another server is out of reach for now. */
export function isUnavailable(error: unknown, depth = 0): boolean {
  if (!isError(error) || depth > 8) return false;
  if (error.name === 'EventStoreUnavailable' || LOST_CONNECTION.test(error.message)) return true;
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && (NETWORK_CODES.has(code) || PASSING_SQLSTATE.test(code))) return true;
  // Several addresses of one host, each refused.
  if ('errors' in error && Array.isArray(error.errors))
    return error.errors.some((one) => isUnavailable(one, depth + 1));
  return isUnavailable(error.cause, depth + 1);
}

/** An error of this realm or another: the runtime's own errors are not instances of the Error of a sandbox. */
const isError = (value: unknown): value is Error => value instanceof Error || types.isNativeError(value);
