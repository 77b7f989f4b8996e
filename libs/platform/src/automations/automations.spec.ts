import { Global, Module } from '@nestjs/common';
import { AutomationRunner, type Automation } from '@redress/automation';
import { DomainError, VirtualClock } from '@redress/kernel';
import { createTestDatabase, ManualFeed, recordedEvents, type TestDatabase } from '@redress/testing';
import { automationMigrations, PostgresAutomationStore } from '@redress/automation/postgres';
import { send, startEcho, type RunningEcho } from '../http/test-app/start-echo';
import { AutomationsModule } from './automations.module';

const START = Date.UTC(2026, 0, 5, 9);

/** Refuses the first event, and breaks at every other. */
const unhappy: Automation = {
  name: 'unhappy',
  events: ['ComplaintResolved'],
  react: ({ revision }) =>
    Promise.reject(
      revision === 0 ? new DomainError('illegal', 'illegal-step', 'Not now.') : new RangeError('broken'),
    ),
};

describe('the question about automations', () => {
  let database: TestDatabase;
  let echo: RunningEcho;
  let runner: AutomationRunner;

  beforeAll(async () => {
    database = await createTestDatabase([automationMigrations]);
    const feed = new ManualFeed(1);
    const store = new PostgresAutomationStore(database.pool);
    runner = new AutomationRunner({ automations: [unhappy], feed, store, clock: new VirtualClock(START) });
    await runner.start();
    const [refused, broken, waiting] = [1, 2, 3].map(() => ({ type: 'ComplaintResolved', data: {} }));
    const events = recordedEvents(refused!, broken!, waiting!);
    for (let tries = 1; tries <= 5; tries++) await feed.deliverAll(events).catch(() => undefined);

    @Global()
    @Module({ providers: [{ provide: AutomationRunner, useValue: runner }], exports: [AutomationRunner] })
    class EnginesModule {}

    echo = await startEcho({}, [EnginesModule, AutomationsModule]);
  });
  afterAll(async () => {
    await echo.app.close();
    await runner.stop();
    await database.drop();
  });

  it('shows a supervisor how each stands, with what it could not do', async () => {
    const answer = await send(`${echo.url}/v1/automations`, { role: 'supervisor' });
    const at = expect.any(String) as unknown;
    expect(await answer.json()).toEqual([
      {
        name: 'unhappy',
        startedAt: '2026-01-05T09:00:00.000Z',
        behind: true,
        parkedCount: 2,
        parked: [
          expect.objectContaining({ type: 'ComplaintResolved', reason: null, at }),
          expect.objectContaining({ reason: 'RangeError: broken', position: '0000000000000002' }),
        ],
        refusedCount: 1,
        refused: [
          {
            eventId: expect.any(String) as unknown,
            type: 'ComplaintResolved',
            position: '0000000000000001',
            code: 'illegal-step',
            at,
          },
        ],
      },
    ]);
  });

  it('is for supervisors', async () => {
    expect((await send(`${echo.url}/v1/automations`, { role: 'agent' })).status).toBe(403);
  });
});
