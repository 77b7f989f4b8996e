import { AutomationRunner } from '@redress/automation';
import { newId, VirtualClock } from '@redress/kernel';
import { metricValue, readMetrics } from '@redress/testing';
import { PROJECTIONS } from '@redress/wiring';
import { startCollector, type Collector } from '../../libs/platform/src/telemetry/testing/collector';
import { runRedress, type RunningRedress } from '../support/running-redress';

const START = Date.parse('2026-03-02T09:00:00Z');
const MINUTE_MS = 60_000;
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const NAME = 'Zacharias Quillfeather';

describe('what happens shows in the metrics', () => {
  const clock = new VirtualClock(START);
  /** Every id that took part. */
  const ids = new Set<string>();
  let collector: Collector;
  let running: RunningRedress;
  let agent: string;

  beforeAll(async () => {
    collector = await startCollector();
    running = await runRedress({ clock, otlpEndpoint: collector.url });
    agent = await running.token('agent', { id: 'agent-4711' });
    ids.add('agent-4711');
  });
  afterAll(async () => {
    await running.stop();
    await collector.stop();
  });

  const metricsText = async (): Promise<string> => (await fetch(`${running.redress.url}/metrics`)).text();

  const post = async (path: string, body: object = {}, headers: Record<string, string> = {}) => {
    const idempotencyKey = newId();
    ids.add(idempotencyKey);
    return running.call<{ id: string }>('POST', `/v1/complaints${path}`, {
      as: agent,
      body,
      headers: { 'Idempotency-Key': idempotencyKey, ...headers },
    });
  };

  const register = async (headers: Record<string, string> = {}): Promise<string> => {
    const facts = { kind: 'complaint', category: 'billing', channel: 'phone', priority: 2 };
    const { status, body } = await post('', { ...facts, customer: { name: NAME } }, headers);
    expect(status).toBe(201);
    ids.add(body.id);
    return body.id;
  };

  const value = async (name: string, labels: Record<string, string>): Promise<number> =>
    metricValue(readMetrics(await metricsText()), name, labels) ?? 0;

  const verdicts = async (): Promise<Record<string, number>> => {
    const samples = readMetrics(await metricsText());
    const counted = samples.filter(({ name }) => name === 'redress_clock_verdicts_total');
    return Object.fromEntries(
      counted.map(({ labels, value: n }) => [`${String(labels['clock'])} ${String(labels['verdict'])}`, n]),
    );
  };

  it('a command, by what became of it', async () => {
    const id = await register();
    expect((await post(`/${id}/resume`)).status).toBe(409);
    expect(
      await value('redress_command_duration_seconds_count', { command: 'RegisterComplaint', outcome: 'ok' }),
    ).toBe(1);
    expect(await value('redress_command_duration_seconds_count', { outcome: 'refused' })).toBe(1);
    const route = { http_route: '/v1/complaints/:id/resume', http_response_status_code: '409' };
    expect(await value('http_server_request_duration_seconds_count', route)).toBe(1);
  });

  it('a clock that was kept, once, although its command was sent twice', async () => {
    const id = await register();
    const key = { 'Idempotency-Key': newId() };
    const before = await verdicts();
    await post(`/${id}/respond`, {}, key);
    await post(`/${id}/respond`, {}, key);
    const met = 'first-response met';
    expect(await verdicts()).toEqual({ ...before, [met]: (before[met] ?? 0) + 1 });
  });

  it('a clock that ran out and was stopped late, and how late the timekeeper saw it', async () => {
    const id = await register();
    clock.advanceTo(clock.now() + 120 * MINUTE_MS);
    await running.redress.look();
    await running.redress.look();
    await post(`/${id}/respond`);
    // The first case of all was not answered either.
    expect(await verdicts()).toMatchObject({ 'first-response breached': 2, 'first-response missed': 1 });
    const mark = { clock: 'first-response', mark: '80' };
    const breach = { clock: 'first-response', mark: 'breach' };
    expect(await value('redress_timekeeper_lateness_seconds_count', mark)).toBe(2);
    expect(await value('redress_timekeeper_lateness_seconds_sum', mark)).toBe(2 * 96 * 60);
    expect(await value('redress_timekeeper_lateness_seconds_sum', breach)).toBe(2 * 90 * 60);
  });

  it('nothing again when a read model is rebuilt', async () => {
    const before = await verdicts();
    for (const projection of ['due-marks', 'queues', 'promises'])
      if (PROJECTIONS.some(({ name }) => name === projection))
        await running.redress.projections.rebuild(projection);
    expect(await verdicts()).toEqual(before);
  });

  it('how far each read model and automation is', async () => {
    await running.redress.caughtUp();
    const samples = readMetrics(await metricsText());
    const shown = (name: string, label: string): (string | undefined)[] =>
      samples.filter((sample) => sample.name === name).map(({ labels }) => labels[label]);
    const projections = PROJECTIONS.map(({ name }) => name);
    expect(shown('redress_projection_lag_seconds', 'projection')).toEqual(projections);
    expect(shown('redress_projection_parked', 'projection')).toEqual(projections);
    const automations = running.redress.app.get(AutomationRunner).names;
    expect(shown('redress_automation_lag_seconds', 'automation')).toEqual(automations);
    expect(shown('redress_automation_parked', 'automation')).toEqual(automations);
  });

  it('and no id, and nothing of a person', async () => {
    const text = await metricsText();
    expect(text).toContain('http_route="/v1/complaints/:id/respond"');
    for (const id of [...ids, NAME, 'Quillfeather']) expect(text).not.toContain(id);
  });

  // Last: it stops the telemetry.
  it('a trace from the client’s request to the command, with the ids that lead to its events', async () => {
    const id = await register({ traceparent: `00-${TRACE}-b7ad6b7169203331-01` });
    const [registered] = await running.redress.engines.store.readStream(`complaint-${id}`);
    expect(registered?.correlationId).toBe(TRACE);
    await running.redress.engines.telemetry.stop();
    const spans = collector.spans().filter(({ traceId }) => traceId === TRACE);
    const [request, command] = ['POST /v1/complaints', 'RegisterComplaint'].map((name) =>
      spans.find((span) => span.name === name),
    );
    expect(command?.parentSpanId).toBe(request?.spanId);
    expect(command?.attributes).toContainEqual({
      key: 'redress.command_id',
      value: { stringValue: registered?.commandId },
    });
    for (const { body } of collector.received) expect(body).not.toContain('Quillfeather');
  });
});
