import type { ResolutionOrder } from './commands';
import {
  about,
  accepted,
  APOLOGY,
  approvedAtOnce,
  command,
  fact,
  fulfilled,
  given,
  minute,
  MONEY,
  offered,
  refund,
  reopened,
  requested,
  reschedule,
  resolved,
  toAccepted,
  TOLD,
  toFulfilled,
  toOffered,
  type StreamEvent,
} from '../../../../test/support/resolution-case';
import { resolutionDecider } from './resolution-decider';

const ID = { resolutionId: 'r-1' };
const refused = fact('ResolutionRefused', 3, about('r-1', MONEY));
const withdrawn = fact('ResolutionWithdrawn', 3, {
  ...about('r-1', MONEY),
  reason: 'mistake',
  wasOffered: true,
});
const reversed = fact('ResolutionReversed', 5, { ...about('r-1', MONEY), reason: 'bounced' });

describe('a resolution', () => {
  it('is offered, accepted and fulfilled', () => {
    given(...approvedAtOnce(1, MONEY))
      .when(command(TOLD.offer, 2))
      .then(offered(2, MONEY));
    given(...toOffered)
      .when(command(TOLD.accept, 3))
      .then(accepted(3, MONEY));
    given(...toAccepted)
      .when(command({ ...TOLD.fulfil, reference: 'payment-7' }, 4))
      .then(fact('ResolutionFulfilled', 4, { ...about('r-1', MONEY), reference: 'payment-7' }));
  });

  it('says why, where it was said', () => {
    given(...toOffered)
      .when(command(TOLD.refuse, 3, { why: { reason: 'wants-more', noteRef: 'note-1' } }))
      .then(
        fact('ResolutionRefused', 3, { reason: 'wants-more', noteRef: 'note-1', ...about('r-1', MONEY) }),
      );
  });

  it('is taken back with a reason until the customer has accepted it', () => {
    const taken = (remedies = MONEY, wasOffered = false) =>
      fact('ResolutionWithdrawn', 3, { ...about('r-1', remedies), reason: 'mistake', wasOffered });
    given(...requested(1))
      .when(command(TOLD.withdraw, 3))
      .then(taken(refund(120)));
    given(...approvedAtOnce(1, MONEY))
      .when(command(TOLD.withdraw, 3))
      .then(taken());
    given(...toOffered)
      .when(command(TOLD.withdraw, 3))
      .then(taken(MONEY, true));
    given(...toAccepted)
      .when(command(TOLD.withdraw, 4))
      .thenRefused('illegal-resolution-step', {
        state: 'accepted',
        legal: ['RescheduleFulfilment', 'FulfilResolution'],
      });
  });

  it('that was fulfilled can be reversed', () => {
    given(...toFulfilled)
      .when(command(TOLD.reverse, 5))
      .then(reversed);
  });

  it('that costs no money can be fulfilled on the spot', () => {
    given(...approvedAtOnce(1))
      .when(command(TOLD.fulfil, 2))
      .then(fulfilled(2));
    given(...approvedAtOnce(1), offered(2))
      .when(command(TOLD.fulfil, 3))
      .then(fulfilled(3));
  });

  it.each<[string, ResolutionOrder, readonly StreamEvent[]]>([
    ['offered before it was approved', TOLD.offer, requested(1)],
    ['accepted before it was offered', TOLD.accept, approvedAtOnce(1, MONEY)],
    ['refused before it was offered', TOLD.refuse, approvedAtOnce(1, MONEY)],
    ['fulfilled before it was approved', TOLD.fulfil, requested(1)],
    ['fulfilled before it was accepted, if it costs money', TOLD.fulfil, toOffered],
    ['reversed before it was fulfilled', TOLD.reverse, toAccepted],
    ['rescheduled before it was accepted', reschedule(minute(90)), toOffered],
    ['rescheduled after it was fulfilled', reschedule(minute(90)), toFulfilled],
    ['offered after it was refused', TOLD.offer, [...toOffered, refused]],
    ['fulfilled after it was withdrawn', TOLD.fulfil, [...toOffered, withdrawn]],
    ['fulfilled after it was reversed', TOLD.fulfil, [...toFulfilled, reversed]],
  ])('is not %s', (_, order, history) => {
    given(...history)
      .when(command(order, 6))
      .thenRefused('illegal-resolution-step', ID);
  });

  it.each<[ResolutionOrder, readonly StreamEvent[]]>([
    [TOLD.offer, toOffered],
    [TOLD.accept, toAccepted],
    [TOLD.refuse, [...toOffered, refused]],
    [TOLD.withdraw, [...toOffered, withdrawn]],
    [TOLD.fulfil, toFulfilled],
    [TOLD.reverse, [...toFulfilled, reversed]],
    [{ type: 'ProposeResolution', ...ID, remedies: MONEY }, toOffered],
  ])('does nothing twice: %j', (order, history) => {
    given(...history)
      .when(command(order, 6))
      .thenNothing();
  });

  it('must be there', () => {
    given().when(command(TOLD.offer, 2)).thenRefused('not-found');
    const unregistered = () => resolutionDecider.decide(command(TOLD.offer, 2), resolutionDecider.initial);
    expect(unregistered).toThrow('There is no such case.');
  });

  it('has its facts when they happened, never before the latest fact of the case, nor in the future', () => {
    given(...approvedAtOnce(1))
      .when(command(TOLD.offer, 9, { occurredAt: minute(2) }))
      .then(offered(2));
    given(...approvedAtOnce(3))
      .when(command(TOLD.offer, 9, { occurredAt: minute(2) }))
      .thenRefused('occurred-out-of-order');
    given(...approvedAtOnce(1))
      .when(command(TOLD.offer, 1, { occurredAt: minute(2) }))
      .thenRefused('occurred-in-future');
  });
});

