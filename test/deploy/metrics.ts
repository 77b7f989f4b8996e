/** A metric as docs and code name it, by OpenTelemetry. */
interface Metric {
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  /** Of OpenTelemetry: `s`, `By`; those in braces do not count. */
  readonly unit?: 's' | 'By';
  readonly attributes: readonly string[];
}

/** All that a dashboard or an alert may ask for. */
const METRICS: readonly Metric[] = [
  {
    name: 'http.server.request.duration',
    kind: 'histogram',
    unit: 's',
    attributes: ['http.request.method', 'http.response.status_code', 'http.route'],
  },
  { name: 'redress.command.duration', kind: 'histogram', unit: 's', attributes: ['command', 'outcome'] },
  { name: 'redress.relay.lag', kind: 'gauge', unit: 's', attributes: [] },
  { name: 'redress.relay.events', kind: 'counter', attributes: [] },
  { name: 'redress.projection.lag', kind: 'gauge', unit: 's', attributes: ['projection'] },
  { name: 'redress.projection.parked', kind: 'gauge', attributes: ['projection'] },
  { name: 'redress.timekeeper.lateness', kind: 'histogram', unit: 's', attributes: ['clock', 'mark'] },
  { name: 'redress.clock.verdicts', kind: 'counter', attributes: ['clock', 'verdict'] },
  { name: 'redress.automation.lag', kind: 'gauge', unit: 's', attributes: ['automation'] },
  { name: 'redress.automation.parked', kind: 'gauge', attributes: ['automation'] },
  { name: 'redress.intake.messages', kind: 'counter', attributes: ['outcome'] },
  { name: 'redress.state_topic.lag', kind: 'gauge', unit: 's', attributes: [] },
  {
    name: 'redress.notification.attempts',
    kind: 'counter',
    attributes: ['destination', 'outcome'],
  },
  { name: 'redress.notification.waiting', kind: 'gauge', attributes: ['destination'] },
  { name: 'redress.notification.failed', kind: 'gauge', attributes: ['destination'] },
  { name: 'redress.notification.lag', kind: 'gauge', unit: 's', attributes: ['destination'] },
  { name: 'process.cpu.time', kind: 'counter', unit: 's', attributes: ['cpu.mode'] },
  { name: 'v8js.memory.heap.used', kind: 'gauge', unit: 'By', attributes: [] },
];

const UNIT_SUFFIX = { s: '_seconds', By: '_bytes' } as const;

const underscored = (name: string): string => name.replaceAll('.', '_');

/** A metric under the name that Prometheus has for it, without what a histogram appends for its parts. */
function nameOf({ name, kind, unit }: Metric): string {
  return `${underscored(name)}${unit === undefined ? '' : UNIT_SUFFIX[unit]}${kind === 'counter' ? '_total' : ''}`;
}

/** The metrics by the name that Prometheus has for them, without what a histogram appends. */
export const METRIC_NAMES: readonly string[] = METRICS.map(nameOf);

/** The labels of each series that Prometheus has, beside those of its target. */
export const SERIES: ReadonlyMap<string, readonly string[]> = new Map([
  // Of Prometheus itself.
  ['up', []],
  ...METRICS.flatMap((metric): [string, readonly string[]][] => {
    const labels = metric.attributes.map(underscored);
    const name = nameOf(metric);
    if (metric.kind !== 'histogram') return [[name, labels]];
    return [
      [`${name}_bucket`, [...labels, 'le']],
      [`${name}_sum`, labels],
      [`${name}_count`, labels],
    ];
  }),
]);
