/** One line of a page of metrics. */
export interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const TYPE_LINE = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram)$`);
const SAMPLE_LINE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (NaN|[+-]Inf|-?[0-9.]+(?:e[+-]?\\d+)?)$`);
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/y;

/**
 * The samples of a page of metrics, checked by the rules of Prometheus' text format 0.0.4: each metric has its type before its samples and
 * is told in one piece, no series comes twice, counters are called `_total`, and the buckets of a histogram rise to its count. Throws where
 * a rule is broken.
 */
export function readMetrics(text: string): readonly MetricSample[] {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const types = new Map<string, string>();
  const samples: MetricSample[] = [];
  const seen = new Set<string>();
  let current = '';
  for (const line of text.split('\n')) {
    const [, metric, type] = TYPE_LINE.exec(line) ?? [];
    if (metric !== undefined && type !== undefined) {
      if (types.has(metric)) throw new Error(`${metric} is told in two pieces`);
      if (type === 'counter' && !metric.endsWith('_total')) throw new Error(`${metric} is a counter`);
      types.set(metric, type);
      current = metric;
    }
    if (line === '' || line.startsWith('#')) continue;
    if (seen.has(seriesOf(line))) throw new Error(`twice: ${line}`);
    seen.add(seriesOf(line));
    const sample = readSample(line);
    if (!namesOf(current, types.get(current)).includes(sample.name)) throw new Error(`out of place: ${line}`);
    samples.push(sample);
  }
  for (const [metric, type] of types) if (type === 'histogram') checkHistogram(metric, samples);
  return samples;
}

/** The sum of the samples of this name that have these labels, whatever others they have; undefined where there is none. */
export function metricValue(
  samples: readonly MetricSample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const found = samples.filter(
    (sample) =>
      sample.name === name &&
      Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  );
  return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0);
}

const seriesOf = (line: string): string => line.slice(0, line.lastIndexOf(' '));

const namesOf = (metric: string, type: string | undefined): readonly string[] =>
  type === 'histogram' ? ['_bucket', '_sum', '_count'].map((suffix) => metric + suffix) : [metric];

function readSample(line: string): MetricSample {
  const [, name, labels = '', value] = SAMPLE_LINE.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new Error(`no sample: ${line}`);
  return { name, labels: readLabels(labels, line), value: numberOf(value) };
}

function readLabels(text: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const [, label, value] = LABEL.exec(text) ?? [];
    if (label === undefined || value === undefined || label in labels) throw new Error(`labels: ${line}`);
    labels[label] = value;
  }
  return labels;
}

const numberOf = (value: string): number => Number(value.replace('Inf', 'Infinity'));

function checkHistogram(metric: string, samples: readonly MetricSample[]): void {
  const series = new Map<string, { bound: number; below: number }>();
  const counts = new Map<string, number>();
  for (const { name, labels, value } of samples) {
    const { le, ...others } = labels;
    const key = JSON.stringify(others);
    if (name === `${metric}_count`) counts.set(key, value);
    if (name !== `${metric}_bucket` || le === undefined) continue;
    const { bound, below } = series.get(key) ?? { bound: -Infinity, below: 0 };
    if (numberOf(le) <= bound || value < below) throw new Error(`${metric}: the buckets do not rise`);
    series.set(key, { bound: numberOf(le), below: value });
  }
  for (const [key, count] of counts) {
    const last = series.get(key);
    if (last?.bound !== Infinity || last.below !== count)
      throw new Error(`${metric}: the last bucket is not the count`);
  }
}
