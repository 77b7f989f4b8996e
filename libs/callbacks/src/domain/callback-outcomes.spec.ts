import { SYSTEM_ACTOR, type Actor } from '@redress/kernel';
import { CALLBACK_ABOUT, CONTACT_POLICY_REF as policy } from '@redress/testing';
import type { AttemptOutcome, CallbackPurpose, Window } from '../events';
import type { CallbackCommandContext } from './commands';
import {
  about,
  at,
  attempted,
  callbacks,
  command,
  fact,
  iso,
  scheduled,
  started,
} from '../../../../test/support/told-callbacks';

/** In the window. */
const NOW = 70;
const record = (outcome: AttemptOutcome, minute = NOW, context: Partial<CallbackCommandContext> = {}) =>
  command({ type: 'RecordOutcome', outcome }, minute, context);
const later = (window: Window, minute = NOW) =>
  command({ type: 'RecordOutcome', outcome: 'asked-to-call-later', window }, minute);

const rescheduled = (minute: number, window: Window, missedBefore: boolean, purpose?: CallbackPurpose) =>
  fact('CallbackRescheduled', minute, {
    ...about(purpose),
    ...{ windowNumber: 2, window, previous: CALLBACK_ABOUT.window },
    ...{ renegotiatedBy: 'customer', missedBefore, policy },
  });

describe('RecordOutcome', () => {
  const calling = callbacks.given(scheduled(), started(60));

  it.each(['reached', 'no-answer', 'busy', 'voicemail', 'wrong-number', 'asked-to-call-later'] as const)(
    'tells how the attempt ended: %s',
    (outcome) => {
      calling.when(record(outcome)).then(attempted(NOW, outcome, 60));
    },
  );

  it('can be told by another than who called', () => {
    const actor: Actor = { id: 'pbx', kind: 'integration', role: 'integration' };
    calling.when(record('busy', NOW, { actor, occurredAt: at(61) })).then(attempted(61, 'busy', 60));
  });

  it('needs an attempt, of which it is told once', () => {
    callbacks
      .given(scheduled())
      .when(record('busy'))
      .thenRefused('no-attempt-open', {
        phase: 'owed',
        legal: ['ClaimCallback', 'TransferCallback', 'StartAttempt', 'RescheduleCallback', 'CancelCallback'],
      });
    const told = callbacks.given(scheduled(), started(60), attempted(65, 'busy', 60));
    told.when(record('busy')).thenNothing();
    told.when(record('reached')).thenRefused('no-attempt-open');
  });

  it('can bring another window that the customer asked for', () => {
    const asked = { from: '2026-03-02T22:00:00.000Z', to: '2026-03-02T23:00:00.000Z' };
    const window = { from: '2026-03-03T08:00:00.000Z', to: '2026-03-03T09:00:00.000Z' };
    const { data, ...event } = rescheduled(NOW, window, false);
    const moved = { ...event, data: { ...data, moved: { asked, movedBy: 'quiet-hours' as const } } };
    calling.when(later(asked)).then(attempted(NOW, 'asked-to-call-later', 60), moved);
  });

  it('brings no window otherwise', () => {
    const window = { from: '2026-03-03T10:00:00.000Z', to: '2026-03-03T11:00:00.000Z' };
    calling
      .when(command({ type: 'RecordOutcome', outcome: 'no-answer', window }, NOW))
      .thenRefused('window-unasked');
  });

  it.each(['promise', 'follow-up', 'care', 'renewal'] as const)(
    'ends a %s where the customer wants no call, missed or not',
    (purpose) => {
      for (const [minute, missedBefore] of [
        [NOW, false],
        [600, true],
      ] as const) {
        callbacks
          .given(scheduled(purpose), started(60, purpose))
          .when(record('refused', minute))
          .then(
            attempted(minute, 'refused', 60, purpose),
            fact('CallbackCancelled', minute, {
              ...about(purpose),
              ...{ reason: 'refused-by-customer', missedBefore },
            }),
          );
      }
    },
  );
});

describe('the outcome of the last attempt that the policy allows', () => {
  const NEXT_DAY = 24 * 60;
  const ended = NEXT_DAY + 5;
  /** Two calls that nobody answered, after which there may be no third on that day; and the third. */
  const history = (purpose: CallbackPurpose) => [
    scheduled(purpose),
    started(60, purpose),
    attempted(65, 'no-answer', 60, purpose),
    started(130, purpose, 2),
    attempted(135, 'busy', 130, purpose, 2),
    started(NEXT_DAY, purpose, 3),
  ];
  const third = (outcome: AttemptOutcome, purpose: CallbackPurpose) =>
    attempted(ended, outcome, NEXT_DAY, purpose, 3);

  it.each(['follow-up', 'care', 'renewal'] as const)('ends a %s as unreachable', (purpose) => {
    for (const outcome of [
      'no-answer',
      'busy',
      'voicemail',
      'wrong-number',
      'asked-to-call-later',
    ] as const) {
      callbacks
        .given(...history(purpose))
        .when(record(outcome, ended))
        .then(
          third(outcome, purpose),
          fact('CallbackUnreachable', ended, { ...about(purpose), attempts: 3, cycle: 2, policy }),
        );
    }
  });

  it('does not end a promise, nor a callback whose customer was reached', () => {
    callbacks
      .given(...history('promise'))
      .when(record('no-answer', ended))
      .then(third('no-answer', 'promise'));
    callbacks
      .given(...history('follow-up'))
      .when(record('reached', ended))
      .then(third('reached', 'follow-up'));
  });

  it('is not the last any more where the customer asked for another window', () => {
    const window = { from: '2026-03-03T10:00:00.000Z', to: '2026-03-03T12:00:00.000Z' };
    const agreed = [
      third('asked-to-call-later', 'follow-up'),
      rescheduled(ended, window, true, 'follow-up'),
    ] as const;
    callbacks
      .given(...history('follow-up'))
      .when(later(window, ended))
      .then(...agreed);
    const fourth = started(ended + 60, 'follow-up', 4);
    callbacks
      .given(...history('follow-up'), ...agreed)
      .when(command({ type: 'StartAttempt', agent: 'agent-1' }, ended + 60))
      .then({ ...fourth, data: { ...fourth.data, windowNumber: 2, window } });
  });
});

describe('the time of a fact', () => {
  const calling = callbacks.given(scheduled(), started(60));

  it('is what its sender says, from the latest fact until now', () => {
    calling.when(record('busy', NOW, { occurredAt: at(60) })).then(attempted(60, 'busy', 60));
    calling
      .when(record('busy', NOW, { occurredAt: at(59) }))
      .thenRefused('occurred-out-of-order', { latestFactAt: iso(60) });
    calling.when(record('busy', NOW, { occurredAt: at(71) })).thenRefused('occurred-in-future');
  });

  it('is that of the latest fact where Redress reports late, or two servers differ', () => {
    const late = { occurredAt: at(5), actor: SYSTEM_ACTOR };
    calling.when(record('busy', NOW, late)).then(attempted(60, 'busy', 60));
    calling.when(record('busy', 59)).then(attempted(60, 'busy', 60));
  });
});
