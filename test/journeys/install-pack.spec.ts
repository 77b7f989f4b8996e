import { VirtualClock } from '@redress/kernel';
import { installCommand } from '../../apps/policies/src/install';
import { runRedress, type RunningRedress } from '../support/running-redress';

const COMPLAINT = {
  kind: 'complaint',
  category: 'account',
  channel: 'phone',
  priority: 3,
  description: 'No.',
};

describe('a policy pack', () => {
  let running: RunningRedress;

  beforeAll(async () => {
    // 10:00 on a Monday in China.
    running = await runRedress({ clock: new VirtualClock(Date.UTC(2026, 2, 2, 2)), policy: 'gas-utility' });
    process.env['REDRESS_TOKEN'] = await running.token('supervisor');
  });
  afterAll(async () => {
    delete process.env['REDRESS_TOKEN'];
    await running.stop();
  });

  /** The clocks of a complaint that is registered now, with when they are due. */
  async function clocksOfNewCase() {
    const as = await running.token('agent');
    const customer = { name: 'Ada Nobody', phones: ['+44 20 7946 0018'] };
    const body = { ...COMPLAINT, customer };
    const { id } = (await running.call<{ id: string }>('POST', '/v1/complaints', { as, body })).body;
    await running.redress.caughtUp();
    const path = `/v1/complaints/${id}/clocks`;
    const { body: clocks } = await running.call<{ clock: string; dueAt: string }[]>('GET', path, { as });
    return Object.fromEntries(clocks.map(({ clock, dueAt }) => [clock, dueAt]));
  }

  it('judges new cases by its name as a setting, and by one command as the next version of what is in force', async () => {
    expect(await clocksOfNewCase()).toEqual({
      'first-response': '2026-03-04T02:00:00.000Z',
      'x-looked-into': '2026-03-02T02:30:00.000Z',
    });
    const said = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const install = ['bank-complaints', '--as', 'gas-utility', '--url', running.redress.url];
    await installCommand().parseAsync(install, { from: 'user' });
    const lines = said.mock.calls.map(([line]) => String(line));
    said.mockRestore();
    expect(lines).toEqual([
      expect.stringMatching(/china-working-days\.yaml: calendar china-working-days version 1\n$/),
      expect.stringMatching(/bank-complaints\/policy\.yaml: policy gas-utility version 2\n$/),
      'New cases fall under it where Redress was started with POLICY=gas-utility.\n',
    ]);
    expect(await clocksOfNewCase()).toEqual({
      acknowledgement: '2026-03-03T09:30:00.000Z',
      resolution: '2026-03-23T09:30:00.000Z',
    });
  });
});
