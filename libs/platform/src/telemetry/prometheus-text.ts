import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MetricReader, type MetricData, type ResourceMetrics } from '@opentelemetry/sdk-metrics';

/** Reads the metrics when somebody asks. */
export class PullReader extends MetricReader {
  protected override onForceFlush(): Promise<void> {
    return Promise.resolve();
  }

  protected override onShutdown(): Promise<void> {
    return Promise.resolve();
  }
}

/** Without the instrumentation scope, which is the same for all. */
const serializer: { serialize(metrics: ResourceMetrics): string } = new PrometheusSerializer(
  undefined,
  false,
  undefined,
  false,
  true,
);

/** Units as Prometheus appends them to names (OpenTelemetry specification, "Prometheus and OpenMetrics compatibility"). */
const UNIT_SUFFIX: Readonly<Record<string, string>> = { s: '_seconds', By: '_bytes' };

/** Metrics in the text format of Prometheus, version 0.0.4. Names carry their unit, which the serializer alone would leave out. */
export function prometheusText({ resource, scopeMetrics }: ResourceMetrics): string {
  const named = scopeMetrics.map(({ scope, metrics }) => ({ scope, metrics: metrics.map(withUnit) }));
  const text = serializer.serialize({ resource, scopeMetrics: named });
  return text.endsWith('\n') ? text : `${text}\n`;
}

function withUnit(metric: MetricData): MetricData {
  const { name, unit } = metric.descriptor;
  const descriptor = { ...metric.descriptor, name: `${name}${UNIT_SUFFIX[unit] ?? ''}`, unit: '' };
  return { ...metric, descriptor };
}
