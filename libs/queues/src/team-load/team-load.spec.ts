import { toIso, VirtualClock } from '@redress/kernel';
import { CALLBACK_ABOUT, callbackFactsFrom, CONTACT_POLICY_REF as policy } from '@redress/testing';
import { recordedEvents, runProjections, type RunningProjections } from '@redress/testing';
import { caseLife, minute, registration, type LifeStep } from '../../../../test/support/case-life';
import { queues } from '../queue/queues.projection';
import { AskTeamLoadHandler } from './ask-team-load.handler';
import { AskTeamLoad } from './ask-team-load.query';

const onCallback = callbackFactsFrom(minute(0));
const NOTHING = {
  ...{ cases: 0, waiting: 0, owedAfterwards: 0, callbacks: 0, callbacksLate: 0, late: 0 },
  ...{ nextDueAt: null, oldestAt: null },
};

describe('the load of a team', () => {
  let running: RunningProjections;
  let clock: VirtualClock;

  beforeEach(async () => {
    clock = new VirtualClock(minute(0));
    running = await runProjections(clock, queues);
  });
  afterEach(() => running.stop());

  const live = async (caseId: string, facts: Parameters<typeof registration>[1], ...steps: LifeStep[]) => {
    await running.record(caseId, ...recordedEvents(...caseLife(registration(caseId, facts), ...steps)));
  };
  const load = (team: string, asOf?: number) =>
    new AskTeamLoadHandler(running.readModel, running.past, clock).execute(
      new AskTeamLoad(team, undefined, asOf),
    );

  it('is what waits in its pool, and what each agent has in hand of its work', async () => {
    // Cases of priority 3 are to be answered within an hour.
    await live('old', {});
    await live('young', {}, [1, { type: 'ChaseComplaint' }]);
    await live('anns', {}, [1, { type: 'ClaimComplaint', agent: 'ann' }]);
    await live(
      'waiting',
      {},
      [1, { type: 'ClaimComplaint', agent: 'ann' }],
      [2, { type: 'RespondToComplaint' }],
      [3, { type: 'StartWaiting', waitsFor: 'customer' }],
    );
    await live('over', {}, [1, { type: 'CloseComplaint', resolvedBy: null }]);
    await live('southern', { team: 'south' }, [1, { type: 'ClaimComplaint', agent: 'ann' }]);
    const window = { from: toIso(minute(10)), to: toIso(minute(90)) };
    const about = {
      ...CALLBACK_ABOUT,
      complaintId: null,
      callbackId: '7',
      team: 'north',
      owner: 'bob',
      window,
    };
    await running.recordOn(
      { stream: 'callback-7', partitionKey: 'callback-7' },
      onCallback('CallbackScheduled', 0, { ...about, channel: 'phone', timeZone: 'Europe/London', policy }),
    );
    await running.shown();
    clock.advanceTo(minute(30));
    expect(await load('north')).toEqual({
      team: 'north',
      pool: { ...NOTHING, cases: 2, nextDueAt: toIso(minute(60)), oldestAt: toIso(minute(0)) },
      agents: [
        {
          ...NOTHING,
          agent: 'ann',
          cases: 2,
          waiting: 1,
          nextDueAt: toIso(minute(60)),
          oldestAt: toIso(minute(0)),
        },
        { ...NOTHING, agent: 'bob', callbacks: 1, nextDueAt: toIso(minute(90)), oldestAt: toIso(minute(0)) },
      ],
    });
    // What has fallen due is late, whether or not anybody has recorded that.
    clock.advanceTo(minute(90));
    expect(await load('north')).toMatchObject({
      pool: { cases: 2, late: 2, nextDueAt: null },
      agents: [
        { agent: 'ann', late: 1 },
        { agent: 'bob', late: 1, callbacksLate: 1 },
      ],
    });
    expect(await load('nobody')).toEqual({ team: 'nobody', pool: NOTHING, agents: [] });
  });

  it('counts apart what is still owed on cases that are over for now', async () => {
    await live(
      'resolved',
      {},
      [1, { type: 'ClaimComplaint', agent: 'ann' }],
      [2, { type: 'OrderSupervision', within: 'PT1H' }],
      [3, { type: 'ResolveComplaint', resolvedBy: 'ann' }],
    );
    await live('young', {}, [4, { type: 'ClaimComplaint', agent: 'ann' }]);
    await running.shown();
    clock.advanceTo(minute(5));
    expect(await load('north')).toMatchObject({ agents: [{ agent: 'ann', cases: 1, owedAfterwards: 1 }] });
  });

  it('is told as it was', async () => {
    await live('1', {});
    await running.shown();
    clock.advanceTo(minute(5));
    const before = clock.now();
    clock.advanceTo(minute(6));
    await live('2', {}, [1, { type: 'ClaimComplaint', agent: 'ann' }]);
    await running.shown();
    expect(await load('north')).toMatchObject({ pool: { cases: 1 }, agents: [{ agent: 'ann' }] });
    expect(await load('north', before)).toMatchObject({
      past: { asOf: toIso(minute(5)) },
      pool: { cases: 1 },
      agents: [],
    });
  });
});
