import { randomBytes } from 'node:crypto';
import { VirtualClock, type DomainEvent } from '@redress/kernel';
import { personalDataMigrations, PostgresPersonalData } from '@redress/personal-data/postgres';
import {
  createTestDatabase,
  runProjections,
  type RunningProjections,
  type TestDatabase,
} from '@redress/testing';
import {
  about,
  accepted,
  APOLOGY,
  approvedAtOnce,
  fact,
  minute,
  MONEY,
  offered,
  registered,
  T0,
  toOffered,
} from '../../../../test/support/resolution-case';
import { AskResolutionsHandler } from './ask-resolutions.handler';
import { AskResolutions } from './ask-resolutions.query';
import { resolutions } from './resolutions.projection';

const READER = {
  actor: { id: 'agent-7', kind: 'staff', role: 'agent' },
  purpose: 'resolutions',
  correlationId: 'request-1',
} as const;

describe('questions about the resolutions of a case', () => {
  let running: RunningProjections;
  let vault: TestDatabase;
  let personalData: PostgresPersonalData;

  beforeAll(async () => {
    const clock = new VirtualClock(T0);
    running = await runProjections(clock, resolutions);
    vault = await createTestDatabase([personalDataMigrations]);
    personalData = await PostgresPersonalData.open({ pool: vault.pool, masterKey: randomBytes(32), clock });
    await personalData.findOrCreateCustomer({
      proposedId: 'c-ada',
      details: { name: 'Ada Nobody' },
      texts: [
        { ref: 'sought', purpose: 'remedy-sought', text: 'my money' },
        { ref: 'details', purpose: 'resolution-details', text: 'half of it' },
      ],
    });
  });
  afterAll(async () => {
    await running.stop();
    await vault.drop();
  });

  const ask = async (id: string) => {
    await running.shown();
    return new AskResolutionsHandler(running.readModel, personalData).execute(new AskResolutions(id, READER));
  };
  const record = (id: string, remedySoughtRef: string | undefined, ...facts: readonly DomainEvent[]) =>
    running.record(
      id,
      {
        ...registered,
        data: { ...registered.data, ...(remedySoughtRef === undefined ? {} : { remedySoughtRef }) },
      },
      ...facts,
    );

  it('keep apart what was sought, offered and accepted, and record who read the texts', async () => {
    const [proposed, ...more] = approvedAtOnce(10, APOLOGY, 'r-2');
    await record(
      '1',
      'sought',
      ...toOffered,
      fact('ResolutionRefused', 3, { ...about('r-1', MONEY), reason: 'wants-more' }),
      { ...proposed!, data: { ...proposed!.data, detailsRef: 'details' } },
      ...more,
      offered(11, APOLOGY, 'r-2'),
      accepted(12, APOLOGY, 'r-2'),
      fact('ResolutionFulfilled', 13, about('r-2', APOLOGY)),
      fact('ResolutionReversed', 14, { ...about('r-2', APOLOGY), reason: 'mistake' }),
      ...approvedAtOnce(15, MONEY, 'a-3'),
      offered(16, MONEY, 'a-3'),
    );
    expect(await ask('1')).toMatchObject({
      complaintId: '1',
      remedySought: 'my money',
      lastOffered: 'a-3',
      lastAccepted: 'r-2',
      resolutions: [
        { id: 'r-1', state: 'refused', inForce: false, cost: { minor: 40, currency: 'EUR' }, details: null },
        {
          id: 'r-2',
          state: 'reversed',
          cost: null,
          details: 'half of it',
          proposedAt: '2026-03-02T09:10:00.000Z',
        },
        {
          id: 'a-3',
          state: 'offered',
          inForce: true,
          approvedBy: 'ann',
          offeredAt: '2026-03-02T09:16:00.000Z',
        },
      ],
    });
    expect(await personalData.accessesTo('c-ada')).toMatchObject([
      { actorId: 'agent-7', purpose: 'resolutions', correlationId: 'request-1' },
    ]);
  });

  it('answer for a case without any, and record nothing where there was no text to read', async () => {
    const before = (await personalData.accessesTo('c-ada')).length;
    await record('2', undefined);
    expect(await ask('2')).toEqual({
      complaintId: '2',
      remedySought: null,
      lastOffered: null,
      lastAccepted: null,
      resolutions: [],
    });
    expect(await personalData.accessesTo('c-ada')).toHaveLength(before);
  });

  it('do not know a case that was never registered', async () => {
    await expect(ask('3')).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('show nothing of what an erased customer said', async () => {
    await personalData.erase('c-ada');
    const { remedySought, resolutions: all } = await ask('1');
    expect([remedySought, ...all.map(({ details }) => details)]).toEqual([null, null, null, null]);
    expect(all[1]?.proposedAt).toBe(new Date(minute(10)).toISOString());
  });
});
