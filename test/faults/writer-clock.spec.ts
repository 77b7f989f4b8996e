import type { Clock, EpochMs } from '@redress/kernel';
import { runRedress, type RunningRedress } from '../support/running-redress';

const HOUR = 3_600_000;
const CASE = {
  ...{ kind: 'complaint', category: 'billing', channel: 'phone', priority: 3 },
  customer: { name: 'Nobody' },
};

/** The machine's, which somebody sets wrong. */
class WrongClock implements Clock {
  aheadMs = 0;

  now(): EpochMs {
    return Date.now() + this.aheadMs;
  }
}

describe('a process that writes, and whose clock somebody sets wrong', () => {
  const clock = new WrongClock();
  let running: RunningRedress;
  let agent: string;

  beforeAll(async () => {
    running = await runRedress({ clock });
    agent = await running.token('agent');
  });
  afterAll(() => running.stop());
  afterEach(() => {
    clock.aheadMs = 0;
  });

  const register = () =>
    running.call<{ id: string; code: string }>('POST', '/v1/complaints', { as: agent, body: CASE });
  const health = () =>
    running.call<{ checks: { name: string; ok: boolean; reason?: string }[] }>('GET', '/health/ready');
  const clockCheck = async () => (await health()).body.checks.find(({ name }) => name === 'clock');

  it('records nothing while it is an hour ahead, says so, and goes on when it is right again', async () => {
    const { status, body } = await register();
    expect([status, await clockCheck()]).toEqual([201, { name: 'clock', ok: true }]);
    const head = await running.redress.engines.store.head();

    clock.aheadMs = HOUR;
    const refused = await register();
    expect(refused).toMatchObject({ status: 503, body: { code: 'clock-ahead' } });
    expect(refused.headers.get('retry-after')).not.toBeNull();
    const claim = await running.call('POST', `/v1/complaints/${body.id}/claim`, { as: agent, body: {} });
    expect(claim).toMatchObject({ status: 503, body: { code: 'clock-ahead' } });
    const reason = "the clock of this process is 3600 s ahead of the database's; set them by the same time";
    expect((await health()).status).toBe(503);
    expect(await clockCheck()).toEqual({ name: 'clock', ok: false, reason });
    expect(await running.redress.engines.store.head()).toBe(head);
    // Questions are answered all the same.
    expect((await running.call('GET', `/v1/complaints/${body.id}/timeline`, { as: agent })).status).toBe(200);

    clock.aheadMs = 0;
    expect((await register()).status).toBe(201);
    expect(await clockCheck()).toEqual({ name: 'clock', ok: true });
    const log = await running.redress.engines.store.readAll({ limit: 1_000 });
    expect(Math.max(...log.map(({ recordedAt }) => recordedAt))).toBeLessThanOrEqual(Date.now());
  });

  it('goes on where it is ahead by no more than clocks differ, or behind', async () => {
    clock.aheadMs = 2_000;
    expect((await register()).status).toBe(201);
    clock.aheadMs = -HOUR;
    expect((await register()).status).toBe(201);
  });
});
