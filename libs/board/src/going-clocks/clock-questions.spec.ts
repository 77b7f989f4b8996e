import { toIso, VirtualClock } from '@redress/kernel';
import { promise, recordedEvents, runProjections, type RunningProjections } from '@redress/testing';
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
    await visit('v1', 'plain', 70);
    await visit('v2', null, 70);
    await running.shown();
  });
  afterAll(() => running.stop());

  const live = async (caseId: string, facts: Parameters<typeof registration>[1], ...steps: LifeStep[]) => {
    await running.record(caseId, ...recordedEvents(...caseLife(registration(caseId, facts), ...steps)));
  };

  /** A visit that team crews owes, due after so many minutes. */
  const visit = async (subjectId: string, complaintId: string | null, minutes: number) => {
    const stream = `subject-${subjectId}`;
    const policy = { name: 'field', version: 1, rule: 1 };
    const head = { version: 1, occurredAt: minute(0) };
    const opened = {
      ...{ subjectId, complaintId, kind: 'on-site', category: 'gas', channel: 'phone', priority: 2, policy },
      ...{ tier: 'standard', specialCare: false, team: 'crews' },
    };
    const started = {
      ...{ clock: 'on-site', instance: 1, cycle: 1, startedAt: toIso(minute(0)), policy },
      ...{ dueAt: toIso(minute(minutes)), target: promise('on-site', 'PT70M') },
    };
    await running.recordOn(
      { stream, partitionKey: complaintId ?? stream },
      { ...head, type: 'SubjectOpened', data: opened },
      { ...head, type: 'ClockStarted', data: started },
    );
  };

  const going = async (team: string, page: { limit: number; cursor?: string }) => {
    const { items, nextCursor } = await new AskGoingClocksHandler(running.readModel, running.past).execute(
      new AskGoingClocks(team, page),
    );
    return {
      clocks: items.map(({ complaintId, clock }) => `${complaintId ?? 'no case'} ${clock}`),
      nextCursor,
    };
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

  it('give those of subjects, with what they are and the case that they belong to', async () => {
    const asked = new AskGoingClocksHandler(running.readModel, running.past);
    const ask = (cursor?: string) =>
      asked.execute(new AskGoingClocks('crews', { limit: 1, ...(cursor === undefined ? {} : { cursor }) }));
    const first = await ask();
    const second = await ask(first.nextCursor);
    expect([...first.items, ...second.items]).toMatchObject([
      { complaintId: 'plain', subject: { id: 'v1', kind: 'on-site' }, clock: 'on-site', team: 'crews' },
      { complaintId: null, subject: { id: 'v2', kind: 'on-site' }, dueAt: toIso(minute(70)) },
    ]);
    expect(second.nextCursor).toBeUndefined();
    const ofCase = await new AskCaseClocksHandler(running.readModel, running.past).execute(
      new AskCaseClocks('plain'),
    );
    expect(ofCase).toMatchObject([{ clock: 'first-response' }, { clock: 'resolution' }]);
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
