import { projectionSpec, recordedEvents, type EventSketch } from '@redress/testing';
import { remedyFigures } from './remedy-figures.projection';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 1, 9);

const registered = {
  complaintId: 'a',
  kind: 'complaint',
  category: 'billing',
  channel: 'phone',
  priority: 3,
  tier: 'key',
  specialCare: false,
  customerId: 'c1',
  team: 'north',
  policy: { name: 'p', version: 1, rule: 1 },
};

type Line = readonly [hour: number, type: string, data?: object];

const given = (...lines: readonly Line[]) =>
  projectionSpec(remedyFigures).given(
    recordedEvents(
      ...([[0, 'ComplaintRegistered', registered], ...lines] as const).map(
        ([hour, type, data = {}]): EventSketch => ({
          partitionKey: 'a',
          type,
          data,
          occurredAt: START + hour * HOUR,
        }),
      ),
    ),
  );

const refund = { kind: 'refund', amount: { minor: 500, currency: 'CNY' } };
const about = (more: object = {}) => ({
  resolutionId: 'r1',
  cycle: 1,
  remedies: [refund],
  cause: 'meter',
  team: 'south',
  agent: 'ben',
  priority: 2,
  ...more,
});

const promised = { debit: 'remedies-cost', credit: 'remedies-promised', amount_minor: 500, currency: 'CNY' };
const takenBack = { debit: 'remedies-promised', credit: 'remedies-cost', amount_minor: 500 };
const paid = { debit: 'remedies-promised', credit: 'remedies-paid', amount_minor: 500 };
const reversed = { debit: 'remedies-paid', credit: 'remedies-cost', amount_minor: 500 };
const nothing = { debit: null, credit: null, amount_minor: null };

describe('the ledger of remedies', () => {
  it('posts what is offered, given and taken back, filed where the case then was', () => {
    given(
      [1, 'ResolutionOffered', about()],
      [2, 'ResolutionAccepted', about()],
      [3, 'ResolutionFulfilled', about({ team: 'west', agent: null })],
      [4, 'ResolutionReversed', about({ reason: 'came-back' })],
    ).then('figure_remedies', [
      {
        number: 1,
        act: 'offered',
        ...promised,
        resolution_id: 'r1',
        remedy_number: 1,
        remedy: 'refund',
        cause: 'meter',
        cycle: 1,
        team: 'south',
        agent: 'ben',
        priority: 2,
        tier: 'key',
        category: 'billing',
        happened_at: START + HOUR,
      },
      { number: 2, act: 'accepted', ...nothing, currency: 'CNY' },
      { number: 3, act: 'fulfilled', ...paid, team: 'west', agent: null },
      { number: 4, act: 'reversed', ...reversed },
    ]);
  });

  it.each([
    ['refused by the customer', 'ResolutionRefused', 'refused', {}],
    ['withdrawn by us', 'ResolutionWithdrawn', 'withdrawn', { reason: 'mistake', wasOffered: true }],
  ])('takes back what was offered and then %s', (_, type, act, more) => {
    given([1, 'ResolutionOffered', about()], [2, type, about(more)]).then('figure_remedies', [
      { act: 'offered', ...promised },
      { act, ...takenBack },
    ]);
  });

  it('has nothing of what the customer was never told', () => {
    given(
      [1, 'ResolutionProposed', about({ proposedBy: 'ben' })],
      [2, 'ResolutionWithdrawn', about({ reason: 'mistake', wasOffered: false })],
    ).then('figure_remedies', []);
  });

  it('promises what is put into effect on the spot', () => {
    given([1, 'ResolutionFulfilled', about()]).then('figure_remedies', [
      { act: 'promised', ...promised },
      { act: 'fulfilled', ...paid },
    ]);
  });

  it('has a line for each remedy of a resolution, those without money too', () => {
    const remedies = [{ kind: 'apology' }, refund];
    given(
      [1, 'ResolutionOffered', about({ remedies })],
      [2, 'ResolutionFulfilled', about({ remedies })],
    ).then('figure_remedies', [
      { act: 'offered', remedy: 'apology', remedy_number: 1, ...nothing, currency: null },
      { act: 'offered', remedy: 'refund', remedy_number: 2, ...promised },
      { act: 'fulfilled', remedy: 'apology', ...nothing },
      { act: 'fulfilled', remedy: 'refund', ...paid },
    ]);
  });

  it('keeps the resolutions of a case apart', () => {
    given(
      [1, 'ResolutionOffered', about()],
      [2, 'ResolutionRefused', about()],
      [3, 'ResolutionOffered', about({ resolutionId: 'r2' })],
      [4, 'ResolutionFulfilled', about({ resolutionId: 'r2' })],
    ).then('figure_remedies', [
      { resolution_id: 'r1', ...promised },
      { resolution_id: 'r1', ...takenBack },
      { resolution_id: 'r2', ...promised },
      { resolution_id: 'r2', ...paid },
    ]);
  });

  it('counts what was sought, and files later remedies where the case then is', () => {
    const sought: Line = [0, 'ComplaintRegistered', { ...registered, remedySoughtRef: 'text-1' }];
    const again = { kind: 'fault-report', category: 'outage', tier: 'vip', specialCare: true };
    projectionSpec(remedyFigures)
      .given(
        recordedEvents(
          { type: sought[1], data: sought[2] ?? {}, partitionKey: 'a', occurredAt: START },
          {
            type: 'ComplaintReclassified',
            data: { ...again, previous: registered, policy: { name: 'p', version: 1, rule: 2 } },
            partitionKey: 'a',
          },
          { type: 'ResolutionOffered', data: about(), partitionKey: 'a' },
        ),
      )
      .then('figure_remedies', [
        { act: 'sought', remedy: null, cause: null, kind: 'complaint', ...nothing, happened_at: START },
        { act: 'offered', kind: 'fault-report', category: 'outage', tier: 'vip', policy_rule: 2 },
      ]);
  });

  it('does not guess at a case that it never saw registered', () => {
    const lost = recordedEvents({ type: 'ResolutionOffered', data: about(), partitionKey: 'a' });
    expect(() => projectionSpec(remedyFigures).given(lost)).toThrow('the case was never registered');
  });
});
