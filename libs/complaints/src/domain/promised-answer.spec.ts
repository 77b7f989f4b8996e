import { toIso } from '@redress/kernel';
import {
  at,
  cases,
  command,
  fact,
  NOW,
  POOL,
  registered,
  responded,
  told,
  WHY,
} from '../../../../test/support/case-decisions';

const promise = (answerBy: number, more: { renegotiatedBy?: 'customer' | 'us' } = {}) =>
  command({ type: 'PromiseAnswer', answerBy, ...more }, { why: WHY });
const promised = (
  minute: number,
  number: number,
  answerBy: number,
  more: { renegotiatedBy?: 'customer' | 'us' } = {},
) =>
  fact('AnswerPromised', minute, {
    ...POOL,
    number,
    promisedAt: toIso(at(minute)),
    answerBy: toIso(answerBy),
    ...more,
  });
const now = (number: number, answerBy: number, more = {}) => {
  const event = promised(NOW, number, answerBy, more);
  return { ...event, data: { ...WHY, ...event.data } };
};

describe('PromiseAnswer', () => {
  const before = promised(1, 1, at(120));

  it('says until when', () => {
    cases
      .given(registered)
      .when(promise(at(120)))
      .then(now(1, at(120)));
  });

  it('is counted in whole seconds from now on', () => {
    cases
      .given(registered)
      .when(promise(at(120) + 999))
      .then(now(1, at(120)));
  });

  it('lies in the future, and in this age', () => {
    for (const answerBy of [at(NOW), at(NOW) + 999, at(0)])
      cases
        .given(registered)
        .when(promise(answerBy))
        .thenRefused('promise-in-past', { errors: [{ field: 'answerBy' }] });
    cases
      .given(registered)
      .when(promise(Date.UTC(2200, 0)))
      .thenRefused('duration-malformed', { errors: [{ field: 'answerBy' }] });
  });

  it('takes the place of another one, where it is said who asked', () => {
    cases
      .given(registered, before)
      .when(promise(at(180)))
      .thenRefused('renegotiation-unsaid', { errors: [{ field: 'renegotiatedBy' }] });
    const renegotiated = { renegotiatedBy: 'customer' } as const;
    cases
      .given(registered, before)
      .when(promise(at(180), renegotiated))
      .then(now(2, at(180), renegotiated));
  });

  it('adds nothing where that was promised already', () => {
    cases
      .given(registered, before)
      .when(promise(at(120)))
      .thenNothing();
    cases
      .given(registered, before)
      .when(promise(at(120) + 999))
      .thenNothing();
  });

  it('is another one after the first was kept, whoever asked for it', () => {
    const kept = { ...responded, occurredAt: at(50) };
    cases
      .given(registered, before, kept)
      .when(promise(at(120), { renegotiatedBy: 'us' }))
      .then(now(2, at(120)));
  });
});

describe('the clock of a promised answer', () => {
  const until = (minute: number, more: { renegotiatedBy?: 'customer' | 'us' } = {}) =>
    ({ type: 'PromiseAnswer', answerBy: at(minute), ...more }) as const;

  it('runs until then, and stops with the answer', () => {
    expect(told().clocksAfter(10, until(55))).toEqual(['ClockStarted answer PT45M']);
    const story = told([10, until(55)]);
    expect(story.clocksAfter(55, { type: 'RespondToComplaint' })).toEqual([
      'ClockMarkReached answer',
      'ClockStopped first-response met',
      'ClockStopped answer met',
    ]);
    const late = told([1, { type: 'RespondToComplaint' }], [10, until(55)]);
    expect(late.clocksAfter(56, { type: 'RespondToComplaint' })).toEqual([
      'ClockMarkReached answer',
      'ClockBreached answer',
      'ClockStopped answer missed',
    ]);
  });

  it('starts anew with another promise', () => {
    const story = told([10, until(55)]);
    expect(story.clocksAfter(20, until(80, { renegotiatedBy: 'us' }))).toEqual([
      'ClockClosed answer renegotiated',
      'ClockStarted answer PT1H',
    ]);
  });
});
