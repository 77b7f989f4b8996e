import { STATUS_CODES, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { invalidRequest, problemDocument, problemOfStatus, sendProblem, PROBLEM_JSON } from '@redress/http';
import { newId } from '@redress/kernel';
import type { FastifyHttpOptions } from 'fastify';
import { correlationIdOf } from './correlation-id';

/** The largest body, in bytes. */
export const BODY_LIMIT_BYTES = 256 * 1024;

/** The longest part of a path that can be an id; longer ones are answered with 414. */
const MAX_PARAM_LENGTH = 128;

/** A request that has not arrived in full by then is given up. */
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * Fastify as Redress wants it. Create the app with `{ bodyParser: false }`: `configureHttp` brings a stricter one. Whatever goes wrong
 * before a request reaches a route is a problem document as well.
 */
export function createFastifyAdapter(): FastifyAdapter {
  const options: FastifyHttpOptions<Server> = {
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: false,
    genReqId: (request) => correlationIdOf(request.headers),
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    // While it closes, what is still sent on open connections is answered, not refused: the database closes last.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => {
      const problem =
        problemOfStatus(error.statusCode ?? 400) ?? invalidRequest('The address can not be read.');
      sendProblem(reply, problem, request.id);
    },
    clientErrorHandler: refuseOnSocket,
  };
  return new FastifyAdapter(options);
}

/** Answers what is no HTTP, on the bare socket. */
function refuseOnSocket(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const status =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  const correlationId = newId();
  const body = JSON.stringify(
    problemDocument(problemOfStatus(status) ?? invalidRequest('This is no HTTP.'), correlationId),
  );
  if (socket.writable) {
    socket.write(
      [
        `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`,
        `Content-Type: ${PROBLEM_JSON}`,
        `Content-Length: ${String(Buffer.byteLength(body))}`,
        `X-Correlation-Id: ${correlationId}`,
        'Connection: close',
        '',
        body,
      ].join('\r\n'),
    );
  }
  socket.destroySoon();
}
