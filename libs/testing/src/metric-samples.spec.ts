import { metricValue, readMetrics } from './metric-samples';

const page = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

describe('a page of metrics', () => {
  it('is read with its labels and numbers', () => {
    const samples = readMetrics(
      page(
        '# HELP a_total Text.',
        '# TYPE a_total counter',
        'a_total{x="1",y="a \\"b\\", c"} 2',
        'a_total{x="2"} 3e+21',
        '# TYPE b gauge',
        'b -Inf',
      ),
    );
    expect(samples).toEqual([
      { name: 'a_total', labels: { x: '1', y: 'a \\"b\\", c' }, value: 2 },
      { name: 'a_total', labels: { x: '2' }, value: 3e21 },
      { name: 'b', labels: {}, value: -Infinity },
    ]);
    expect(metricValue(samples, 'a_total', { x: '1' })).toBe(2);
    expect(metricValue(samples, 'a_total', { x: '3' })).toBeUndefined();
  });

  const histogram = (...values: readonly number[]): string =>
    page(
      '# TYPE h histogram',
      `h_count ${String(values.at(-1))}`,
      ...values
        .slice(0, -1)
        .map((value, n) => `h_bucket{le="${n === values.length - 2 ? '+Inf' : String(n)}"} ${String(value)}`),
    );

  it('has histograms whose buckets rise to the count', () => {
    expect(readMetrics(histogram(1, 1, 4, 4))).toHaveLength(4);
    expect(() => readMetrics(histogram(2, 1, 4, 4))).toThrow('do not rise');
    expect(() => readMetrics(histogram(1, 1, 3, 4))).toThrow('not the count');
  });

  it.each([
    ['without an end', '# TYPE a gauge\na 1', 'does not end'],
    ['without a type', page('a 1'), 'out of place'],
    ['with a sample under another metric', page('# TYPE a gauge', '# TYPE b gauge', 'a 1'), 'out of place'],
    ['with a metric in two pieces', page('# TYPE a gauge', 'a 1', '# TYPE a gauge'), 'two pieces'],
    ['with a series twice', page('# TYPE a gauge', 'a{x="1"} 1', 'a{x="1"} 2'), 'twice'],
    ['with a counter by another name', page('# TYPE a counter', 'a 1'), 'is a counter'],
    ['with labels that do not end', page('# TYPE a gauge', 'a{x="1} 1'), 'labels'],
    ['with a name that has dots', page('# TYPE a gauge', 'a.b 1'), 'no sample'],
  ])('%s is refused', (_what, text, reason) => {
    expect(() => readMetrics(text)).toThrow(reason);
  });
});
