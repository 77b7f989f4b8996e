import { callbackStream } from '@redress/callbacks';
import { toIso, VirtualClock } from '@redress/kernel';
import { runRedress, type RunningRedress } from '../support/running-redress';

const START = Date.parse('2026-03-02T09:00:00Z');
const MINUTE = 60_000;
const at = (minutes: number): string => toIso(START + minutes * MINUTE);

/** The window begins before the stop of an hour, and ends within. */
const WINDOW = { from: at(20), to: at(50) };
const STOPPED = START + 30 * MINUTE;
const STARTED = START + 90 * MINUTE;

describe('a callback falls due during an hour’s stop', () => {
  const clock = new VirtualClock(START);
  let running: RunningRedress;
  let agent: string;
  let complaintId: string;
  let callbackId: string;

  beforeAll(async () => {
    running = await runRedress({ clock });
    agent = await running.token('agent');
    ({ id: complaintId } = await post('/v1/complaints', {
      kind: 'complaint',
      category: 'billing',
      channel: 'phone',
      priority: 3,
      team: 'billing',
      customer: { name: 'Nobody', phones: ['+44 20 7946 0018'] },
    }));
    ({ id: callbackId } = await post('/v1/callbacks', { purpose: 'promise', complaintId, window: WINDOW }));
    clock.advanceTo(STOPPED);
    await running.redress.look();
    await running.restart(() => {
      clock.advanceTo(STARTED);
    });
  }, 60_000);

  afterAll(() => running.stop());

  async function post(path: string, body: object): Promise<{ id: string }> {
    const answer = await running.call<{ id: string }>('POST', path, { as: agent, body });
    expect([path, answer.status < 300 ? 'done' : answer.body]).toEqual([path, 'done']);
    return answer.body;
  }
  const facts = async (...types: string[]) =>
    (await running.redress.engines.store.readStream(callbackStream(callbackId))).filter(({ type }) =>
      types.includes(type),
    );
  const listed = async () => {
    await running.redress.caughtUp();
    const path = `/v1/callbacks?complaintId=${complaintId}`;
    return (await running.call<{ items: readonly object[] }>('GET', path, { as: agent })).body.items;
  };

  it('the missed window is on record once, with when it was due and when that was seen', async () => {
    await running.redress.look();
    await running.redress.look();
    await running.restart();
    await running.redress.look();
    expect(await facts('ClockMarkReached', 'ClockBreached')).toMatchObject([
      {
        type: 'ClockMarkReached',
        occurredAt: START + 44 * MINUTE,
        data: { dueAt: at(44), detectedAt: at(90) },
      },
      { type: 'ClockBreached', occurredAt: START + 50 * MINUTE, data: { dueAt: at(50), detectedAt: at(90) } },
    ]);
  });

  it('the promise is still owed, and shown as missed', async () => {
    expect(await listed()).toMatchObject([{ id: callbackId, state: 'scheduled', missedAt: at(50) }]);
  });

  it('and it can still be kept: the customer is reached, which answers the case', async () => {
    await post(`/v1/callbacks/${callbackId}/attempts`, {});
    await post(`/v1/callbacks/${callbackId}/outcome`, { outcome: 'reached' });
    await post(`/v1/callbacks/${callbackId}/complete`, { answers: {} });
    expect(await listed()).toMatchObject([{ id: callbackId, state: 'completed', missedAt: at(50) }]);
    expect(await facts('CallbackCompleted', 'ClockBreached')).toHaveLength(2);
    const { body } = await running.call<{ firstRespondedAt: string }>(
      'GET',
      `/v1/complaints/${complaintId}`,
      {
        as: agent,
      },
    );
    expect(body.firstRespondedAt).toBe(toIso(STARTED));
  });
});