describe('one resolution in force', () => {
  const another = command({ type: 'ProposeResolution', resolutionId: 'r-2', remedies: APOLOGY }, 20);
  const inCycle2 = approvedAtOnce(20, APOLOGY, 'r-2').map(
    (event) => ({ ...event, data: { ...event.data, cycle: 2 } }) as typeof event,
  );

  it.each<[string, readonly StreamEvent[]]>([
    ['refused', [...toOffered, refused]],
    ['withdrawn', [...toOffered, withdrawn]],
    ['reversed', [...toFulfilled, reversed]],
  ])('ends when it is %s', (_, history) => {
    given(...history)
      .when(another)
      .then(...approvedAtOnce(20, APOLOGY, 'r-2'));
  });

  it('lasts when it is fulfilled, until the case is reopened', () => {
    given(...toFulfilled)
      .when(another)
      .thenRefused('resolution-in-force', { ...ID, state: 'fulfilled' });
    given(...toFulfilled, resolved(10), reopened(11))
      .when(another)
      .then(...inCycle2);
  });

  it('that is not fulfilled yet outlasts a reopening', () => {
    given(...toAccepted, resolved(10), reopened(11))
      .when(another)
      .thenRefused('resolution-in-force', { ...ID, state: 'accepted' });
  });

  it('stays as it is when an earlier one is reversed', () => {
    given(...toFulfilled, resolved(10), reopened(11), ...inCycle2)
      .when(command(TOLD.reverse, 21))
      .then(fact('ResolutionReversed', 21, { ...about('r-1', MONEY, 2), reason: 'bounced' }));
    given(...toFulfilled, resolved(10), reopened(11), ...inCycle2, { ...reversed, occurredAt: minute(21) })
      .when(command({ type: 'ProposeResolution', resolutionId: 'r-3', remedies: APOLOGY }, 22))
      .thenRefused('resolution-in-force', { resolutionId: 'r-2' });
  });
});
