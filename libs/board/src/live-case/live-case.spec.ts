import { randomBytes } from 'node:crypto';
import type { QueryBus } from '@nestjs/cqrs';
import { casesBeside } from '@redress/complaints';
import { VirtualClock } from '@redress/kernel';
import { personalDataMigrations, PostgresPersonalData } from '@redress/personal-data/postgres';
import type { LiveFrame } from '@redress/read-model';
import {
  createTestDatabase,
  recordedEvents,
  runProjections,
  type RunningProjections,
  type TestDatabase,
} from '@redress/testing';
import { caseLife, minute, registration, type LifeStep } from '../../../../test/support/case-life';
import { AskCaseHandler } from '../../../complaints/src/case-view/ask-case.handler';
import { AskCaseClocksHandler } from '../case-clocks/ask-case-clocks.handler';
import { AskCaseClocks } from '../case-clocks/ask-case-clocks.query';
import { teamClocks } from '../team-clocks/team-clocks.projection';
import { CaseWatch } from './case-watch';

const READER = {
  actor: { id: 'agent-7', kind: 'staff', role: 'agent' },
  purpose: 'live-case',
  correlationId: 'request-1',
} as const;

describe('a watch on a case', () => {
  const clock = new VirtualClock(minute(0));
  const customerId = 'c-ada';
  let running: RunningProjections;
  let vault: TestDatabase;
  let personalData: PostgresPersonalData;
  let bus: QueryBus;
  const watches: CaseWatch[] = [];

  beforeAll(async () => {
    vault = await createTestDatabase([personalDataMigrations]);
    personalData = await PostgresPersonalData.open({ pool: vault.pool, masterKey: randomBytes(32), clock });
    await personalData.findOrCreateCustomer({
      proposedId: customerId,
      details: { name: 'Ada Nobody' },
      texts: [],
    });
  });
  beforeEach(async () => {
    running = await runProjections(clock, casesBeside([]), teamClocks);
    const { readModel, past } = running;
    const asked = [
      new AskCaseClocksHandler(readModel, past),
      new AskCaseHandler(readModel, personalData),
    ] as const;
    bus = {
      execute: (query: unknown) =>
        query instanceof AskCaseClocks ? asked[0].execute(query) : asked[1].execute(query as never),
    } as QueryBus;
  });
  afterEach(async () => {
    for (const watch of watches.splice(0)) watch.end();
    await running.stop();
  });
  afterAll(() => vault.drop());

  function watching(lastEventId?: string): CaseWatch {
    const watch = new CaseWatch(bus, running.readModel, {
      complaintId: '1',
      reader: READER,
      lastEventId,
      clock,
    });
    watches.push(watch);
    return watch;
  }

  const live = async (caseId: string, ...steps: LifeStep[]) => {
    const before = await running.store.readStream(`complaint-${caseId}`);
    const events = recordedEvents(...caseLife(registration(caseId, { customerId }), ...steps));
    await running.record(caseId, ...events.slice(before.length));
    await running.shown();
  };

  /** Frames until each of these kinds has come. */
  async function until(watch: CaseWatch, ...kinds: string[]): Promise<LiveFrame[]> {
    const seen: LiveFrame[] = [];
    for (;;) {
      const frames = await watch.next();
      seen.push(...frames);
      if (kinds.every((kind) => seen.some(({ event }) => event === kind))) return seen;
      if (frames.length === 0) await watch.sleep(1_000, new AbortController().signal);
    }
  }

  const last = (frames: readonly LiveFrame[], kind: string) =>
    JSON.parse(`{${frames.findLast(({ event }) => event === kind)?.members ?? ''}}`) as Record<
      string,
      unknown
    >;

  it('tells the case and its clocks as they are answered, and records who reads', async () => {
    await live('1');
    const before = (await personalData.accessesTo(customerId)).length;
    const frames = await until(watching(), 'case', 'clocks');
    expect(last(frames, 'case')).toMatchObject({ id: '1', phase: 'open', customer: { name: 'Ada Nobody' } });
    expect(last(frames, 'clocks')).toEqual({ clocks: await bus.execute(new AskCaseClocks('1')) });
    const accesses = await personalData.accessesTo(customerId);
    expect(accesses).toHaveLength(before + 1);
    expect(accesses[0]).toMatchObject({ actorId: 'agent-7', purpose: 'live-case' });
  });

  it('tells it again when it has changed, and the clocks alone when only they have', async () => {
    await live('1');
    const watch = watching();
    await until(watch, 'case', 'clocks');
    await live('1', [1, { type: 'RespondToComplaint' }]);
    const responded = await until(watch, 'case', 'clocks');
    expect(last(responded, 'case')).toMatchObject({ firstRespondedAt: '2026-01-05T09:01:00.000Z' });
    await live('1', [1, { type: 'RespondToComplaint' }], [601, { type: 'look' }]);
    const breached = await until(watch, 'clocks');
    expect(breached.map(({ event }) => event)).toEqual(['clocks']);
    expect(last(breached, 'clocks')).toMatchObject({
      clocks: [
        { clock: 'first-response', state: 'met' },
        { clock: 'resolution', state: 'breached' },
      ],
    });
  });

  it('loses nothing of the case while its clocks can not be read yet', async () => {
    await live('1');
    const holding = await running.database.pool.connect();
    await holding.query('BEGIN; LOCK TABLE read_model.team_clocks IN ACCESS EXCLUSIVE MODE');
    const watch = watching();
    expect((await until(watch, 'case')).map(({ event }) => event)).toEqual(['case']);
    await holding.query('ROLLBACK');
    holding.release();
    const [clocks] = await until(watch, 'clocks');
    expect(clocks).toMatchObject({ event: 'clocks', id: expect.any(String) as string });
  });

  it('says nothing of other cases, nor to who comes back when nothing has changed', async () => {
    await live('1');
    const watch = watching();
    const { id } = (await until(watch, 'case', 'clocks')).at(-1) ?? {};
    expect(id).toMatch(/^\d+-\d+-\d+-\d+$/);
    await live('2');
    const again = watching(id);
    expect(await again.next()).toEqual([]);
    expect(await watch.next()).toEqual([]);
    await live('1', [1, { type: 'ClaimComplaint', agent: 'ann' }]);
    expect(last(await until(again, 'case', 'clocks'), 'case')).toMatchObject({ agent: 'ann' });
  });

  it('waits for a case that the rows do not have yet', async () => {
    const watch = watching();
    expect(await watch.next()).toEqual([]);
    await live('1');
    await until(watch, 'case', 'clocks');
  });
});
