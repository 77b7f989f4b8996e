import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '@redress/kernel';
import { publishCommand } from '../../apps/policies/src/publish';
import { runRedress, type RunningRedress } from '../support/running-redress';

// 10:00 on a Monday.
const START = Date.UTC(2026, 2, 2, 10);
const MINUTE = 60_000;
const CASE = { kind: 'complaint', category: 'billing', channel: 'phone', priority: 3 };

const policy = (resolution: string): string =>
  `name: desk\nrules:\n  - targets:\n      resolution: { within: ${resolution}, calendar: mornings }\n`;
const CALENDAR = `
name: mornings
zone: UTC
horizon: { firstDay: 2026-01-01, lastDay: 2026-12-31 }
weekly:
  monday: ['09:00-12:00']
  tuesday: ['09:00-12:00']
`;

describe('npm run policies -- publish, on an instance that runs', () => {
  const clock = new VirtualClock(START);
  let folder: string;
  let running: RunningRedress;
  let agent: string;
  const file = (name: string): string => join(folder, name);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'redress-publish-'));
    await writeFile(file('mornings.yaml'), CALENDAR);
    await writeFile(file('desk.yaml'), policy('PT4H').replace(', calendar: mornings', ''));
    running = await runRedress({ clock, policy: file('desk.yaml') });
    process.env['REDRESS_TOKEN'] = await running.token('supervisor');
    agent = await running.token('agent');
  });
  afterAll(async () => {
    delete process.env['REDRESS_TOKEN'];
    await running.stop();
    await rm(folder, { recursive: true });
  });

  /** What it says. */
  async function publish(...args: readonly string[]): Promise<readonly string[]> {
    const said = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      await publishCommand().parseAsync([...args, '--url', running.redress.url], { from: 'user' });
      return said.mock.calls.map(([line]) => String(line));
    } finally {
      said.mockRestore();
    }
  }
  async function register(): Promise<string> {
    const body = { ...CASE, customer: { name: 'Ada Nobody' }, description: 'No.' };
    return (await running.call<{ id: string }>('POST', '/v1/complaints', { as: agent, body })).body.id;
  }
  async function dueAtOf(id: string): Promise<string | undefined> {
    await running.redress.caughtUp();
    const path = `/v1/complaints/${id}/clocks`;
    return (await running.call<{ dueAt: string }[]>('GET', path, { as: agent })).body[0]?.dueAt;
  }

  it('publishes what its files say, the calendars first, and open cases fall under it', async () => {
    const open = await register();
    expect(await dueAtOf(open)).toBe('2026-03-02T14:00:00.000Z');
    clock.advanceTo(START + 30 * MINUTE);
    await writeFile(file('desk.yaml'), policy('PT4H'));
    const files = [file('desk.yaml'), file('mornings.yaml')];
    expect(await publish(...files, '--scope', 'open-cases')).toEqual([
      `${file('mornings.yaml')}: calendar mornings version 1\n`,
      `${file('desk.yaml')}: policy desk version 2\n`,
    ]);
    await running.redress.look();
    // Four hours of mornings from the start that it had.
    expect(await dueAtOf(open)).toBe('2026-03-03T11:00:00.000Z');
    expect(await dueAtOf(await register())).toBe('2026-03-03T11:30:00.000Z');
    const path = '/v1/policies/desk/publications/2';
    const progress = await running.call('GET', path, { as: await running.token('supervisor') });
    expect(progress.body).toMatchObject({ state: 'done', done: 1, changed: 1 });
  });

  it('publishes nothing of a file that is wrong, or is refused, and says why', async () => {
    await writeFile(file('wrong.yaml'), policy('4 hours'));
    await expect(publish(file('wrong.yaml'))).rejects.toThrow(/wrong\.yaml:4/);
    await writeFile(file('elsewhere.yaml'), policy('PT4H').replace('mornings', 'evenings'));
    await expect(publish(file('elsewhere.yaml'))).rejects.toThrow(/evenings/);
    process.env['REDRESS_TOKEN'] = agent;
    await expect(publish(file('desk.yaml'))).rejects.toThrow(/role-not-allowed/);
    process.env['REDRESS_TOKEN'] = '';
    await expect(publish(file('desk.yaml'))).rejects.toThrow(/REDRESS_TOKEN is not set/);
    process.env['REDRESS_TOKEN'] = await running.token('supervisor');
    const { body } = await running.call('GET', '/v1/policies/desk', {
      as: process.env['REDRESS_TOKEN'],
    });
    expect(body).toMatchObject({ versions: 2 });
  });
});
