import { VirtualClock } from '@redress/kernel';
import { recordedEvents, runProjections, type RunningProjections } from '@redress/testing';
import { caseLife, minute, registration, type LifeStep } from '../../../../test/support/case-life';
import { AskCaseClocksHandler } from '../case-clocks/ask-case-clocks.handler';
import { AskCaseClocks } from '../case-clocks/ask-case-clocks.query';
import { teamClocks } from '../team-clocks/team-clocks.projection';
import { AskGoingClocksHandler } from './ask-going-clocks.handler';
import { AskGoingClocks } from './ask-going-clocks.query';

describe('questions to the board', () => {
  let running: RunningProjections;

  beforeAll(async () => {
    running = await runProjections(new VirtualClock(minute(0)), teamClocks);
    await live('plain', {});
    await live('urgent', { priority: 1 });
    await live('waiting', {}, [10, { type: 'StartWaiting', waitsFor: 'customer' }]);
    await live('answered', {}, [10, { type: 'RespondToComplaint' }]);
    await live('left', {}, [10, { type: 'TransferComplaint', team: 'south', agent: null }]);
    await live('refused', {}, [10, { type: 'RefuseComplaint', reason: 'not-ours' }]);
    await live('promised-nothing', { priority: 2 });
    await running.shown();
  });
  afterAll(() => running.stop());

  const live = async (caseId: string, facts: Parameters<typeof registration>[1], ...steps: LifeStep[]) => {
    await running.record(caseId, ...recordedEvents(...caseLife(registration(caseId, facts), ...steps)));
  };

  const going = async (team: string, page: { limit: number; cursor?: string }) => {
    const { items, nextCursor } = await new AskGoingClocksHandler(running.readModel, running.past).execute(
      new AskGoingClocks(team, page),
    );
    return { clocks: items.map(({ complaintId, clock }) => `${complaintId} ${clock}`), nextCursor };
  };

  const NORTH = [
    'urgent first-response',
    'plain first-response',
    'waiting first-response',
    'urgent resolution',
    'answered resolution',
    'plain resolution',
    'waiting resolution',
  ];

  it('give the going clocks of a team, the earliest due first, those that stand still at the end', async () => {
    expect(await going('north', { limit: 50 })).toEqual({ clocks: NORTH, nextCursor: undefined });
    expect((await going('south', { limit: 50 })).clocks).toEqual(['left first-response', 'left resolution']);
  });

  it.each([1, 2, 3, 6, 7])('give them %i at a time, each once', async (limit) => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await going('north', { limit, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.clocks);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(NORTH);
  });

  it('give all clocks of a case, those that have ended and moved too', async () => {
    const ask = (id: string) =>
      new AskCaseClocksHandler(running.readModel, running.past).execute(new AskCaseClocks(id));
    expect(await ask('left')).toMatchObject([
      { complaintId: 'left', clock: 'first-response', team: 'south', dueAt: '2026-01-05T10:00:00.000Z' },
      { complaintId: 'left', clock: 'resolution', team: 'south' },
    ]);
    expect(await ask('refused')).toMatchObject([{ state: 'closed' }, { state: 'closed' }]);
    expect(await ask('promised-nothing')).toEqual([]);
    await expect(ask('unknown')).rejects.toMatchObject({ kind: 'not-found' });
  });
});
