import type { CaseInView } from '@redress/complaints';
import type { ResolutionOrder, ResolutionOrderType } from './commands';
import {
  approvedAtOnce,
  archived,
  closed,
  command,
  complaintFact,
  given,
  minute,
  MONEY,
  PLACE,
  registered,
  requested,
  reschedule,
  resolved,
  SUE,
  toAccepted,
  TOLD,
  toFulfilled,
  toOffered,
  type StreamEvent,
} from '../../../../test/support/resolution-case';
import { resolutionDecider } from './resolution-decider';

describe('the table of commands by where the case stands', () => {
  type Standing = Exclude<CaseInView['standing'], 'ended'>;
  const ID = { resolutionId: 'r-1' };
  const STANDINGS: Readonly<Record<Standing, readonly StreamEvent[]>> = {
    open: [],
    waiting: [complaintFact('ComplaintWaitStarted', 10, { ...PLACE, waitsFor: 'customer' })],
    resolved: [resolved(10)],
    closed: [resolved(10), closed(11)],
    archived: [resolved(10), closed(11), archived(12)],
    refused: [complaintFact('ComplaintRefused', 10, { reason: 'not-ours' })],
    withdrawn: [complaintFact('ComplaintWithdrawn', 10, { ...PLACE, reason: 'changed-mind' })],
    merged: [complaintFact('ComplaintMerged', 10, { ...PLACE, into: 'case-2' })],
  };
  const ENDED: readonly Standing[] = ['archived', 'refused', 'withdrawn', 'merged'];
  const WORKING: readonly Standing[] = ['open', 'waiting', 'resolved'];
  const LATER: readonly Standing[] = [...WORKING, 'closed', 'archived'];

  // What has something to do, what was done before, and where it may be done.
  const ROWS: readonly [ResolutionOrderType, ResolutionOrder, readonly StreamEvent[], readonly Standing[]][] =
    [
      ['ProposeResolution', { type: 'ProposeResolution', ...ID, remedies: MONEY }, [], WORKING],
      ['ApproveResolution', { type: 'ApproveResolution', ...ID }, requested(1), WORKING],
      ['DeclineResolution', { type: 'DeclineResolution', ...ID, reason: 'no' }, requested(1), WORKING],
      ['OfferResolution', TOLD.offer, approvedAtOnce(1, MONEY), WORKING],
      ['AcceptResolution', TOLD.accept, toOffered, WORKING],
      ['RefuseResolution', TOLD.refuse, toOffered, WORKING],
      ['WithdrawResolution', TOLD.withdraw, toOffered, WORKING],
      ['RescheduleFulfilment', reschedule(minute(99)), toAccepted, LATER],
      ['FulfilResolution', TOLD.fulfil, toAccepted, LATER],
      ['ReverseResolution', TOLD.reverse, toFulfilled, LATER],
    ];

  describe.each(ROWS)('%s', (_, order, before, allowed) => {
    const standings = Object.keys(STANDINGS) as Standing[];
    const told = command(order, 20, { actor: SUE });

    it.each(standings)('when it is %s', (standing) => {
      const history = [registered, ...before, ...STANDINGS[standing]];
      const state = history.reduce(resolutionDecider.evolve, resolutionDecider.initial);
      if (allowed.includes(standing)) {
        expect(resolutionDecider.decide(told, state)).not.toEqual([]);
      } else {
        const legal = ROWS.filter(([, , , where]) => where.includes(standing)).map(([type]) => type);
        given(...history.slice(1))
          .when(told)
          .thenRefused('illegal-step', {
            ...(ENDED.includes(standing) ? { phase: 'ended', endedAs: standing } : { phase: standing }),
            legal,
          });
      }
    });
  });
});
