import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as OTLP writes it in JSON. */
export interface PushedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

interface Pushed {
  readonly resourceSpans?: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly PushedSpan[] }[];
  }[];
  readonly resourceMetrics?: readonly {
    readonly scopeMetrics: readonly { readonly metrics: readonly { readonly name: string }[] }[];
  }[];
}

/** A collector that keeps what is pushed to it. */
export interface Collector {
  readonly url: string;
  /** The paths that were asked for, and each body as text. */
  readonly received: readonly { readonly path: string; readonly body: string }[];
  readonly spans: () => readonly PushedSpan[];
  readonly metricNames: () => readonly string[];
  stop(): Promise<void>;
}

const DRIP_MS = 100;

/** When a collector answers: a bad one never, or with an answer that does not end. */
export type CollectorAnswer = 'at once' | 'never' | 'without end';

export async function startCollector(answer: CollectorAnswer = 'at once'): Promise<Collector> {
  const received: { path: string; body: string }[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      received.push({ path: request.url ?? '', body });
      if (answer === 'at once') response.setHeader('Content-Type', 'application/json').end('{}');
      if (answer !== 'without end') return;
      const drip = setInterval(() => response.write(' '), DRIP_MS);
      response.once('close', () => {
        clearInterval(drip);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const pushed = (): Pushed[] => received.map(({ body }) => JSON.parse(body) as Pushed);
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    received,
    spans: () =>
      pushed().flatMap(({ resourceSpans = [] }) =>
        resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
      ),
    metricNames: () =>
      pushed().flatMap(({ resourceMetrics = [] }) =>
        resourceMetrics.flatMap(({ scopeMetrics }) =>
          scopeMetrics.flatMap(({ metrics }) => metrics.map(({ name }) => name)),
        ),
      ),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
