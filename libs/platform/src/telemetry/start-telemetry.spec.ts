import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { metrics, trace } from '@opentelemetry/api';
import { instrument } from '@redress/kernel';
import { metricValue, readMetrics } from '@redress/testing';
import { send, startEcho } from '../http/test-app/start-echo';
import { createLogger } from '../logging';
import { startTelemetry, type Telemetry, type TelemetryOptions } from '.';
import { startCollector, type Collector, type CollectorAnswer } from './testing/collector';

const running: Telemetry[] = [];
const collectors: Collector[] = [];

const start = (more: Partial<TelemetryOptions> = {}): Telemetry => {
  const telemetry = startTelemetry({ service: 'redress-spec', instance: 'one', ...more });
  running.push(telemetry);
  return telemetry;
};

const collector = async (answer?: CollectorAnswer): Promise<Collector> => {
  const started = await startCollector(answer);
  collectors.push(started);
  return started;
};

/** An address at which nobody listens. */
async function nowhere(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${String(port)}`;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((telemetry) => telemetry.stop()));
  await Promise.all(collectors.splice(0).map((one) => one.stop()));
});

const calls = instrument((meter) => meter.createCounter('spec.calls', { unit: '{call}' }));
const waits = instrument((meter) =>
  meter.createHistogram('spec.wait', { unit: 's', advice: { explicitBucketBoundaries: [0.1, 1] } }),
);

describe('telemetry', () => {
  it('tells metrics as Prometheus reads them, with units in their names', async () => {
    const telemetry = start();
    calls().add(2, { kind: 'a "quoted"\nword' });
    for (const seconds of [0.05, 0.5, 5]) waits().record(seconds);
    metrics
      .getMeter('spec')
      .createObservableGauge('spec.lag', { unit: 's' })
      .addCallback((result) => {
        result.observe(7);
      });
    const samples = readMetrics(await telemetry.metricsText());
    expect(metricValue(samples, 'spec_calls_total', { kind: 'a \\"quoted\\"\\nword' })).toBe(2);
    expect(metricValue(samples, 'spec_wait_seconds_bucket', { le: '1' })).toBe(2);
    expect(metricValue(samples, 'spec_wait_seconds_count')).toBe(3);
    expect(metricValue(samples, 'spec_lag_seconds')).toBe(7);
    expect(samples.find(({ name }) => name === 'target_info')?.labels).toMatchObject({
      service_name: 'redress-spec',
      service_instance_id: 'one',
    });
  });

  it('is heard by instruments that were there before it, and again after it was started anew', async () => {
    calls().add(1);
    for (let times = 0; times < 2; times++) {
      const telemetry = start();
      calls().add(3);
      expect(metricValue(readMetrics(await telemetry.metricsText()), 'spec_calls_total')).toBe(3);
      await telemetry.stop();
    }
    calls().add(1);
  });

  it('leaves the instruments to the first of two, also when the second stops', async () => {
    const first = start();
    const second = start();
    calls().add(1);
    expect(metricValue(readMetrics(await second.metricsText()), 'spec_calls_total')).toBeUndefined();
    await second.stop();
    calls().add(1);
    expect(metricValue(readMetrics(await first.metricsText()), 'spec_calls_total')).toBe(2);
  });

  it('has no traces without a collector', () => {
    start();
    expect(trace.getTracer('spec').startSpan('spec').isRecording()).toBe(false);
  });

  it('pushes metrics and spans to the collector, at the latest when it stops', async () => {
    const { url, received, spans, metricNames } = await collector();
    const telemetry = start({ otlpEndpoint: `${url}/` });
    calls().add(1);
    trace.getTracer('spec').startActiveSpan('outer', (outer) => {
      trace.getTracer('spec').startSpan('inner').end();
      outer.end();
    });
    await telemetry.stop();
    expect(new Set(received.map(({ path }) => path))).toEqual(new Set(['/v1/metrics', '/v1/traces']));
    for (const { body } of received)
      expect(body).toContain('{"key":"service.name","value":{"stringValue":"redress-spec"}}');
    expect(metricNames()).toContain('spec.calls');
    const [outer, inner] = ['outer', 'inner'].map((name) => spans().find((span) => span.name === name));
    expect(inner).toMatchObject({ traceId: outer?.traceId, parentSpanId: outer?.spanId });
  });

  it('says once that nobody listens at the collector, and stops soon all the same', async () => {
    const lines: string[] = [];
    const logger = createLogger({ level: 'info', destination: { write: (line) => lines.push(line) } });
    const telemetry = start({ otlpEndpoint: await nowhere(), logger });
    for (let n = 0; n < 600; n++) trace.getTracer('spec').startSpan('spec').end();
    calls().add(1);
    const began = performance.now();
    await telemetry.stop();
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ level: 'warn', detail: expect.stringContaining('ECONNREFUSED') as string }),
    ]);
  });

  it.each(['never', 'without end'] as const)(
    'keeps no request waiting for a collector that answers %s, and stops soon',
    async (answer) => {
      const { url } = await collector(answer);
      const telemetry = start({ otlpEndpoint: url });
      const echo = await startEcho();
      // More than are pushed at once, so that a push is under way.
      for (let n = 0; n < 600; n++)
        expect((await send(`${echo.url}/v1/echoes`, { role: 'agent' })).status).toBe(200);
      await echo.app.close();
      const began = performance.now();
      await telemetry.stop();
      expect(performance.now() - began).toBeLessThan(3_000);
    },
  );

  it.each(['stop', 'end'])(
    'does not keep a process alive whose collector never answers (%s)',
    async (then) => {
      const { url } = await collector('never');
      const child = spawn(
        process.execPath,
        [
          '-r',
          require.resolve('@swc-node/register'),
          join(__dirname, 'testing/pushing.process.ts'),
          url,
          then,
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const chunks: string[] = [];
      child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
      expect(await once(child, 'close')).toEqual([0, null]);
      const [, endedMs] = /ended after (\d+) ms/.exec(chunks.join('')) ?? [];
      expect(Number(endedMs)).toBeLessThan(5_000);
    },
  );
});
