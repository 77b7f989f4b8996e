import { VirtualClock } from '@redress/kernel';
import { refusalOf } from '@redress/testing';
import { runDesk, type RunningDesk } from '../../../../test/support/running-desk';
import { AskPolicyMatch } from './ask-policy-match.query';
import { AskPolicyMatchHandler } from './ask-policy-match.handler';

describe('why a rule judges a case', () => {
  let desk: RunningDesk;
  beforeAll(async () => {
    desk = await runDesk({ clock: new VirtualClock(Date.UTC(2026, 2, 2)) });
  });
  afterAll(() => desk.stop());

  const ask = (id: string) => desk.get(AskPolicyMatchHandler).execute(new AskPolicyMatch(id));

  it('is told with the version, and for each earlier rule the first condition that failed', async () => {
    const id = await desk.register('ann', { priority: 3, tier: 'key' });
    expect(await ask(id)).toEqual({
      name: 'round-the-clock',
      version: 1,
      rule: 3,
      effectiveFrom: '1970-01-01T00:00:00.000Z',
      facts: {
        ...{ kind: 'complaint', category: 'billing', priority: 3, tier: 'key' },
        ...{ specialCare: false, channel: 'phone' },
      },
      passedOver: [
        { rule: 1, fact: 'priority', wanted: [1], had: 3 },
        { rule: 2, fact: 'priority', wanted: [2], had: 3 },
      ],
    });
  });

  it('goes by what the case is now', async () => {
    const id = await desk.register('ann');
    await desk.tell(id, { type: 'ReprioritiseComplaint', priority: 1 });
    expect(await ask(id)).toMatchObject({ rule: 1, passedOver: [], facts: { priority: 1 } });
  });

  it('is of a case that is on record', async () => {
    expect(await refusalOf(ask('nobody'))).toMatchObject({ kind: 'not-found' });
  });
});
