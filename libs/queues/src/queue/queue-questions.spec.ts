import { VirtualClock } from '@redress/kernel';
import { recordedEvents, runProjections, type RunningProjections } from '@redress/testing';
import { caseLife, minute, registration, type LifeStep } from '../../../../test/support/case-life';
import { AskNextActionHandler } from '../next-action/ask-next-action.handler';
import { AskNextAction } from '../next-action/ask-next-action.query';
import { AskQueueHandler } from './ask-queue.handler';
import { AskQueue } from './ask-queue.query';
import { queues } from './queues.projection';

const NORTH = { kind: 'team', name: 'north' } as const;

describe('questions to the queues', () => {
  let running: RunningProjections;
  let askQueue: (...of: ConstructorParameters<typeof AskQueue>) => ReturnType<AskQueueHandler['execute']>;
  let askNext: (
    ...of: ConstructorParameters<typeof AskNextAction>
  ) => ReturnType<AskNextActionHandler['execute']>;

  beforeEach(async () => {
    running = await runProjections(new VirtualClock(minute(0)), queues);
    const [queue, next] = [
      new AskQueueHandler(running.readModel),
      new AskNextActionHandler(running.readModel),
    ];
    askQueue = (...of) => queue.execute(new AskQueue(...of));
    askNext = (...of) => next.execute(new AskNextAction(...of));
  });
  afterEach(() => running.stop());

  const live = async (caseId: string, facts: Parameters<typeof registration>[1], ...steps: LifeStep[]) => {
    await running.record(caseId, ...recordedEvents(...caseLife(registration(caseId, facts), ...steps)));
  };

  const ids = async (queue: Parameters<typeof askQueue>[0]) =>
    (await askQueue(queue, { limit: 50 })).items.map(({ complaintId }) => complaintId);

  it('give what stands in a queue in its order', async () => {
    await live('plain', {});
    await live('urgent', { priority: 1 });
    await live('overdue', {}, [61, { type: 'look' }]);
    await live('vip', { tier: 'vip' });
    await live(
      'paused',
      {},
      [1, { type: 'RespondToComplaint' }],
      [2, { type: 'StartWaiting', waitsFor: 'customer' }],
    );
    await live('anns', {}, [1, { type: 'ClaimComplaint', agent: 'ann' }]);
    await live('southern', { team: 'south' });
    await running.shown();
    expect(await ids(NORTH)).toEqual(['urgent', 'vip', 'overdue', 'plain', 'paused']);
    expect(await ids({ kind: 'agent', name: 'ann' })).toEqual(['anns']);
    expect(await ids({ kind: 'team', name: 'nobody' })).toEqual([]);
  });

  it('give it page by page, each item once', async () => {
    for (let n = 0; n < 7; n++) await live(`case-${String(n)}`, { priority: n % 2 === 0 ? 1 : 3 });
    await running.shown();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await askQueue(NORTH, { limit: 3, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.items.map(({ complaintId }) => complaintId));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(['case-0', 'case-2', 'case-4', 'case-6', 'case-1', 'case-3', 'case-5']);
  });

  it('show the command whose read token comes with the question', async () => {
    await live('1', {});
    const [position] = (await running.store.readAll({ limit: 100 })).slice(-1).map((event) => event.position);
    const token = { partition: running.feed.partitionOf('1'), position: position! };
    expect((await askQueue(NORTH, { limit: 5 }, token)).items).toHaveLength(1);
  });

  it('tell an agent the first of their own, then of the pools of their teams', async () => {
    await live('own', { priority: 3 }, [1, { type: 'ClaimComplaint', agent: 'ann' }]);
    await live('pooled', { priority: 1 });
    await live('southern', { priority: 1, team: 'south' }, [1, { type: 'RespondToComplaint' }]);
    await running.shown();
    expect(await askNext('ann', ['north', 'south'])).toMatchObject({ item: { complaintId: 'own' } });
    expect(await askNext('bob', ['south', 'north'])).toMatchObject({ item: { complaintId: 'pooled' } });
    expect(await askNext('bob', ['south'])).toMatchObject({ item: { complaintId: 'southern' } });
    expect(await askNext('bob', [])).toEqual({ item: null });
  });

  it('leave out what only waits, when they tell what is next', async () => {
    const waiting: LifeStep[] = [
      [1, { type: 'ClaimComplaint', agent: 'ann' }],
      [2, { type: 'RespondToComplaint' }],
      [3, { type: 'StartWaiting', waitsFor: 'customer' }],
    ];
    await live('waiting', {}, ...waiting);
    await live('pooled', {});
    await running.shown();
    expect(await askNext('ann', ['north'])).toMatchObject({ item: { complaintId: 'pooled' } });
  });
});
