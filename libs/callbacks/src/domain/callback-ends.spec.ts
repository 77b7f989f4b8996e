import { SYSTEM_ACTOR, type Actor, type Role } from '@redress/kernel';
import { CALLBACK_ABOUT, CONTACT_POLICY_REF as policy } from '@redress/testing';
import type { CallbackPurpose, SurveyAnswers, Window } from '../events';
import type { CallbackCommand, CallbackOrder } from './commands';
import {
  about,
  attempted,
  callbacks,
  command as commandAt,
  fact,
  iso,
  scheduled,
  started,
} from '../../../../test/support/told-callbacks';

/** In the window. */
const NOW = 90;
const LATE = 200;

const actor = (role: Role): Actor => ({ id: 'agent-1', kind: 'staff', role });
const command = (order: CallbackOrder, minute = NOW, by: Actor = actor('agent')): CallbackCommand =>
  commandAt(order, minute, { actor: by });
const call = (purpose: CallbackPurpose, outcome: 'reached' | 'busy', minute = 70) => [
  started(minute, purpose),
  attempted(minute + 2, outcome, minute, purpose),
];

const LATER: Window = { from: '2026-03-03T10:00:00.000Z', to: '2026-03-03T11:00:00.000Z' };
const reschedule = (
  window = LATER,
  renegotiatedBy: 'customer' | 'us' = 'us',
  minute?: number,
): CallbackCommand => command({ type: 'RescheduleCallback', window, renegotiatedBy }, minute);
const rescheduled = (minute = NOW, missedBefore = false, window = LATER) =>
  fact('CallbackRescheduled', minute, {
    ...about(),
    ...{ windowNumber: 2, window, previous: CALLBACK_ABOUT.window },
    ...{ renegotiatedBy: 'us', missedBefore, policy },
  });

const cancel = (minute = NOW, by?: Actor): CallbackCommand =>
  command({ type: 'CancelCallback', reason: 'case-withdrawn' }, minute, by);
const cancelled = (minute = NOW, missedBefore = false, purpose: CallbackPurpose = 'promise') =>
  fact('CallbackCancelled', minute, { ...about(purpose), reason: 'case-withdrawn', missedBefore });

const complete = (answers: SurveyAnswers = {}, minute = NOW): CallbackCommand =>
  command({ type: 'CompleteCallback', answers }, minute);
const completed = (answers: SurveyAnswers = {}, purpose: CallbackPurpose = 'promise') =>
  fact('CallbackCompleted', NOW, {
    ...about(purpose),
    ...{ agent: 'agent-1', reachedAt: iso(72), cycle: 2, answers },
  });

describe('CompleteCallback', () => {
  it('is done with by who reached the customer, and when', () => {
    callbacks
      .given(scheduled(), ...call('promise', 'reached'))
      .when(complete())
      .then(completed());
  });

  it('needs that the customer was reached, in the window that holds or after it', () => {
    const legal = [
      'ClaimCallback',
      'TransferCallback',
      'StartAttempt',
      'RescheduleCallback',
      'CancelCallback',
    ];
    callbacks.given(scheduled()).when(complete()).thenRefused('not-reached', { phase: 'owed', legal });
    callbacks
      .given(scheduled(), ...call('promise', 'busy'))
      .when(complete())
      .thenRefused('not-reached');
    callbacks
      .given(scheduled(), ...call('promise', 'reached'), rescheduled())
      .when(complete())
      .thenRefused('not-reached');
  });

  it('waits for the outcome of a call that is going on', () => {
    callbacks
      .given(scheduled(), ...call('promise', 'reached'), started(80, 'promise', 2))
      .when(complete())
      .thenRefused('attempt-open', { attempt: 2 });
  });

  it('of a follow-up says whether the customer is satisfied', () => {
    const answers: SurveyAnswers = {
      satisfied: false,
      csat: 2,
      servqual: [{ item: 'on-time', dimension: 'reliability', expected: 7, perceived: 3 }],
      commentRef: 'comment-1',
    };
    const reached = callbacks.given(scheduled('follow-up'), ...call('follow-up', 'reached'));
    reached.when(complete(answers)).then(completed(answers, 'follow-up'));
    reached.when(complete({ csat: 2 })).thenRefused('answers-missing');
  });
});

