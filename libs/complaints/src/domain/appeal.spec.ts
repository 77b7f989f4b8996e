import { CASE_POLICY } from '@redress/testing';
import {
  AGENT,
  archived,
  cases,
  closed,
  command,
  fact,
  LEADER,
  NOW,
  POOL,
  refused,
  registered,
  reopened,
  resolved,
  told,
  WHY,
} from '../../../../test/support/case-decisions';

const appealed = fact('ComplaintAppealed', 10, { ...POOL, number: 1, cycle: 1 });
const rejected = fact('AppealDecided', 11, { ...POOL, number: 1, upheld: false });

describe('AppealComplaint', () => {
  const order = command({ type: 'AppealComplaint' }, { why: WHY });
  const now = (number: number) => fact('ComplaintAppealed', NOW, { ...WHY, ...POOL, number, cycle: 1 });

  it('contests what was decided, and counts', () => {
    cases.given(registered, resolved).when(order).then(now(1));
    cases.given(registered, refused).when(order).then(now(1));
    cases.given(registered, resolved, closed, archived, appealed, rejected).when(order).then(now(2));
  });

  it('is open once at a time', () => {
    cases.given(registered, resolved, appealed).when(order).thenRefused('appeal-open');
  });
});

describe('DecideAppeal', () => {
  const decide = (upheld: boolean, { actor = LEADER, refusedBy = 'agent-1' } = {}) =>
    command({ type: 'DecideAppeal', upheld, refusedBy }, { actor, why: WHY });
  const decided = (upheld: boolean) => fact('AppealDecided', NOW, { ...WHY, ...POOL, number: 1, upheld });
  const again = fact('ComplaintReopened', NOW, {
    reason: 'appeal-upheld',
    ...POOL,
    cycle: 2,
    policy: CASE_POLICY,
  });

  it.each([
    ['resolved', [resolved]],
    ['closed', [resolved, closed]],
    ['archived', [resolved, closed, archived]],
    ['refused', [refused]],
  ] as const)('reopens a case that is %s where the customer is right', (_, history) => {
    cases
      .given(registered, ...history, appealed)
      .when(decide(true))
      .then(decided(true), again);
    cases
      .given(registered, ...history, appealed)
      .when(decide(false))
      .then(decided(false));
  });

  it('finds a case that goes on again meanwhile as it is', () => {
    cases.given(registered, resolved, appealed, reopened).when(decide(true)).then(decided(true));
  });

  it('is for another person than the one whose decision it is', () => {
    const resolvedByLeader = { ...resolved, data: { ...resolved.data, resolvedBy: 'leader-1' } };
    cases.given(registered, resolvedByLeader, appealed).when(decide(false)).thenRefused('own-decision');
    cases
      .given(registered, resolved, appealed)
      .when(decide(false, { actor: AGENT }))
      .thenRefused('own-decision');
    cases
      .given(registered, refused, appealed)
      .when(decide(true, { refusedBy: 'leader-1' }))
      .thenRefused('own-decision');
    // Who had refused it is of no interest where it was resolved later.
    cases
      .given(registered, resolved, appealed)
      .when(decide(false, { refusedBy: 'leader-1' }))
      .then(decided(false));
  });

  it('needs an open appeal, in every phase', () => {
    for (const history of [[], [resolved], [refused], [resolved, appealed, rejected]])
      cases
        .given(registered, ...history)
        .when(decide(true))
        .thenRefused('no-appeal', { legal: expect.not.arrayContaining(['DecideAppeal']) });
  });

  it('has nothing to decide where the customer has taken the case back', () => {
    const withdrawn = fact('ComplaintWithdrawn', 20, { ...POOL, reason: 'settled' });
    const merged = fact('ComplaintMerged', 20, { ...POOL, into: 'case-2' });
    for (const end of [withdrawn, merged])
      cases.given(registered, resolved, appealed, reopened, end).when(decide(true)).thenRefused('no-appeal');
  });

  it('starts the clocks of the new cycle', () => {
    const story = told(
      [1, { type: 'RefuseComplaint', reason: 'not-ours' }],
      [2, { type: 'AppealComplaint' }],
    );
    expect(story.clocksAfter(3, { type: 'DecideAppeal', upheld: true }, LEADER)).toEqual([
      'ClockStarted first-response PT1H',
      'ClockStarted resolution PT4H',
    ]);
  });
});
