import { SYSTEM_ACTOR, toIso } from '@redress/kernel';
import { CASE_POLICY } from '@redress/testing';
import {
  archived,
  at,
  cases,
  closed,
  command,
  fact,
  IMPORT,
  LEADER,
  NOW,
  POOL,
  registered,
  reopened,
  resolved,
  responded,
  resumedNow,
  SUPERVISOR,
  told,
  waiting,
  WHY,
} from '../../../../test/support/case-decisions';
import type { FollowUpOutcome } from '../events';
import type { CaseCommandContext } from './commands';

describe('StartWaiting', () => {
  const order = command({ type: 'StartWaiting', waitsFor: 'customer' }, { why: WHY });
  const started = fact('ComplaintWaitStarted', NOW, { ...WHY, ...POOL, waitsFor: 'customer' });

  it('says what is waited for', () => {
    cases.given(registered).when(order).then(started);
    const back = fact('ComplaintResumed', 4, { ...POOL, waitedFor: 'customer' });
    cases.given(registered, waiting, back).when(order).then(started);
  });

  it('adds nothing where that is waited for already', () => {
    cases.given(registered, waiting).when(order).thenNothing();
  });

  it('ends the other waiting first', () => {
    const forSupplier = fact('ComplaintWaitStarted', 3, { ...POOL, waitsFor: 'supplier' });
    const resumed = fact('ComplaintResumed', NOW, { ...POOL, waitedFor: 'supplier' });
    cases.given(registered, forSupplier).when(order).then(resumed, started);
  });
});

describe('ResumeComplaint', () => {
  it('ends the waiting', () => {
    const resumed = fact('ComplaintResumed', NOW, { ...WHY, ...POOL, waitedFor: 'customer' });
    cases
      .given(registered, waiting)
      .when(command({ type: 'ResumeComplaint' }, { why: WHY }))
      .then(resumed);
  });
});

describe('ResolveComplaint', () => {
  const resolve = (context: Partial<CaseCommandContext> = {}) =>
    command({ type: 'ResolveComplaint', resolvedBy: 'agent-1' }, { why: WHY, ...context });
  const resolvedNow = fact('ComplaintResolved', NOW, { ...WHY, ...POOL, resolvedBy: 'agent-1', cycle: 1 });
  const impliedResponse = fact('ComplaintResponded', NOW, { ...POOL, first: true, cycle: 1 });

  it('resolves', () => {
    cases.given(registered, responded).when(resolve()).then(resolvedNow);
  });

  it('says where the contact policy asks nobody about a case of this kind', () => {
    const unasked = { ...resolvedNow, data: { ...resolvedNow.data, followUp: false } } as const;
    const given = cases.given(registered, responded);
    given.when(resolve({ followedUpKinds: ['enquiry'] })).then(unasked);
    given.when(resolve({ followedUpKinds: ['enquiry', 'complaint'] })).then(resolvedNow);
  });

  it('is the response as well, where nobody had answered in this cycle', () => {
    cases.given(registered).when(resolve()).then(impliedResponse, resolvedNow);
    cases
      .given(registered)
      .when(resolve({ actor: IMPORT }))
      .then(impliedResponse, resolvedNow);
    cases
      .given(registered, responded, resolved, reopened)
      .when(resolve())
      .then(
        { ...impliedResponse, data: { ...impliedResponse.data, cycle: 2 } },
        { ...resolvedNow, data: { ...resolvedNow.data, cycle: 2 } },
      );
  });

  it('is no response where no human did it', () => {
    cases
      .given(registered)
      .when(resolve({ actor: SYSTEM_ACTOR }))
      .then(resolvedNow);
  });

  it('ends the waiting first, so that the pause is honoured', () => {
    cases.given(registered, waiting).when(resolve()).then(resumedNow, impliedResponse, resolvedNow);
  });

  it('may not know who did it', () => {
    const order = command({ type: 'ResolveComplaint', resolvedBy: null });
    const unknown = fact('ComplaintResolved', NOW, { ...POOL, resolvedBy: null, cycle: 1 });
    cases.given(registered, responded).when(order).then(unknown);
  });

  it('keeps an answer that was promised, and the customer is to be asked', () => {
    const story = told([1, { type: 'PromiseAnswer', answerBy: at(90) }]);
    expect(story.clocksAfter(5, { type: 'ResolveComplaint', resolvedBy: 'agent-1' })).toEqual([
      'ClockStopped first-response met',
      'ClockStopped answer met',
      'ClockStopped resolution met',
      'ClockStarted follow-up PT72H',
    ]);
    const byRedress = told([1, { type: 'PromiseAnswer', answerBy: at(90) }]);
    expect(byRedress.clocksAfter(5, { type: 'ResolveComplaint', resolvedBy: null }, SYSTEM_ACTOR)).toContain(
      'ClockStopped answer met',
    );
  });
});

