import { VirtualClock } from '@redress/kernel';
import { runRedress, type RunningRedress } from '../support/running-redress';

const START = Date.parse('2026-03-02T09:00:00Z');
const MINUTE_MS = 60_000;

interface ClockFact {
  readonly clock: string;
  readonly mark?: number;
  readonly dueAt: string;
  readonly detectedAt: string;
}

describe('after a stop of two hours', () => {
  const clock = new VirtualClock(START);
  let running: RunningRedress;

  beforeAll(async () => {
    running = await runRedress({ clock });
  });

  afterAll(() => running.stop());

  const facts = async (id: string): Promise<readonly (ClockFact & { type: string; actor: string })[]> =>
    (await running.redress.engines.store.readStream(`complaint-${id}`))
      .filter(({ type }) => type === 'ClockMarkReached' || type === 'ClockBreached')
      .map(({ type, data, actor }) => ({ ...(data as ClockFact), type, actor: actor.kind }));

  it('everything that fell due meanwhile is on record once, with when it was due and when it was seen', async () => {
    const agent = await running.token('agent');
    const { body } = await running.call<{ id: string }>('POST', '/v1/complaints', {
      as: agent,
      body: {
        kind: 'complaint',
        category: 'billing',
        channel: 'phone',
        priority: 2,
        customer: { name: 'Nobody' },
      },
    });
    // Nobody looks for two hours: the first response (30 min) is marked at 80 % and missed; the resolution (8 h) is not due.
    clock.advanceTo(START + 120 * MINUTE_MS);
    await running.redress.look();
    await running.redress.look();
    const iso = (minutes: number) => new Date(START + minutes * MINUTE_MS).toISOString();
    expect(await facts(body.id)).toEqual([
      expect.objectContaining({
        type: 'ClockMarkReached',
        clock: 'first-response',
        mark: 80,
        dueAt: iso(24),
        detectedAt: iso(120),
        actor: 'system',
      }),
      expect.objectContaining({
        type: 'ClockBreached',
        clock: 'first-response',
        dueAt: iso(30),
        detectedAt: iso(120),
        actor: 'system',
      }),
    ]);
  });

  it('a response that came in time is never called a breach, however late anyone looks', async () => {
    const importer = await running.token('integration', { mayBackdate: true });
    const registeredAt = clock.now();
    const { body } = await running.call<{ id: string }>('POST', '/v1/complaints', {
      as: importer,
      body: {
        kind: 'complaint',
        category: 'billing',
        channel: 'email',
        priority: 2,
        customer: { reference: 'crm-7' },
      },
    });
    clock.advanceTo(registeredAt + 120 * MINUTE_MS);
    const occurredAt = new Date(registeredAt + 30 * MINUTE_MS).toISOString(); // at the due instant: in time
    const answer = await running.call('POST', `/v1/complaints/${body.id}/respond`, {
      as: importer,
      body: { occurredAt },
    });
    expect(answer.status).toBe(200);
    await running.redress.look();
    expect((await facts(body.id)).map(({ type, clock: name }) => [type, name])).toEqual([
      ['ClockMarkReached', 'first-response'],
    ]);
  });
});
