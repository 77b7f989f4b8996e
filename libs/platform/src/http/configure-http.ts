import { UnsupportedMediaTypeException, VersioningType } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  ApiValidationPipe,
  AuthGuard,
  invalidRequest,
  parseJsonBody,
  ProblemFilter,
  recordRoutes,
  sendOutcome,
  takesRawBody,
  TOKEN_VERIFIER,
  type TokenVerifier,
} from '@redress/http';
import type { Logger } from 'pino';
import { withCorrelation } from '../logging/request-context';
import { serveApiDocument } from './api-document';
import { prepareDrain } from './drain';
import { logRequests } from './request-log';
import { observeRequests } from './request-telemetry';

/** What may differ between apps. */
export interface HttpOptions {
  /** Writes one line for each request; without it none is written. */
  readonly logger?: Logger;
  /** How long requests in hand may take to end when the app closes. Default 10. */
  readonly drainSeconds?: number;
  /** Serves /openapi.json and /docs. Default true. */
  readonly serveDocument?: boolean;
}

/** Answers are for the one who asked; a browser is to take them for nothing but data. */
const SECURITY_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** CloudEvents in one body, for the routes that take them. */
const CLOUD_EVENTS = /^application\/cloudevents(?:-batch)?\+json(?:;|$)/i;

/**
 * Everything that lies between the wire and the controllers: measuring, correlation, strict bodies, sign-in, validation, problems,
 * versions, documents and draining. Call it on an app made with `createFastifyAdapter()` and `{ bodyParser: false }`, before `listen`. The
 * app must provide TOKEN_VERIFIER, and, where there are commands, FINGERPRINT_KEY.
 */
export function configureHttp(app: NestFastifyApplication, options: HttpOptions = {}): void {
  const instance = app.getHttpAdapter().getInstance();
  recordRoutes(instance);
  observeRequests(instance);
  instance.addHook('onRequest', (request, reply, done) => {
    void reply.headers(SECURITY_HEADERS).header('X-Correlation-Id', request.id);
    withCorrelation(request.id, () => {
      // NUL fits in no text of the database, and a path or query has no honest use for it.
      if (request.raw.url?.includes('%00') === true)
        done(invalidRequest('The address holds a NUL character.'));
      else done();
    });
  });
  instance.addHook('preSerialization', sendOutcome);
  if (options.logger !== undefined) logRequests(instance, options.logger);

  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    try {
      done(null, takesRawBody(request) ? body : parseJsonBody(body));
    } catch (error) {
      done(error instanceof Error ? error : invalidRequest('The body can not be read.'));
    }
  });
  instance.addContentTypeParser(CLOUD_EVENTS, { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (takesRawBody(request)) done(null, body);
    else done(new UnsupportedMediaTypeException());
  });

  app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalGuards(
    new AuthGuard(app.get(Reflector), app.get<TokenVerifier>(TOKEN_VERIFIER, { strict: false })),
  );
  app.useGlobalPipes(new ApiValidationPipe());
  if (options.serveDocument !== false) serveApiDocument(app);

  const drain = prepareDrain(instance.server, (options.drainSeconds ?? 10) * 1000);
  instance.addHook('preClose', (done) => {
    drain();
    done();
  });
}
