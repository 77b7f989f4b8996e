import {
  cases,
  command,
  fact,
  LEADER,
  NOW,
  POOL,
  registered,
  told,
  WHY,
} from '../../../../test/support/case-decisions';

const ordered = (number: number, within?: string) =>
  fact('SupervisionOrdered', 10, { ...POOL, number, ...(within === undefined ? {} : { within }) });
const answered = fact('SupervisionAnswered', 20, { ...POOL, number: 1, answerRef: 'answer-1' });

describe('OrderSupervision', () => {
  const order = (within?: string) =>
    command(
      { type: 'OrderSupervision', ...(within === undefined ? {} : { within }) },
      { actor: LEADER, why: WHY },
    );

  it('orders an answer within a time, and counts', () => {
    const now = (number: number) =>
      fact('SupervisionOrdered', NOW, { ...WHY, ...POOL, number, within: 'PT4H' });
    cases.given(registered).when(order('PT4H')).then(now(1));
    cases.given(registered, ordered(1), answered).when(order('PT4H')).then(now(2));
  });

  it('is open once at a time', () => {
    cases.given(registered, ordered(1)).when(order('PT4H')).thenRefused('supervision-open');
  });

  it('takes a deadline where the policy sets none', () => {
    cases
      .given(registered)
      .when(order())
      .thenRefused('deadline-missing', { errors: [{ field: 'within' }] });
  });

  it.each(['4 hours', 'P1D', 'PT0S', 'PT1000000H'])('refuses the deadline %s', (within) => {
    cases
      .given(registered)
      .when(order(within))
      .thenRefused('duration-malformed', { errors: [{ field: 'within' }] });
  });
});

describe('AnswerSupervision', () => {
  const order = command({ type: 'AnswerSupervision', answerRef: 'answer-1' }, { why: WHY });

  it('answers the order, once', () => {
    const now = fact('SupervisionAnswered', NOW, { ...WHY, ...POOL, number: 1, answerRef: 'answer-1' });
    cases.given(registered, ordered(1)).when(order).then(now);
    cases.given(registered, ordered(1), answered).when(order).thenRefused('nothing-to-answer');
  });

  it('has nothing to answer before an order', () => {
    cases
      .given(registered)
      .when(order)
      .thenRefused('nothing-to-answer', {
        phase: 'open',
        legal: expect.not.arrayContaining(['AnswerSupervision']),
      });
  });
});

describe('the clock of an order', () => {
  const answer = { type: 'AnswerSupervision', answerRef: 'answer-1' } as const;

  it('runs for what was ordered, else for what the policy says', () => {
    expect(told().clocksAfter(1, { type: 'OrderSupervision', within: 'PT2H' })).toEqual([
      'ClockStarted supervision PT2H',
    ]);
    expect(told().clocksAfter(1, { type: 'OrderSupervision' })).toEqual(['ClockStarted supervision PT8H']);
  });

  it('goes on while the case waits, and no other priority changes what was ordered', () => {
    const story = told([1, { type: 'OrderSupervision', within: 'PT2H' }]);
    expect(story.clocksAfter(2, { type: 'StartWaiting', waitsFor: 'customer' })).toEqual([
      'ClocksPaused customer',
    ]);
    expect(story.clocksAfter(3, { type: 'ReprioritiseComplaint', priority: 1 })).not.toContainEqual(
      expect.stringContaining('supervision'),
    );
  });

  it('warns at 80 %, and stops with the answer, in time or not', () => {
    expect(told([0, { type: 'OrderSupervision', within: 'PT50M' }]).clocksAfter(50, answer)).toEqual([
      'ClockMarkReached supervision',
      'ClockStopped supervision met',
    ]);
    expect(told([0, { type: 'OrderSupervision', within: 'PT50M' }]).clocksAfter(51, answer)).toEqual([
      'ClockMarkReached supervision',
      'ClockBreached supervision',
      'ClockStopped supervision missed',
    ]);
  });
});
