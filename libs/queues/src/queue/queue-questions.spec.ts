import { toIso, VirtualClock } from '@redress/kernel';
import {
  CALLBACK_ABOUT,
  callbackFactsFrom,
  complaintFactsFrom,
  CONTACT_POLICY_REF as policy,
  recordedEvents,
  runProjections,
  type RunningProjections,
} from '@redress/testing';
import { caseLife, minute, registration, type LifeStep } from '../../../../test/support/case-life';
import { AskNextActionHandler } from '../next-action/ask-next-action.handler';
import { AskNextAction } from '../next-action/ask-next-action.query';
import { AskQueueHandler } from './ask-queue.handler';
import { AskQueue } from './ask-queue.query';
import { queues } from './queues.projection';

const onCase = complaintFactsFrom(minute(0));
const onCallback = callbackFactsFrom(minute(0));
const NORTH = { kind: 'team', name: 'north' } as const;

describe('questions to the queues', () => {
  let running: RunningProjections;
  let clock: VirtualClock;
  let askQueue: (...of: ConstructorParameters<typeof AskQueue>) => ReturnType<AskQueueHandler['execute']>;
  let askNext: (
    ...of: ConstructorParameters<typeof AskNextAction>
  ) => ReturnType<AskNextActionHandler['execute']>;

  beforeEach(async () => {
    clock = new VirtualClock(minute(0));
    running = await runProjections(clock, queues);
    const [queue, next] = [
      new AskQueueHandler(running.readModel, running.past),
      new AskNextActionHandler(running.readModel, clock),
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
    const seen: (string | null)[] = [];
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

  /** Schedules a callback between two minutes, with whatever happens to it then. */
  const owed = async (
    callbackId: string,
    { from, to, ...of }: { from: number; to: number; owner: string | null; complaintId?: string },
    ...more: readonly Parameters<typeof running.recordOn>[1][]
  ) => {
    const stream = `callback-${callbackId}`;
    const about = {
      ...CALLBACK_ABOUT,
      complaintId: null,
      team: 'north',
      ...of,
      callbackId,
      window: { from: toIso(minute(from)), to: toIso(minute(to)) },
    };
    await running.recordOn(
      { stream, partitionKey: of.complaintId ?? stream },
      onCallback('CallbackScheduled', 0, { ...about, channel: 'phone', timeZone: 'Europe/London', policy }),
      ...more.map((event) => ({ ...event, data: { ...event.data, ...about } })),
    );
  };
  const items = async (queue: Parameters<typeof askQueue>[0]) =>
    (await askQueue(queue, { limit: 50 })).items.map(
      ({ callbackId, complaintId }) => callbackId ?? complaintId,
    );
  const nextFor = async (agent: string, teams: readonly string[] = ['north']) => {
    const { item } = await askNext(agent, teams);
    return item === null ? null : (item.callbackId ?? item.complaintId);
  };

  it('give callbacks among the cases, by the end of their window', async () => {
    await live('sixty', {});
    await live('thirty', { priority: 1 });
    await owed('soon', { from: 10, to: 20, owner: null });
    await owed('between', { from: 40, to: 50, owner: null, complaintId: 'sixty' });
    await owed('anns', { from: 40, to: 50, owner: 'ann' });
    await running.shown();
    expect(await items(NORTH)).toEqual(['soon', 'thirty', 'between', 'sixty']);
    expect((await askQueue(NORTH, { limit: 3 })).items).toMatchObject([
      { item: 'callback', callbackId: 'soon', complaintId: null, kind: null, purpose: 'promise' },
      { item: 'case', callbackId: null, complaintId: 'thirty', opensAt: null },
      {
        item: 'callback',
        callbackId: 'between',
        complaintId: 'sixty',
        kind: 'complaint',
        opensAt: toIso(minute(40)),
        nextDueAt: toIso(minute(50)),
      },
    ]);
    expect(await items({ kind: 'agent', name: 'ann' })).toEqual(['anns']);
  });

  it('tell of a callback only once its window has opened, and after it has passed', async () => {
    await live('later', {});
    await owed('call', { from: 10, to: 20, owner: 'ann' });
    await running.shown();
    expect(await nextFor('ann')).toBe('later');
    clock.advanceTo(minute(10));
    expect(await nextFor('ann')).toBe('call');
    clock.advanceTo(minute(500));
    expect(await nextFor('ann')).toBe('call');
  });

  it('tell of no callback that the contact policy holds back, or that another is making', async () => {
    const held = { rule: 'spacing', policy } as const;
    const begun = onCallback('CallbackAttemptStarted', 1, {
      ...CALLBACK_ABOUT,
      attempt: 1,
      agent: 'bob',
      policy,
    });
    const suppressed = (nextAllowedAt: string | null) =>
      onCallback('CallbackAttemptSuppressed', 1, { ...CALLBACK_ABOUT, ...held, nextAllowedAt });
    await owed('never', { from: 0, to: 10, owner: null }, suppressed(null));
    await owed('at-30', { from: 0, to: 11, owner: null }, suppressed(toIso(minute(30))));
    await owed('bobs', { from: 0, to: 12, owner: null }, begun);
    await running.shown();
    clock.advanceTo(minute(20));
    expect(await nextFor('ann')).toBeNull();
    expect(await nextFor('bob')).toBe('bobs');
    clock.advanceTo(minute(30));
    expect(await nextFor('ann')).toBe('at-30');
    expect(await items(NORTH)).toEqual(['never', 'at-30', 'bobs']);
  });

  it('put what is asked after before what is not, where both are due at one instant', async () => {
    const place = { team: 'north', agent: null, priority: 3 };
    await live('care', { specialCare: true });
    await live('chased', {});
    await live('supervised', {});
    await running.record('chased', onCase('ComplaintChased', 1, { ...place, chases: 1 }));
    await running.record('supervised', onCase('SupervisionOrdered', 1, { ...place, number: 1 }));
    await running.shown();
    expect(await items(NORTH)).toEqual(['supervised', 'chased', 'care']);
  });
});
