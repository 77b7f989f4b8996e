import { randomBytes } from 'node:crypto';
import { toIso, VirtualClock } from '@redress/kernel';
import { personalDataMigrations, PostgresPersonalData } from '@redress/personal-data/postgres';
import {
  complaintFactsFrom,
  createTestDatabase,
  recordedEvents,
  runProjections,
  type RunningProjections,
  type TestDatabase,
} from '@redress/testing';
import { caseLife, minute, registration, type LifeStep } from '../../../../test/support/case-life';
import { AskCaseListHandler } from './ask-case-list.handler';
import { AskCaseList } from './ask-case-list.query';
import { AskCaseHandler } from './ask-case.handler';
import { AskCase } from './ask-case.query';
import { CaseListQuestion } from './case-list.dto';
import { cases } from './cases.projection';

const READER = {
  actor: { id: 'agent-7', kind: 'staff', role: 'agent' },
  purpose: 'case-view',
  correlationId: 'request-1',
} as const;

const fact = complaintFactsFrom(minute(0));
const iso = (minutes: number) => toIso(minute(minutes));
const place = { team: 'south', agent: null, priority: 3 };

describe('questions about cases', () => {
  let running: RunningProjections;
  let vault: TestDatabase;
  let personalData: PostgresPersonalData;

  beforeAll(async () => {
    const clock = new VirtualClock(minute(0));
    running = await runProjections(clock, cases);
    vault = await createTestDatabase([personalDataMigrations]);
    personalData = await PostgresPersonalData.open({ pool: vault.pool, masterKey: randomBytes(32), clock });
    await personalData.findOrCreateCustomer({
      proposedId: 'c-ada',
      details: { name: 'Ada Nobody', phones: ['+44 20 7946 0018'] },
      texts: [
        { ref: 'd-1', purpose: 'description', text: 'charged twice' },
        { ref: 'r-1', purpose: 'remedy-sought', text: 'my money' },
      ],
    });
    await live('told', {
      customerId: 'c-ada',
      descriptionRef: 'd-1',
      remedySoughtRef: 'r-1',
      reference: 'INC7',
    });
    await live('silent', { customerId: 'c-ada', team: 'south', kind: 'enquiry' });
    await live(
      'urgent',
      { priority: 1 },
      [1, { type: 'ClaimComplaint', agent: 'ann' }],
      [2, { type: 'ChaseComplaint' }],
    );
    await live('over', { team: 'south', kind: 'request' }, [1, { type: 'CloseComplaint', resolvedBy: null }]);
    const grave = fact('ComplaintSeverityChanged', 2, { severity: 'grave', previousSeverity: 'normal' });
    const asked = { number: 1, clock: 'resolution', within: 'PT20H', reason: 'evidence' } as const;
    await running.record(
      'told',
      grave,
      fact('SupervisionOrdered', 2, { ...place, number: 1 }),
      fact('ComplaintLinked', 3, { otherId: 'silent', relation: 'repeat-of' }),
    );
    await running.record(
      'silent',
      fact('SupervisionOrdered', 2, { ...place, number: 1 }),
      fact('SupervisionAnswered', 3, { ...place, number: 1, answerRef: 'a-1' }),
      fact('ExtensionRequested', 4, { ...place, ...asked, requestedBy: 'ann' }),
    );
    await running.record(
      'over',
      grave,
      fact('ComplaintFollowedUp', 3, {
        ...place,
        outcome: 'satisfied',
        cycle: 1,
        askedAt: '2026-01-05T09:03:00Z',
        csat: 5,
      }),
      fact('ComplaintArchived', 4, place),
      fact('ComplaintAppealed', 5, { ...place, number: 1, cycle: 1 }),
    );
    await running.shown();
  });
  afterAll(async () => {
    await running.stop();
    await vault.drop();
  });

  const live = async (caseId: string, facts: Parameters<typeof registration>[1], ...steps: LifeStep[]) => {
    await running.record(caseId, ...recordedEvents(...caseLife(registration(caseId, facts), ...steps)));
  };
  const ask = (id: string) =>
    new AskCaseHandler(running.readModel, personalData).execute(new AskCase(id, READER));
  const list = async (question: Partial<CaseListQuestion> = {}) => {
    const handler = new AskCaseListHandler(running.readModel);
    const { items, nextCursor } = await handler.execute(
      new AskCaseList({ ...new CaseListQuestion(), ...question }),
    );
    return { ids: items.map(({ id }) => id), nextCursor };
  };

  it('show a case with its customer and what they said, and record that it was read, once', async () => {
    expect(await ask('told')).toMatchObject({
      id: 'told',
      reference: 'INC7',
      phase: 'open',
      registeredAt: '2026-01-05T09:00:00.000Z',
      revision: 0,
      customer: { id: 'c-ada', erased: false, name: 'Ada Nobody', phones: ['+44 20 7946 0018'] },
      description: 'charged twice',
      remedySought: 'my money',
    });
    expect(await personalData.accessesTo('c-ada')).toMatchObject([
      { actorId: 'agent-7', purpose: 'case-view' },
    ]);
  });

  it('show what happened to a case beside the straight way', async () => {
    expect(await ask('told')).toMatchObject({
      severity: 'grave',
      supervision: { number: 1, orderedAt: '2026-01-05T09:02:00.000Z', answeredAt: null },
      supervisions: 1,
      links: [{ otherId: 'silent', relation: 'repeat-of' }],
      extension: null,
      appeal: null,
      followUp: null,
      endedAs: null,
    });
    expect(await ask('silent')).toMatchObject({
      supervision: { number: 1, answeredAt: '2026-01-05T09:03:00.000Z' },
      extension: {
        number: 1,
        clock: 'resolution',
        within: 'PT20H',
        requestedBy: 'ann',
        requestedAt: '2026-01-05T09:04:00.000Z',
      },
    });
    expect(await ask('over')).toMatchObject({
      phase: 'ended',
      endedAs: 'archived',
      endedAt: '2026-01-05T09:04:00.000Z',
      followUp: { outcome: 'satisfied', at: '2026-01-05T09:03:00.000Z', csat: 5 },
      appeal: { number: 1, appealedAt: '2026-01-05T09:05:00.000Z' },
    });
  });

  it('show a case whose customer said nothing more', async () => {
    expect(await ask('silent')).toMatchObject({
      customer: { name: 'Ada Nobody' },
      description: null,
      remedySought: null,
    });
  });

  it('do not know a case that was never registered', async () => {
    await expect(ask('unknown')).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('list cases, the newest first', async () => {
    expect((await list()).ids).toEqual(['urgent', 'told', 'silent', 'over']); // all of one instant: then by id
  });

  it.each<[Partial<CaseListQuestion>, string[]]>([
    [{ phase: ['ended', 'waiting'] }, ['over']],
    [{ team: ['south'] }, ['silent', 'over']],
    [{ team: ['south', 'north'] }, ['urgent', 'told', 'silent', 'over']],
    [{ agent: 'ann' }, ['urgent']],
    [{ kind: ['enquiry', 'request'] }, ['silent', 'over']],
    [{ priority: [1, 2] }, ['urgent']],
    [{ customerId: 'c-ada' }, ['told', 'silent']],
    [{ reference: 'INC7' }, ['told']],
    [{ team: ['south'], phase: ['open'] }, ['silent']],
    [{ team: ['nobody'] }, []],
    [{ severity: 'grave' }, ['told', 'over']],
    [{ severity: 'grave', archived: false }, ['told']],
    [{ archived: true }, ['over']],
    [{ archived: false }, ['urgent', 'told', 'silent']],
    [{ supervised: true }, ['told']],
    [{ supervised: false }, ['urgent', 'silent', 'over']],
    [{ chased: true }, ['urgent']],
    [{ chased: false }, ['told', 'silent', 'over']],
    [{ inPool: true, phase: ['open'] }, ['told', 'silent']],
    [{ inPool: false }, ['urgent']],
    [{ appealed: true }, ['over']],
    [{ appealed: false }, ['urgent', 'told', 'silent']],
    [{ extensionPending: true }, ['silent']],
    [{ extensionPending: false }, ['urgent', 'told', 'over']],
    [{ endedAs: ['archived', 'merged'] }, ['over']],
    [{ endedAs: ['refused'] }, []],
    [{ followUp: ['satisfied', 'unreachable'] }, ['over']],
    [{ followUp: ['dissatisfied'] }, []],
    [{ oldestFirst: true }, ['over', 'silent', 'told', 'urgent']],
    [{ from: iso(0), to: iso(1), team: ['south'] }, ['silent', 'over']],
    [{ from: iso(1) }, []],
    [{ to: iso(0) }, []],
  ])('list those for which %j holds', async (question, ids) => {
    expect((await list(question)).ids).toEqual(ids);
  });

  it('list them page by page', async () => {
    const first = await list({ limit: 3 });
    expect(first.ids).toEqual(['urgent', 'told', 'silent']);
    expect(await list({ limit: 3, cursor: first.nextCursor! })).toEqual({
      ids: ['over'],
      nextCursor: undefined,
    });
    const oldest = await list({ limit: 3, oldestFirst: true });
    expect(oldest.ids).toEqual(['over', 'silent', 'told']);
    expect(await list({ limit: 3, oldestFirst: true, cursor: oldest.nextCursor! })).toEqual({
      ids: ['urgent'],
      nextCursor: undefined,
    });
  });

  it('show the case of an erased customer without them', async () => {
    await personalData.erase('c-ada');
    expect(await ask('told')).toMatchObject({
      customer: { id: 'c-ada', erased: true },
      description: null,
      remedySought: null,
    });
  });
});