describe('CloseComplaint', () => {
  const order = { type: 'CloseComplaint', resolvedBy: 'agent-1', mayCloseUnasked: true } as const;
  const close = command(order, { why: WHY });
  const closedNow = fact('ComplaintClosed', NOW, { ...WHY, ...POOL, cycle: 1 });

  it('closes what is resolved', () => {
    cases.given(registered, responded, resolved).when(close).then(closedNow);
  });

  it('resolves first what is not', () => {
    const impliedResponse = fact('ComplaintResponded', NOW, { ...POOL, first: true, cycle: 1 });
    const resolvedNow = fact('ComplaintResolved', NOW, { ...WHY, ...POOL, resolvedBy: 'agent-1', cycle: 1 });
    cases.given(registered, responded).when(close).then(resolvedNow, closedNow);
    cases.given(registered, waiting).when(close).then(resumedNow, impliedResponse, resolvedNow, closedNow);
  });

  const unasked = (context: Partial<CaseCommandContext> = {}) =>
    command({ ...order, mayCloseUnasked: false }, context);
  const followedUp = (outcome: FollowUpOutcome) =>
    fact('ComplaintFollowedUp', 5, { ...POOL, outcome, cycle: 1, askedAt: toIso(at(5)) });
  const closedInSilence = fact('ComplaintClosed', NOW, { ...POOL, cycle: 1 });

  it('is refused before the customer was asked, unless the contact policy allows it', () => {
    cases.given(registered, resolved).when(unasked()).thenRefused('not-asked-yet', { phase: 'resolved' });
    cases.given(registered).when(unasked()).thenRefused('not-asked-yet', { phase: 'open' });
    cases
      .given(registered, resolved)
      .when(unasked({ actor: LEADER, why: WHY }))
      .thenRefused('not-asked-yet');
  });

  it('closes after the customer was asked, or could not be reached', () => {
    for (const outcome of ['satisfied', 'unreachable'] as const)
      cases.given(registered, resolved, followedUp(outcome)).when(unasked()).then(closedInSilence);
  });

  it('asks again in a new cycle', () => {
    cases
      .given(registered, resolved, followedUp('satisfied'), reopened, { ...resolved, occurredAt: at(7) })
      .when(unasked())
      .thenRefused('not-asked-yet');
  });

  it('closes what an outside system has closed, and for a supervisor who says why', () => {
    cases
      .given(registered, resolved)
      .when(unasked({ actor: IMPORT }))
      .then(closedInSilence);
    cases
      .given(registered, resolved)
      .when(unasked({ actor: SUPERVISOR, why: WHY }))
      .then(closedNow);
    cases
      .given(registered, resolved)
      .when(unasked({ actor: SUPERVISOR }))
      .thenRefused('not-asked-yet');
  });

  it('ends what was waited for within the case; a remedy may still be fulfilled', () => {
    const story = told(
      [1, { type: 'OrderSupervision' }],
      [2, { type: 'ResolveComplaint', resolvedBy: 'agent-1' }],
      [3, { type: 'PromiseAnswer', answerBy: at(90) }],
    );
    expect(story.clocksAfter(4, order)).toEqual([
      'ClockClosed supervision closed',
      'ClockClosed follow-up closed',
      'ClockClosed answer closed',
    ]);
  });
});

describe('ReopenComplaint', () => {
  const reopen = command({ type: 'ReopenComplaint' }, { why: WHY });
  const reopenedNow = fact('ComplaintReopened', NOW, { ...WHY, ...POOL, cycle: 2, policy: CASE_POLICY });

  it('begins a new cycle', () => {
    cases.given(registered, responded, resolved).when(reopen).then(reopenedNow);
    cases.given(registered, responded, resolved, closed).when(reopen).then(reopenedNow);
    cases
      .given(registered, resolved, reopened, { ...resolved, occurredAt: at(7) })
      .when(reopen)
      .then({ ...reopenedNow, data: { ...reopenedNow.data, cycle: 3 } });
  });

  it('takes a supervisor with a reason where it is archived', () => {
    const history = [registered, responded, resolved, closed, archived];
    const as = (context: Partial<CaseCommandContext>) => command({ type: 'ReopenComplaint' }, context);
    cases
      .given(...history)
      .when(as({ actor: SUPERVISOR, why: WHY }))
      .then(reopenedNow);
    for (const context of [{ why: WHY }, { actor: LEADER, why: WHY }, { actor: SUPERVISOR }])
      cases
        .given(...history)
        .when(as(context))
        .thenRefused('needs-approval');
  });

  it('ends asking about the cycle before, and starts the clocks of the new one', () => {
    const story = told([5, { type: 'ResolveComplaint', resolvedBy: 'agent-1' }]);
    expect(story.clocksAfter(6, { type: 'ReopenComplaint' })).toEqual([
      'ClockClosed follow-up reopened',
      'ClockStarted first-response PT1H',
      'ClockStarted resolution PT4H',
    ]);
  });
});

describe('ArchiveComplaint', () => {
  it('files a closed case away, once', () => {
    const order = command({ type: 'ArchiveComplaint' }, { why: WHY });
    const filed = fact('ComplaintArchived', NOW, { ...WHY, ...POOL });
    cases.given(registered, resolved, closed).when(order).then(filed);
    cases.given(registered, resolved, closed, filed).when(order).thenNothing();
  });
});

describe('RespondToComplaint', () => {
  const order = command({ type: 'RespondToComplaint', channel: 'email' }, { why: WHY });
  const answer = { ...WHY, ...POOL, channel: 'email' } as const;

  it('says whether it was the first of its cycle', () => {
    cases
      .given(registered)
      .when(order)
      .then(fact('ComplaintResponded', NOW, { ...answer, first: true, cycle: 1 }));
    cases
      .given(registered, responded)
      .when(order)
      .then(fact('ComplaintResponded', NOW, { ...answer, first: false, cycle: 1 }));
    cases
      .given(registered, responded, resolved, reopened)
      .when(order)
      .then(fact('ComplaintResponded', NOW, { ...answer, first: true, cycle: 2 }));
  });
});