describe('RescheduleCallback', () => {
  it('agrees on another window, and says who asked for it', () => {
    callbacks.given(scheduled()).when(reschedule()).then(rescheduled());
  });

  it('is possible for a window that was missed, and says that it was', () => {
    callbacks
      .given(scheduled())
      .when(reschedule(LATER, 'us', 180))
      .then(rescheduled(180, false));
    callbacks
      .given(scheduled())
      .when(reschedule(LATER, 'us', LATE))
      .then(rescheduled(LATE, true));
  });

  it('calls no window missed in which the customer was reached', () => {
    callbacks
      .given(scheduled(), ...call('promise', 'reached'))
      .when(reschedule(LATER, 'us', LATE))
      .then(rescheduled(LATE, false));
    callbacks
      .given(scheduled(), ...call('promise', 'reached', 190))
      .when(reschedule(LATER, 'us', LATE))
      .then(rescheduled(LATE, true));
  });

  it('moves the window out of the quiet hours', () => {
    const asked = { from: '2026-03-03T06:00:00.000Z', to: '2026-03-03T07:00:00.000Z' };
    const window = { from: '2026-03-03T08:00:00.000Z', to: '2026-03-03T09:00:00.000Z' };
    const { data, ...event } = rescheduled(NOW, false, window);
    const moved = { ...event, data: { ...data, moved: { asked, movedBy: 'quiet-hours' as const } } };
    callbacks.given(scheduled()).when(reschedule(asked)).then(moved);
    callbacks.given(scheduled(), moved).when(reschedule(asked)).thenNothing();
  });

  it('adds nothing where that window holds, unless the customer was reached in it', () => {
    const { window } = CALLBACK_ABOUT;
    callbacks.given(scheduled()).when(reschedule(window)).thenNothing();
    callbacks
      .given(scheduled(), ...call('promise', 'reached'))
      .when(reschedule(window))
      .then(rescheduled(NOW, false, window));
  });

  it('is refused for a window that has passed', () => {
    callbacks
      .given(scheduled())
      .when(reschedule(CALLBACK_ABOUT.window, 'us', LATE))
      .thenRefused('window-over');
  });
});

describe('CancelCallback', () => {
  it('lets it go, for a reason', () => {
    callbacks.given(scheduled()).when(cancel()).then(cancelled());
  });

  it('of a promise that was missed is for a leader', () => {
    const missed = callbacks.given(scheduled());
    missed.when(cancel(180)).then(cancelled(180));
    for (const by of [actor('agent'), actor('integration'), SYSTEM_ACTOR])
      missed.when(cancel(LATE, by)).thenRefused('needs-leader');
    for (const role of ['shift-leader', 'supervisor'] as const)
      missed.when(cancel(LATE, actor(role))).then(cancelled(LATE, true));
  });

  it('of a promise that was missed before it was renegotiated is for a leader as well', () => {
    const { data } = cancelled();
    const ofSecond = { ...data, windowNumber: 2, window: LATER };
    callbacks.given(scheduled(), rescheduled(LATE, true)).when(cancel(250)).thenRefused('needs-leader');
    callbacks
      .given(scheduled(), rescheduled(LATE, true))
      .when(cancel(250, actor('supervisor')))
      .then({ ...cancelled(250), data: ofSecond });
    callbacks
      .given(scheduled(), rescheduled())
      .when(cancel(250))
      .then({ ...cancelled(250), data: ofSecond });
  });

  it.each(['follow-up', 'care', 'renewal'] as const)('of a %s is for anyone', (purpose) => {
    callbacks
      .given(scheduled(purpose))
      .when(cancel(LATE))
      .then(cancelled(LATE, true, purpose));
  });

  it('waits for the outcome of a call that is going on, but for Redress itself', () => {
    const calling = started(70);
    callbacks.given(scheduled(), calling).when(cancel()).thenRefused('attempt-open');
    callbacks.given(scheduled(), calling).when(cancel(NOW, SYSTEM_ACTOR)).then(cancelled());
  });
});

describe('a callback that is over', () => {
  const reached = call('promise', 'reached');
  const ENDED = {
    completed: [scheduled(), ...reached, completed()],
    cancelled: [scheduled(), ...reached, cancelled()],
    unreachable: [
      scheduled('care'),
      ...call('care', 'busy'),
      fact('CallbackUnreachable', 90, { ...about('care'), attempts: 1, policy }),
    ],
  } as const;
  const ORDERS: readonly CallbackOrder[] = [
    { type: 'ClaimCallback', agent: 'agent-1' },
    { type: 'TransferCallback', team: 'front-desk', owner: 'agent-1' },
    { type: 'StartAttempt', agent: 'agent-1' },
    { type: 'RecordOutcome', outcome: 'voicemail' },
    { type: 'CompleteCallback', answers: {} },
    { type: 'RescheduleCallback', window: LATER, renegotiatedBy: 'customer' },
    { type: 'CancelCallback', reason: 'other' },
  ];
  const AGAIN = { completed: 'CompleteCallback', cancelled: 'CancelCallback', unreachable: undefined };

  describe.each(['completed', 'cancelled', 'unreachable'] as const)('%s', (end) => {
    const over = callbacks.given(...ENDED[end]);
    const others = ORDERS.filter(({ type }) => type !== AGAIN[end]);

    it.each(others.map((order) => [order.type, order] as const))('is done with %s', (_, order) => {
      over
        .when(command(order, 95, actor('supervisor')))
        .thenRefused('callback-over', { end, phase: 'over', legal: [] });
    });

    it('adds nothing where it is told its end, or its last outcome, again', () => {
      for (const order of ORDERS.filter(({ type }) => type === AGAIN[end]))
        over.when(command(order, 95)).thenNothing();
      const outcome = end === 'unreachable' ? 'busy' : 'reached';
      over.when(command({ type: 'RecordOutcome', outcome }, 95)).thenNothing();
    });
  });
});
