import { createTestDatabase, type TestDatabase } from '@redress/testing';
import { OwnProcess } from './own-process';

const CASE = {
  kind: 'complaint',
  category: 'billing',
  channel: 'phone',
  priority: 3,
  customer: { name: 'Nobody' },
};

interface Told {
  readonly id: string;
  readonly readToken: string;
}

// Each process learns the calendars for itself: only another one can forget them.
describe('a case under a calendar, after a restart under a policy that names none', () => {
  let database: TestDatabase;
  let dataDir: string;
  let redress: OwnProcess;

  const start = (policy: string) => OwnProcess.start(dataDir, { DATABASE_URL: database.url, POLICY: policy });

  beforeAll(async () => {
    database = await createTestDatabase([]);
    dataDir = await OwnProcess.dataDir();
    redress = await start('office-hours');
  }, 60_000);

  afterAll(async () => {
    await redress.stop();
    await database.drop();
    await OwnProcess.remove(dataDir);
  });

  it('is judged by its calendar still, by commands and in the read models', async () => {
    const { id } = (await (await redress.post('/v1/complaints', CASE)).json()) as Told;
    await redress.kill();
    redress = await start('round-the-clock');
    const answer = await redress.post(`/v1/complaints/${id}/respond`, {});
    expect(answer.status).toBe(200);
    const { readToken } = (await answer.json()) as Told;
    const clocks = await fetch(`${redress.url}/v1/complaints/${id}/clocks`, {
      headers: { Authorization: `Bearer ${redress.agentToken}`, 'Redress-Read-Token': readToken },
    });
    expect(await clocks.json()).toMatchObject([
      { clock: 'first-response', state: 'met', policy: { name: 'office-hours' } },
      { clock: 'resolution', state: 'running', policy: { name: 'office-hours' } },
    ]);
  }, 60_000);
});
