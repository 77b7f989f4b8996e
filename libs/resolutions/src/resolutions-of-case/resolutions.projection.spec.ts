import { toIso, type DomainEvent } from '@redress/kernel';
import { projectionSpec, recordedEvents } from '@redress/testing';
import {
  about,
  accepted,
  APOLOGY,
  approvedAtOnce,
  fact,
  fulfilled,
  minute,
  MONEY,
  offered,
  refund,
  registered,
  reopened,
  requested,
  resolved,
  toAccepted,
  toFulfilled,
  toOffered,
} from '../../../../test/support/resolution-case';
import { resolutions } from './resolutions.projection';

const given = (...facts: readonly DomainEvent[]) =>
  projectionSpec(resolutions).given(recordedEvents(...[registered, ...facts]));
const thenOne = (facts: readonly DomainEvent[], row: Record<string, unknown>) => {
  given(...facts).then('resolutions', [{ resolution_id: 'r-1', number: 1, ...row }]);
};

describe('the resolutions of a case', () => {
  it('begin with what the customer asked for', () => {
    given().then('remedies_sought', [{ partition_key: '1', remedy_sought_ref: null }]);
    const sought = { ...registered, data: { ...registered.data, remedySoughtRef: 'text-1' } };
    projectionSpec(resolutions)
      .given(recordedEvents(sought))
      .then('remedies_sought', [{ remedy_sought_ref: 'text-1' }])
      .then('resolutions', []);
  });

  it('show what was proposed and approved at once', () => {
    thenOne(approvedAtOnce(1, MONEY), {
      partition_key: '1',
      state: 'approved',
      in_force: true,
      cycle: 1,
      remedies: MONEY,
      cost_minor: 40,
      currency: 'EUR',
      cause: 'billing',
      details_ref: null,
      proposed_at: minute(1),
      proposed_by: 'ann',
      exceeds: null,
      approvers: [],
      approved_at: minute(1),
      approved_by: 'ann',
      approved_role: 'agent',
      offered_at: null,
    });
    thenOne(approvedAtOnce(1, APOLOGY), { cost_minor: null, currency: null });
  });

  it('show who was asked to approve and why, and who declined', () => {
    thenOne(requested(1), {
      state: 'approval-requested',
      exceeds: 'case',
      approvers: ['shift-leader', 'supervisor'],
      approved_at: null,
    });
    const declined = fact('ResolutionDeclined', 4, {
      ...about('r-1', refund(120)),
      reason: 'too-much',
      declinedBy: 'lin',
    });
    thenOne([...requested(1), declined], {
      state: 'declined',
      in_force: false,
      declined_at: minute(4),
      declined_by: 'lin',
      reason: 'too-much',
    });
  });

  it('keep offered, accepted and fulfilled apart, and by whom', () => {
    thenOne(toOffered, { state: 'offered', offered_at: minute(2), offered_by: 'agent-1', accepted_at: null });
    thenOne(toAccepted, { state: 'accepted', accepted_at: minute(3), fulfil_by: null, fulfilled_at: null });
    const paid = fact('ResolutionFulfilled', 4, { ...about('r-1', MONEY), reference: 'payment-7' });
    thenOne([...toAccepted, paid], {
      state: 'fulfilled',
      in_force: true,
      offered_at: minute(2),
      accepted_at: minute(3),
      fulfilled_at: minute(4),
      fulfilled_by: 'agent-1',
      reference: 'payment-7',
    });
  });

  it('show when it is promised to be in effect, and how often that changed', () => {
    const promised = { ...about('r-1', MONEY), fulfilBy: toIso(minute(60)) };
    const later = { ...about('r-1', MONEY), fulfilBy: toIso(minute(90)), renegotiatedBy: 'us' } as const;
    thenOne([...toOffered, fact('ResolutionAccepted', 3, promised)], {
      fulfil_by: minute(60),
      reschedulings: 0,
    });
    thenOne(
      [...toOffered, fact('ResolutionAccepted', 3, promised), fact('FulfilmentRescheduled', 5, later)],
      { state: 'accepted', fulfil_by: minute(90), reschedulings: 1 },
    );
  });

  it.each<[string, readonly DomainEvent[], Record<string, unknown>]>([
    [
      'refused',
      [...toOffered, fact('ResolutionRefused', 3, { ...about('r-1', MONEY), reason: 'wants-more' })],
      { refused_at: minute(3), reason: 'wants-more' },
    ],
    [
      'withdrawn',
      [
        ...toOffered,
        fact('ResolutionWithdrawn', 3, { ...about('r-1', MONEY), reason: 'mistake', wasOffered: true }),
      ],
      { withdrawn_at: minute(3), withdrawn_by: 'agent-1', reason: 'mistake' },
    ],
    [
      'reversed',
      [...toFulfilled, fact('ResolutionReversed', 5, { ...about('r-1', MONEY), reason: 'bounced' })],
      { reversed_at: minute(5), reversed_by: 'agent-1', reason: 'bounced', fulfilled_at: minute(4) },
    ],
  ])('are no longer in force when %s', (state, facts, row) => {
    thenOne(facts, { state, in_force: false, ...row });
  });

  it('are in force until the case is reopened when they are fulfilled, and longer when they are not', () => {
    const again = [resolved(10), reopened(11)];
    thenOne([...toFulfilled, ...again], { state: 'fulfilled', in_force: false });
    thenOne([...toAccepted, ...again], { state: 'accepted', in_force: true });
  });

  it('stand beside each other in the order in which they were proposed', () => {
    given(
      ...toFulfilled,
      resolved(10),
      reopened(11),
      ...approvedAtOnce(12, APOLOGY, 'a-2'),
      offered(13, APOLOGY, 'a-2'),
      accepted(14, APOLOGY, 'a-2'),
      fulfilled(15, APOLOGY, 'a-2'),
    ).then('resolutions', [
      { resolution_id: 'a-2', number: 2, state: 'fulfilled', in_force: true },
      { resolution_id: 'r-1', number: 1, state: 'fulfilled', in_force: false },
    ]);
  });
});
