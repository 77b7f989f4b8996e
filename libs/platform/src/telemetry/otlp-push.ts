import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { Resource } from '@opentelemetry/resources';
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

/** As often as Prometheus asks by habit. Machine time. */
const PUSH_EVERY_MS = 15_000;

/** What one push may take, its repeats included; as long as it lasts it keeps the process alive. */
const PUSH_TIMEOUT_MS = 2_000;

/** Pushes all metrics of a process every 15 seconds. */
export const pushMetrics = (endpoint: string): PeriodicExportingMetricReader =>
  new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter({ url: signalUrl(endpoint, 'metrics'), timeoutMillis: PUSH_TIMEOUT_MS }),
    exportIntervalMillis: PUSH_EVERY_MS,
  });

/** Pushes ended spans, by default every five seconds. Beyond 2,048 that wait, further ones are dropped. */
export const pushTraces = (endpoint: string, resource: Resource): NodeTracerProvider =>
  new NodeTracerProvider({
    resource,
    spanProcessors: [
      new BatchSpanProcessor(
        new OTLPTraceExporter({ url: signalUrl(endpoint, 'traces'), timeoutMillis: PUSH_TIMEOUT_MS }),
      ),
    ],
  });

/** As the OTLP specification puts them below the endpoint. */
const signalUrl = (endpoint: string, signal: 'metrics' | 'traces'): string =>
  `${endpoint.replace(/\/+$/, '')}/v1/${signal}`;
