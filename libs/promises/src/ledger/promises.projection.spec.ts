import { projectionSpec, recordedEvents } from '@redress/testing';
import {
  at,
  breached,
  callback,
  closed,
  instant,
  onCallback,
  onCase,
  onStream,
  place,
  scheduled,
  started,
  stopped,
  type LifeFact,
  type Line,
} from './fixtures/promise-lives';
import { promises } from './promises.projection';

const given = (...lives: readonly (readonly LifeFact[])[]) =>
  projectionSpec(promises).given(recordedEvents(...lives.flat()));

describe('the promise ledger', () => {
  it('has a row for each agreed window, owed until it is kept in time', () => {
    given(onCase(), onCallback(...scheduled)).then('promises', [
      {
        stream: 'callback-7',
        clock: 'callback',
        instance: 1,
        kind: 'callback',
        complaint_id: 'a',
        callback_id: '7',
        resolution_id: null,
        customer_id: 'c1',
        owner: 'anna',
        team: 'north',
        promised_at: instant(1),
        window_from: instant(2),
        due_at: instant(4),
        state: 'owed',
        open: true,
        kept_at: null,
        broken_at: null,
      },
    ]);
    given(onCase(), onCallback(...scheduled, [3, 'ClockStopped', stopped('callback', 1, 'met', 3)])).then(
      'promises',
      [{ state: 'kept', open: false, kept_at: instant(3), broken_at: null }],
    );
  });

  it('has the number of the case in an outside system, also of its callbacks', () => {
    const registered = { complaintId: 'a', customerId: 'c1', team: 'north', reference: 'INC7' };
    given(
      onStream('complaint-a', [
        [0, 'ComplaintRegistered', registered],
        [1, 'ClockStarted', started('answer', 1, 1, 2)],
      ]),
      onCallback(...scheduled),
    ).then('promises', [
      { kind: 'callback', reference: 'INC7' },
      { kind: 'answer', reference: 'INC7' },
    ]);
    given(onStream('callback-7', scheduled, 'callback-7')).then('promises', [{ reference: null }]);
  });

  it('keeps a broken promise open, and broken when it is kept late', () => {
    const missed: Line = [4, 'ClockBreached', breached('callback', 1, 4)];
    given(onCase(), onCallback(...scheduled, missed)).then('promises', [
      { state: 'broken', open: true, broken_at: instant(4), kept_at: null },
    ]);
    given(
      onCase(),
      onCallback(...scheduled, missed, [9, 'ClockStopped', stopped('callback', 1, 'missed', 9)]),
    ).then('promises', [{ state: 'broken', open: false, broken_at: instant(4), kept_at: instant(9) }]);
  });

  it.each([
    ['before it is due', [], { state: 'renegotiated', broken_at: null }],
    [
      'afterwards',
      [[4, 'ClockBreached', breached('callback', 1, 4)]] as const,
      { state: 'broken', broken_at: instant(4) },
    ],
  ])('begins a new promise where one is renegotiated %s', (_, before: readonly Line[], first) => {
    given(
      onCase(),
      onCallback(
        ...scheduled,
        ...before,
        [5, 'CallbackRescheduled', callback(2, 6, 8, { renegotiatedBy: 'customer' })],
        [5, 'ClockClosed', closed('callback', 1, 'renegotiated', 5)],
        [5, 'ClockStarted', started('callback', 2, 6, 8)],
        [7, 'ClockStopped', stopped('callback', 2, 'met', 7)],
      ),
    ).then('promises', [
      {
        instance: 1,
        ...first,
        open: false,
        renegotiated_at: instant(5),
        renegotiated_by: 'customer',
        kept_at: null,
        released_at: null,
      },
      { instance: 2, state: 'kept', due_at: instant(8), promised_at: instant(5), renegotiated_by: null },
    ]);
  });

  it.each([
    ['owed, and then released', [], { state: 'released', broken_at: null }],
    [
      'broken, and let go by a leader',
      [[4, 'ClockBreached', breached('callback', 1, 4)]] as const,
      { state: 'broken', broken_at: instant(4) },
    ],
  ])('tells a promise that was %s', (_, before: readonly Line[], expected) => {
    given(
      onCase(),
      onCallback(...scheduled, ...before, [6, 'ClockClosed', closed('callback', 1, 'cancelled', 6)]),
    ).then('promises', [
      { ...expected, open: false, released_at: instant(6), released_because: 'cancelled', kept_at: null },
    ]);
  });

  it('follows whoever has the callback while it is open, and no longer', () => {
    const moved = callback(1, 2, 4, { owner: 'ben', team: 'south' });
    const handedOn: Line = [2, 'CallbackTransferred', moved];
    const met: Line = [3, 'ClockStopped', stopped('callback', 1, 'met', 3)];
    given(onCase(), onCallback(...scheduled, handedOn, met)).then('promises', [
      { owner: 'ben', team: 'south', state: 'kept' },
    ]);
    given(onCase(), onCallback(...scheduled, met, handedOn)).then('promises', [
      { owner: 'anna', team: 'north', state: 'kept' },
    ]);
  });

  it('tells a follow-up from a callback, and takes no notice of calls that nobody was promised', () => {
    const call = (purpose: string, id: string): readonly LifeFact[] =>
      onStream(`callback-${id}`, [
        [1, 'CallbackScheduled', callback(1, 2, 4, { purpose, callbackId: id })],
        [1, 'ClockStarted', started('callback', 1, 2, 4)],
        [4, 'ClockBreached', breached('callback', 1, 4)],
      ]);
    given(onCase(), call('follow-up', '1'), call('care', '2'), call('renewal', '3')).then('promises', [
      { kind: 'follow-up', callback_id: '1', state: 'broken' },
    ]);
  });

  it('knows a callback that no case asked for', () => {
    given(
      onStream(
        'callback-7',
        [
          [1, 'CallbackScheduled', callback(1, 2, 4, { complaintId: null })],
          [1, 'ClockStarted', started('callback', 1, 2, 4)],
        ],
        'callback-7',
      ),
    ).then('promises', [{ partition_key: 'callback-7', complaint_id: null, customer_id: 'c1' }]);
  });

  it('has the answers that were promised, with whoever has the case', () => {
    const answer = (number: number, by: number, more: object = {}) => ({
      ...place,
      number,
      promisedAt: at(1),
      answerBy: at(by),
      ...more,
    });
    given(
      onCase(
        [1, 'AnswerPromised', answer(1, 24)],
        [1, 'ClockStarted', started('answer', 1, 1, 24)],
        [2, 'ComplaintClaimed', { team: 'north', agent: 'anna' }],
        [3, 'AnswerPromised', answer(2, 48, { renegotiatedBy: 'us' })],
        [3, 'ClockClosed', closed('answer', 1, 'renegotiated', 3)],
        [3, 'ClockStarted', started('answer', 2, 3, 48)],
        [4, 'ComplaintTransferred', { team: 'south', agent: 'ben', from: place }],
        [5, 'ComplaintReturned', { reason: 'no-time', team: 'south', from: place }],
        [6, 'ComplaintAssigned', { team: 'west', agent: 'cleo' }],
        [9, 'ClockStopped', stopped('answer', 2, 'met', 9)],
        [10, 'ComplaintReturned', { reason: 'no-time', team: 'west', from: place }],
      ),
    ).then('promises', [
      {
        kind: 'answer',
        complaint_id: 'a',
        callback_id: null,
        resolution_id: null,
        owner: 'anna',
        team: 'north',
        state: 'renegotiated',
        renegotiated_by: 'us',
      },
      { kind: 'answer', instance: 2, owner: 'cleo', team: 'west', state: 'kept', due_at: instant(48) },
    ]);
  });

  it('has the remedies that were promised by an instant, each with its resolution', () => {
    const remedy = (resolutionId: string, more: object = {}) => ({
      ...place,
      resolutionId,
      cycle: 1,
      remedies: [{ kind: 'repair' }],
      cause: 'billing',
      ...more,
    });
    given(
      onCase(
        [1, 'ResolutionAccepted', remedy('r1', { fulfilBy: at(5) })],
        [1, 'ClockStarted', started('fulfilment', 1, 1, 5)],
        [5, 'ClockBreached', breached('fulfilment', 1, 5)],
        [6, 'FulfilmentRescheduled', remedy('r1', { fulfilBy: at(9), renegotiatedBy: 'us' })],
        [6, 'ClockClosed', closed('fulfilment', 1, 'renegotiated', 6)],
        [6, 'ClockStarted', started('fulfilment', 2, 6, 9)],
        [8, 'ClockStopped', stopped('fulfilment', 2, 'met', 8)],
        [10, 'ResolutionAccepted', remedy('r2', { fulfilBy: at(12) })],
        [10, 'ClockStarted', started('fulfilment', 3, 10, 12)],
      ),
    ).then('promises', [
      { kind: 'remedy', resolution_id: 'r1', state: 'broken', open: false, renegotiated_by: 'us' },
      { kind: 'remedy', resolution_id: 'r1', state: 'kept', kept_at: instant(8) },
      { kind: 'remedy', resolution_id: 'r2', state: 'owed', due_at: instant(12) },
    ]);
  });

  it('takes no notice of what an SLA policy promises', () => {
    given(
      onCase(
        [0, 'ClockStarted', started('resolution', 1, 0, 4)],
        [4, 'ClockBreached', breached('resolution', 1, 4)],
        [5, 'ClockStarted', started('follow-up', 1, 5, 77)],
      ),
    ).then('promises', []);
  });

  it('does not guess at a promise that it never saw made', () => {
    const lost = onCase([1, 'ClockStopped', stopped('answer', 1, 'met', 1)]);
    expect(() => given(lost)).toThrow('run 1 of answer has not started');
    const nobodys = onStream('callback-7', [[1, 'ClockStarted', started('callback', 1, 2, 4)]]);
    expect(() => given(nobodys)).toThrow('nothing is known');
  });
});
