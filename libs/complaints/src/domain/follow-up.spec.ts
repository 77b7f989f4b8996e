import { SYSTEM_ACTOR, toIso } from '@redress/kernel';
import { CASE_POLICY } from '@redress/testing';
import type { FollowUpOutcome } from '../events';
import {
  at,
  cases,
  closed,
  command,
  fact,
  NOW,
  POOL,
  registered,
  reopened,
  resolved,
  told,
  WHY,
} from '../../../../test/support/case-decisions';

const ASKED = 50;
const order = (outcome: FollowUpOutcome, { close = false, askedAt = at(ASKED) } = {}) =>
  command(
    { type: 'FollowUpComplaint', outcome, askedAt, callbackId: 'callback-1', csat: 4, close },
    { why: WHY, actor: SYSTEM_ACTOR },
  );
const asked = (outcome: FollowUpOutcome, cycle = 1) =>
  fact('ComplaintFollowedUp', NOW, {
    ...WHY,
    ...POOL,
    outcome,
    cycle,
    askedAt: toIso(at(ASKED)),
    callbackId: 'callback-1',
    csat: 4,
  });
const closedBecause = (reason: string) => fact('ComplaintClosed', NOW, { reason, ...POOL, cycle: 1 });

describe('FollowUpComplaint', () => {
  it('says how asking the customer ended, and when that was', () => {
    cases.given(registered, resolved).when(order('satisfied')).then(asked('satisfied'));
    cases.given(registered, resolved, closed).when(order('satisfied')).then(asked('satisfied'));
    cases
      .given(registered, resolved)
      .when(command({ type: 'FollowUpComplaint', outcome: 'unreachable', askedAt: at(ASKED), close: false }))
      .then(
        fact('ComplaintFollowedUp', NOW, {
          ...POOL,
          outcome: 'unreachable',
          cycle: 1,
          askedAt: toIso(at(ASKED)),
        }),
      );
  });

  it('closes a resolved case with it where that is said, unless the customer is dissatisfied', () => {
    const close = { close: true };
    for (const outcome of ['satisfied', 'unreachable'] as const) {
      cases
        .given(registered, resolved)
        .when(order(outcome, close))
        .then(asked(outcome), closedBecause(outcome));
      cases.given(registered, resolved, closed).when(order(outcome, close)).then(asked(outcome));
    }
  });

  it('reopens the case of a customer who is dissatisfied', () => {
    const again = fact('ComplaintReopened', NOW, {
      reason: 'dissatisfied',
      ...POOL,
      cycle: 2,
      policy: CASE_POLICY,
    });
    cases.given(registered, resolved).when(order('dissatisfied')).then(asked('dissatisfied'), again);
    cases
      .given(registered, resolved, closed)
      .when(order('dissatisfied', { close: true }))
      .then(asked('dissatisfied'), again);
  });

  it('is told once in a cycle; whoever could not be reached may be reached later', () => {
    for (const outcome of ['satisfied', 'unreachable'] as const)
      cases.given(registered, resolved, asked(outcome)).when(order(outcome)).thenNothing();
    cases.given(registered, resolved, asked('unreachable')).when(order('satisfied')).then(asked('satisfied'));
    cases.given(registered, resolved, asked('satisfied')).when(order('unreachable')).thenNothing();
  });

  it('adds nothing where the case goes on again, or was resolved again since', () => {
    cases.given(registered, resolved, reopened).when(order('satisfied')).thenNothing();
    const later = { ...resolved, occurredAt: at(55), data: { ...resolved.data, cycle: 2 } };
    cases
      .given(registered, resolved, { ...reopened, occurredAt: at(54) }, later)
      .when(order('dissatisfied'))
      .thenNothing();
    cases
      .given(registered, resolved, reopened, { ...resolved, occurredAt: at(7) })
      .when(order('satisfied'))
      .then(asked('satisfied', 2));
  });

  it('is not for a case that was never resolved', () => {
    cases.given(registered).when(order('satisfied')).thenRefused('illegal-step');
  });

  it.each([
    ['satisfied', ['ClockStopped follow-up met']],
    ['unreachable', ['ClockClosed follow-up unreachable']],
    [
      'dissatisfied',
      ['ClockStopped follow-up met', 'ClockStarted first-response PT1H', 'ClockStarted resolution PT4H'],
    ],
  ] as const)('means to the clocks, when %s: %j', (outcome, clocks) => {
    const story = told([5, { type: 'ResolveComplaint', resolvedBy: 'agent-1' }]);
    expect(
      story.clocksAfter(9, { type: 'FollowUpComplaint', outcome, askedAt: at(8), close: true }, SYSTEM_ACTOR),
    ).toEqual(clocks);
  });
});
