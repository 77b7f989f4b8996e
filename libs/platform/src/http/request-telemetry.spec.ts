import { Global, Logger as NestLogger, Module } from '@nestjs/common';
import { metricValue, readMetrics, type MetricSample } from '@redress/testing';
import { createLogger, Logger, loggingModule } from '../logging';
import { startTelemetry, TELEMETRY, type Telemetry } from '../telemetry';
import { startCollector, type Collector } from '../telemetry/testing/collector';
import { problemOf, send, startEcho, type RunningEcho } from './test-app/start-echo';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';
const traceparent = `00-${TRACE}-${CALLER}-01`;

const lines: Record<string, unknown>[] = [];
const logger = createLogger({
  level: 'info',
  destination: { write: (text) => lines.push(JSON.parse(text) as Record<string, unknown>) },
});

let collector: Collector;
let telemetry: Telemetry;
let echo: RunningEcho;

beforeAll(async () => {
  collector = await startCollector();
  telemetry = startTelemetry({ service: 'redress-spec', instance: 'one', otlpEndpoint: collector.url });
  const told = { provide: TELEMETRY, useValue: telemetry };

  @Global()
  @Module({ providers: [told], exports: [TELEMETRY] })
  class TelemetryModule {}

  echo = await startEcho({ logger }, [loggingModule(logger), TelemetryModule]);
  echo.app.useLogger(echo.app.get(Logger));
});
afterAll(async () => {
  await echo.app.close();
  await telemetry.stop();
  await collector.stop();
});

/** The metrics as Prometheus gets them, once the answers so far have been counted, which comes after their last byte. */
async function scrape(): Promise<readonly MetricSample[]> {
  await send(`${echo.url}/health/live`, {});
  return readMetrics(await (await send(`${echo.url}/metrics`, {})).text());
}

const countOf = (samples: readonly MetricSample[], labels: Record<string, string>): number =>
  metricValue(samples, 'http_server_request_duration_seconds_count', labels) ?? 0;

/** How many requests with these labels something leads to. */
async function counted(labels: Record<string, string>, work: () => Promise<unknown>): Promise<number> {
  const before = countOf(await scrape(), labels);
  await work();
  return countOf(await scrape(), labels) - before;
}

describe('a request', () => {
  const close = (id: string, role = 'supervisor') =>
    send(`${echo.url}/v1/echoes/${id}/close`, { role, method: 'POST' });

  it('is measured by its method, the pattern of its route, and its status', async () => {
    const route = { http_request_method: 'POST', http_route: '/v1/echoes/:id/close', url_scheme: 'http' };
    const done = { ...route, http_response_status_code: '200' };
    expect(await counted(done, () => Promise.all([close('e1'), close('e2')]))).toBe(2);
    const refused = { ...route, http_response_status_code: '403' };
    expect(await counted(refused, () => close('e3', 'agent'))).toBe(1);
  });

  it('that found no route is measured without one', async () => {
    const labels = { http_response_status_code: '404' };
    const ask = () => send(`${echo.url}/v1/nowhere/e4711`, {});
    expect(await counted(labels, ask)).toBe(1);
    const lost = (await scrape()).filter(
      ({ labels: { http_response_status_code } }) => http_response_status_code === '404',
    );
    expect(lost.every(({ labels: { http_route } }) => http_route === undefined)).toBe(true);
  });

  it('that failed says so', async () => {
    echo.script.next = () => {
      throw new Error('broken');
    };
    const labels = { http_route: '/v1/echoes/scripted', http_response_status_code: '500', error_type: '500' };
    expect(await counted(labels, () => send(`${echo.url}/v1/echoes/scripted`, {}))).toBe(1);
  });

  it('whose client went away before the answer is measured as aborted', async () => {
    const leave = new AbortController();
    const labels = { http_route: '/v1/echoes/scripted', error_type: 'aborted' };
    const went = await counted(labels, async () => {
      const closed = new Promise<void>((resolve) => {
        echo.app.getHttpServer().once('request', (_request, response) => response.once('close', resolve));
      });
      echo.script.next = () => {
        leave.abort();
        return new Promise(() => undefined);
      };
      await fetch(`${echo.url}/v1/echoes/scripted`, { signal: leave.signal }).catch(() => undefined);
      await closed;
    });
    expect(went).toBe(1);
  });

  it('for an event stream is not measured, for it lasts as long as somebody looks', async () => {
    echo.script.onStream = (stream) => {
      stream.end();
    };
    const ask = async () => (await send(`${echo.url}/v1/echoes/stream`, { role: 'supervisor' })).text();
    expect(await counted({ http_route: '/v1/echoes/stream' }, ask)).toBe(0);
  });
});

describe('a trace', () => {
  it('that the client began goes on in the request and in its log lines, bodies or not', async () => {
    echo.script.next = async () => {
      await new Promise(setImmediate);
      new NestLogger('Feature').log('later');
      return {};
    };
    lines.length = 0;
    await send(`${echo.url}/v1/echoes/scripted`, { headers: { traceparent } });
    const body = { customerId: 'c1' };
    await send(`${echo.url}/v1/echoes`, { role: 'agent', body, headers: { traceparent } });
    await scrape();
    const told = lines.filter(({ trace_id }) => trace_id === TRACE);
    expect(told.map(({ msg, route }) => [msg, route])).toEqual([
      ['later', undefined],
      ['answered', '/v1/echoes/scripted'],
      ['answered', '/v1/echoes'],
    ]);
  });

  it('that is not well-formed is begun anew, and the correlation id stays the client’s', async () => {
    lines.length = 0;
    const correlationId = 'a'.repeat(32);
    const headers = { traceparent: '00-nonsense', 'X-Correlation-Id': correlationId };
    await send(`${echo.url}/v1/echoes/scripted`, { headers });
    await scrape();
    const answered = lines.find((line) => line['correlationId'] === correlationId);
    expect(answered?.['trace_id']).toMatch(/^[0-9a-f]{32}$/);
    expect(answered?.['trace_id']).not.toBe(correlationId);
  });
});

describe('metrics', () => {
  it('are told without a token, and hold nothing that a client can make up', async () => {
    const answer = await send(`${echo.url}/metrics`, {});
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const text = await answer.text();
    expect(readMetrics(text).length).toBeGreaterThan(10);
    for (const made of ['e1', 'e4711', 'nowhere', TRACE]) expect(text).not.toContain(made);
  });

  it('are not part of the API', async () => {
    const document = (await (await send(`${echo.url}/openapi.json`, {})).json()) as { paths: object };
    expect(Object.keys(document.paths)).not.toContain('/metrics');
  });

  it('are not there in a process without telemetry', async () => {
    const mute = await startEcho();
    expect(await problemOf(await send(`${mute.url}/metrics`, {}))).toMatchObject({ code: 'no-such-route' });
    await mute.app.close();
  });
});

// Last: it stops the telemetry.
describe('spans', () => {
  it('are by route, under the span of the client, and none is of a probe', async () => {
    await telemetry.stop();
    const spans = collector.spans();
    expect(spans.find(({ traceId }) => traceId === TRACE)).toMatchObject({
      name: 'GET /v1/echoes/scripted',
      parentSpanId: CALLER,
      attributes: expect.arrayContaining([
        { key: 'http.route', value: { stringValue: '/v1/echoes/scripted' } },
        { key: 'http.response.status_code', value: { intValue: 200 } },
      ]) as unknown,
    });
    const names = spans.map(({ name }) => name);
    expect(names).toContain('POST /v1/echoes/:id/close');
    expect(names.filter((name) => /health|metrics/.test(name))).toEqual([]);
  });
});
