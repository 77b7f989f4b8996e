import { context, diag, DiagLogLevel, metrics, propagation, trace } from '@opentelemetry/api';
import { defaultResource, resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import type { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { ATTR_SERVICE_INSTANCE_ID, ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';
import type { Logger } from 'pino';
import { failureLog } from './failure-log';
import { observeProcess } from './observe-process';
import { pushMetrics, pushTraces } from './otlp-push';
import { PullReader, prometheusText } from './prometheus-text';
import type { Telemetry } from './telemetry';

export interface TelemetryOptions {
  /** Which app it is: `redress-api`, `redress-relay`. */
  readonly service: string;
  /** Tells apart the processes of one app. */
  readonly instance: string;
  /**
   * OTEL_EXPORTER_OTLP_ENDPOINT: a collector that takes OTLP over HTTP, such as `http://collector:4318`. Without it nothing is pushed, and
   * traces are off. The other standard variables (OTEL_EXPORTER_OTLP_HEADERS, OTEL_TRACES_SAMPLER, …) hold as well.
   */
  readonly otlpEndpoint?: string;
  /** Told, once a minute at most, that pushing fails. */
  readonly logger?: Logger;
}

/** How long the last push may take. Machine time. */
const STOP_PATIENCE_MS = 2_000;

/**
 * Gives the meters and tracers of this process, which do nothing otherwise, somewhere to tell. Start it before everything else, and stop it
 * after everything else. OpenTelemetry has one of each in a process: one that is started beside another that runs has nothing to tell.
 */
export function startTelemetry({ service, instance, otlpEndpoint, logger }: TelemetryOptions): Telemetry {
  const resource = defaultResource().merge(
    resourceFromAttributes({ [ATTR_SERVICE_NAME]: service, [ATTR_SERVICE_INSTANCE_ID]: instance }),
  );
  const pull = new PullReader();
  const meterProvider = new MeterProvider({
    resource,
    readers: otlpEndpoint === undefined ? [pull] : [pull, pushMetrics(otlpEndpoint)],
  });
  observeProcess(meterProvider);
  const isFirst = metrics.setGlobalMeterProvider(meterProvider);
  if (isFirst && logger !== undefined) diag.setLogger(failureLog(logger), DiagLogLevel.WARN);
  const tracerProvider =
    isFirst && otlpEndpoint !== undefined ? startTraces(otlpEndpoint, resource) : undefined;
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await within(STOP_PATIENCE_MS, [
      meterProvider.shutdown(),
      tracerProvider?.shutdown() ?? Promise.resolve(),
    ]);
    if (!isFirst) return;
    metrics.disable();
    trace.disable();
    context.disable();
    propagation.disable();
    diag.disable();
  };
  return {
    metricsText: async () => prometheusText((await pull.collect()).resourceMetrics),
    stop: () => (stopped ??= stop()),
  };
}

function startTraces(otlpEndpoint: string, resource: Resource): NodeTracerProvider {
  const provider = pushTraces(otlpEndpoint, resource);
  // With what carries the current span through what is asynchronous, and reads the headers of W3C Trace Context.
  provider.register();
  return provider;
}

/** Until all is settled, whichever way, or the time is over. */
async function within(ms: number, work: readonly Promise<unknown>[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([Promise.allSettled(work), over]);
  clearTimeout(timer);
}
