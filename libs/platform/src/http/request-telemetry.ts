import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Span,
} from '@opentelemetry/api';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { isEventStream } from '@redress/http';
import { instrument, INSTRUMENTATION_NAME } from '@redress/kernel';
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_URL_SCHEME,
  METRIC_HTTP_SERVER_REQUEST_DURATION,
} from '@opentelemetry/semantic-conventions';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isProbe } from './probe';

type FastifyServer = ReturnType<ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance']>;

const durations = instrument((meter) =>
  meter.createHistogram(METRIC_HTTP_SERVER_REQUEST_DURATION, {
    description: 'What a request took, from its head to the end of its answer',
    unit: 's',
    // Those that OpenTelemetry's conventions give.
    advice: {
      explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    },
  }),
);

/** Methods by their names; any other counts as `_OTHER`, so that no client can make up attributes. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE']);

/**
 * Measures every request and gives it a span, by OpenTelemetry's conventions for HTTP servers. A request is known by its route's pattern,
 * `/v1/complaints/:id`; a trace that the client began (W3C `traceparent`) goes on in it. Event streams are not measured, for they last as
 * long as somebody looks. Probes get no span.
 */
export function observeRequests(instance: FastifyServer): void {
  instance.addHook('onRequest', (request, reply, done) => {
    const span = isProbe(request) ? undefined : startSpan(request);
    // Not `onResponse`: a client that goes away before its answer is measured too.
    reply.raw.once('close', () => {
      const attributes = { ...requestAttributes(request), ...answerAttributes(reply) };
      if (!isEventStream(reply.raw)) durations().record(reply.elapsedTime / 1000, attributes);
      span?.setAttributes(attributes);
      if (ATTR_ERROR_TYPE in attributes) span?.setStatus({ code: SpanStatusCode.ERROR });
      span?.end();
    });
    if (span === undefined) done();
    else
      context.with(trace.setSpan(context.active(), span), () => {
        done();
      });
  });
}

function startSpan(request: FastifyRequest): Span {
  const { method, routeOptions, id } = request;
  const name = routeOptions.url === undefined ? method : `${method} ${routeOptions.url}`;
  return trace
    .getTracer(INSTRUMENTATION_NAME)
    .startSpan(
      name,
      { kind: SpanKind.SERVER, attributes: { 'redress.correlation_id': id } },
      propagation.extract(ROOT_CONTEXT, request.headers),
    );
}

function requestAttributes({ method, protocol, routeOptions: { url } }: FastifyRequest): Attributes {
  return {
    [ATTR_HTTP_REQUEST_METHOD]: METHODS.has(method) ? method : '_OTHER',
    [ATTR_URL_SCHEME]: protocol,
    ...(url === undefined ? {} : { [ATTR_HTTP_ROUTE]: url }),
  };
}

/** Without a status where the client went before it was answered. */
function answerAttributes({ raw }: FastifyReply): Attributes {
  if (!raw.headersSent) return { [ATTR_ERROR_TYPE]: 'aborted' };
  const { statusCode } = raw;
  return {
    [ATTR_HTTP_RESPONSE_STATUS_CODE]: statusCode,
    ...(statusCode >= 500 ? { [ATTR_ERROR_TYPE]: String(statusCode) } : {}),
  };
}
