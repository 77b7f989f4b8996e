import { randomBytes } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CLOCK, newId, SYSTEM_ACTOR, toIso, VirtualClock } from '@redress/kernel';
import { PERSONAL_DATA } from '@redress/personal-data';
import { personalDataMigrations, PostgresPersonalData } from '@redress/personal-data/postgres';
import { ReadModel } from '@redress/read-model';
import {
  createTestDatabase,
  runProjections,
  type RunningProjections,
  type TestDatabase,
} from '@redress/testing';
import { problemOf, send, startEcho, type RunningEcho } from '../../../platform/src/http/test-app/start-echo';
import { callbackStream, type CallbackScheduled } from '../events';
import { AskCallbackHandler } from './ask-callback.handler';
import { AskCallbacksHandler } from './ask-callbacks.handler';
import { callbacks } from './callbacks.projection';
import { DueCallbacksController } from './due-callbacks.controller';

const NINE = Date.UTC(2026, 2, 2, 9);
const at = (minutes: number): string => toIso(NINE + minutes * 60_000);

type Scheduled = CallbackScheduled['data'];

// In the app of these specs an agent is called p-agent, and everyone is of team t1. It is nine o'clock.
describe('questions about callbacks', () => {
  const clock = new VirtualClock(NINE);
  let running: RunningProjections;
  let vault: TestDatabase;
  let personalData: PostgresPersonalData;
  let echo: RunningEcho;

  beforeAll(async () => {
    running = await runProjections(clock, callbacks);
    vault = await createTestDatabase([personalDataMigrations]);
    personalData = await PostgresPersonalData.open({ pool: vault.pool, masterKey: randomBytes(32), clock });
    await personalData.findOrCreateCustomer({
      proposedId: 'ada',
      details: {
        name: 'Ada Nobody',
        phones: ['+44 20 7946 0018', '+44 20 7946 0019'],
        email: 'ada@example.com',
      },
      texts: [
        { ref: 'n-1', purpose: 'number', text: '+44 20 7946 0020' },
        { ref: 'c-1', purpose: 'survey-comment', text: 'they were kind' },
      ],
    });
    const engines = [
      { provide: ReadModel, useValue: running.readModel },
      { provide: PERSONAL_DATA, useValue: personalData },
      { provide: CLOCK, useValue: clock },
    ];

    @Global()
    @Module({ providers: engines, exports: engines.map(({ provide }) => provide) })
    class EnginesModule {}

    @Module({
      imports: [CqrsModule],
      controllers: [DueCallbacksController],
      providers: [AskCallbacksHandler, AskCallbackHandler],
    })
    class QuestionsModule {}

    echo = await startEcho({}, [CqrsModule.forRoot(), EnginesModule, QuestionsModule]);

    await live('due', { owner: 'p-agent', window: { from: at(-30), to: at(60) } });
    await live('missed', { owner: 'ann', window: { from: at(-120), to: at(-60) } }, missed(-60));
    await live('later', {
      purpose: 'follow-up',
      window: { from: at(30), to: at(90) },
      complaintId: 'case-9',
    });
    await live('care', {
      purpose: 'care',
      complaintId: null,
      customerId: 'bob',
      window: { from: at(300), to: at(400) },
    });
    await live('others', { team: 't2', owner: 'zoe', window: { from: at(-10), to: at(10) } });
    await live('lent', { team: 't2', owner: 'p-agent', window: { from: at(-10), to: at(20) } });
    await live(
      'done',
      { numberRef: 'n-1', window: { from: at(-90), to: at(-10) } },
      ['CallbackAttemptStarted', -80, { attempt: 1, agent: 'p-agent' }],
      ['CallbackAttempted', -79, { attempt: 1, agent: 'p-agent', outcome: 'reached', startedAt: at(-80) }],
      [
        'CallbackCompleted',
        -78,
        { agent: 'p-agent', reachedAt: at(-79), answers: { satisfied: true, csat: 5, commentRef: 'c-1' } },
      ],
    );
    await running.shown();
  });
  afterAll(async () => {
    await echo.app.close();
    await running.stop();
    await vault.drop();
  });

  type Fact = readonly [type: string, minutes: number, data: object];
  const missed = (minutes: number): Fact => [
    'ClockBreached',
    minutes,
    { clock: 'callback', instance: 1, dueAt: at(minutes) },
  ];

  /** Puts a callback on record, of Ada and team t1 unless it is said, with what happened to it, told in minutes from nine. */
  async function live(
    callbackId: string,
    told: Partial<Scheduled>,
    ...facts: readonly Fact[]
  ): Promise<void> {
    const about = {
      callbackId,
      complaintId: `case-${callbackId}`,
      customerId: 'ada',
      purpose: 'promise',
      team: 't1',
      owner: null,
      windowNumber: 1,
      window: { from: at(0), to: at(60) },
      ...told,
    } as const;
    const stream = callbackStream(callbackId);
    const scheduled = { channel: 'phone', timeZone: 'Europe/London', policy: { name: 'p', version: 1 } };
    const all: readonly Fact[] = [['CallbackScheduled', -200, scheduled], ...facts];
    const events = all.map(([type, minutes, data]) => ({
      id: newId(),
      type,
      version: 1,
      occurredAt: at(minutes),
      data: type.startsWith('Clock') ? data : { ...about, ...data },
      actor: type.startsWith('Clock') ? SYSTEM_ACTOR : ({ id: 'ann', kind: 'staff', role: 'agent' } as const),
      correlationId: 'c',
      causationId: 'c',
      commandId: newId(),
      partitionKey: about.complaintId ?? stream,
    }));
    await running.store.append(stream, 'none', events);
  }

  const get = (path: string, role = 'supervisor', headers: Record<string, string> = {}) =>
    send(`${echo.url}/v1/callbacks${path}`, { role, headers });
  const page = async (query: string, role?: string) =>
    (await (await get(query, role)).json()) as { items: { id: string }[]; nextCursor?: string };
  const ids = async (query: string, role?: string) => (await page(query, role)).items.map(({ id }) => id);

  it('list them, the earliest end of a window first', async () => {
    expect(await ids('')).toEqual(['missed', 'done', 'others', 'lent', 'due', 'later', 'care']);
  });

  it.each([
    ['owner=p-agent', ['lent', 'due']],
    ['team=t2', ['others', 'lent']],
    ['purpose=follow-up&purpose=care', ['later', 'care']],
    ['state=completed', ['done']],
    ['state=scheduled&team=t1', ['missed', 'due', 'later', 'care']],
    ['complaintId=case-9', ['later']],
    ['customerId=bob', ['care']],
    ['due=true', ['missed', 'others', 'lent', 'due']],
    ['due=false', ['done', 'later', 'care']],
    ['missed=true', ['missed']],
    ['missed=false&owner=ann', []],
    [`windowFrom=${at(20)}&windowTo=${at(300)}`, ['due', 'later']],
    [`windowFrom=${at(60)}`, ['later', 'care']],
    [`windowTo=${at(-100)}`, ['missed']],
    ['inPool=true', ['done', 'later', 'care']],
  ])('list those for which %s holds', async (query, expected) => {
    expect(await ids(`?${query}`)).toEqual(expected);
  });

  it('list them page by page, each once', async () => {
    const seen: string[] = [];
    let cursor = '';
    for (;;) {
      const { items, nextCursor } = await page(`?limit=3${cursor}`);
      seen.push(...items.map(({ id }) => id));
      if (nextCursor === undefined) break;
      cursor = `&cursor=${nextCursor}`;
    }
    expect(seen).toEqual(['missed', 'done', 'others', 'lent', 'due', 'later', 'care']);
  });

  it('show an agent their own and those of their teams', async () => {
    expect(await ids('', 'agent')).toEqual(['missed', 'done', 'lent', 'due', 'later', 'care']);
    expect(await ids('?owner=zoe', 'agent')).toEqual([]);
    expect(await ids('?team=t2&owner=p-agent', 'agent')).toEqual(['lent']);
    expect((await get('/lent', 'agent')).status).toBe(200);
  });

  it('refuse an agent those of other teams, and record no reading', async () => {
    const before = (await personalData.accessesTo('ada')).length;
    for (const path of ['?team=t2', '/others']) {
      expect(await problemOf(await get(path, 'agent'))).toMatchObject({
        status: 403,
        code: 'not-your-callbacks',
      });
    }
    expect(await personalData.accessesTo('ada')).toHaveLength(before);
    expect((await get('', 'analyst')).status).toBe(403);
  });

  it('show one with whom to call, and record that it was read, once', async () => {
    const before = (await personalData.accessesTo('ada')).length;
    const answer = await get('/due', 'agent');
    expect(answer.headers.get('etag')).toBe('"0"');
    expect(await answer.json()).toMatchObject({
      id: 'due',
      complaintId: 'case-due',
      state: 'scheduled',
      window: { from: at(-30), to: at(60) },
      missedAt: null,
      customer: { id: 'ada', erased: false, name: 'Ada Nobody', number: '+44 20 7946 0018' },
      attempts: [],
      answers: null,
    });
    const accesses = await personalData.accessesTo('ada');
    expect(accesses).toHaveLength(before + 1);
    expect(accesses[0]).toMatchObject({ actorId: 'p-agent', purpose: 'callback' });
  });

  it('show the number that was agreed, the attempts, and what the customer answered', async () => {
    expect(await (await get('/done')).json()).toMatchObject({
      state: 'completed',
      revision: 3,
      attemptCount: 1,
      lastOutcome: 'reached',
      customer: { number: '+44 20 7946 0020' },
      attempts: [
        {
          number: 1,
          agent: 'p-agent',
          windowNumber: 1,
          startedAt: at(-80),
          endedAt: at(-79),
          outcome: 'reached',
        },
      ],
      answers: { satisfied: true, csat: 5, servqual: [], comment: 'they were kind' },
    });
  });

  it('tell that a window was missed', async () => {
    expect(await (await get('/missed')).json()).toMatchObject({
      missedAt: at(-60),
      windowsMissed: 1,
      revision: 0,
    });
  });

  it('do not know a callback that was never scheduled', async () => {
    expect(await problemOf(await get('/nothing'))).toMatchObject({ status: 404, code: 'not-found' });
  });

  it.each(['?state=forgotten', '?due=perhaps', '?windowFrom=monday', '?cursor=W10', '?purpose=chat'])(
    'refuse %s',
    async (query) => {
      expect((await get(query)).status).toBe(400);
    },
  );

  it('show the callback of an erased customer without them', async () => {
    await personalData.erase('ada');
    expect(await (await get('/done')).json()).toMatchObject({
      customer: { id: 'ada', erased: true, name: null, number: null },
      answers: { csat: 5, comment: null },
    });
  });
});
