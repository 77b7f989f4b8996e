import { SYSTEM_ACTOR } from '@redress/kernel';
import {
  cases,
  command,
  fact,
  NOW,
  POOL,
  registered,
  resumedNow,
  told,
  waiting,
  WHY,
} from '../../../../test/support/case-decisions';

describe('RefuseComplaint', () => {
  it('ends the case, with its reason', () => {
    const refused = fact('ComplaintRefused', NOW, { reason: 'not-ours', noteRef: 'note-1' });
    const order = command({ type: 'RefuseComplaint', reason: 'not-ours' }, { why: WHY });
    cases.given(registered).when(order).then(refused);
  });

  it('ends the waiting first', () => {
    cases
      .given(registered, waiting)
      .when(command({ type: 'RefuseComplaint', reason: 'not-ours' }))
      .then(resumedNow, fact('ComplaintRefused', NOW, { reason: 'not-ours' }));
  });
});

describe('WithdrawComplaint', () => {
  const order = command({ type: 'WithdrawComplaint', reason: 'settled' }, { why: { noteRef: 'note-1' } });
  const withdrawn = fact('ComplaintWithdrawn', NOW, { noteRef: 'note-1', ...POOL, reason: 'settled' });

  it('ends the case, after the waiting', () => {
    cases.given(registered).when(order).then(withdrawn);
    cases.given(registered, waiting).when(order).then(resumedNow, withdrawn);
  });
});

describe('MergeComplaint', () => {
  const order = command({ type: 'MergeComplaint', into: 'case-2' }, { why: WHY });
  const merged = fact('ComplaintMerged', NOW, { ...WHY, ...POOL, into: 'case-2' });

  it('ends the case, after the waiting', () => {
    cases.given(registered).when(order).then(merged);
    cases.given(registered, waiting).when(order).then(resumedNow, merged);
  });

  it('does not go into itself', () => {
    cases
      .given(registered)
      .when(command({ type: 'MergeComplaint', into: 'case-1' }))
      .thenRefused('self-link', { errors: [{ field: 'into' }] });
  });
});

describe('LinkComplaint', () => {
  const order = command({ type: 'LinkComplaint', otherId: 'case-2', relation: 'duplicate-of' }, { why: WHY });
  const linked = fact('ComplaintLinked', NOW, { ...WHY, otherId: 'case-2', relation: 'duplicate-of' });

  it('says how another case stands to this one, once', () => {
    cases.given(registered).when(order).then(linked);
    cases.given(registered, linked).when(order).thenNothing();
  });

  it('says another relation, and another case, as well', () => {
    const related = { otherId: 'case-2', relation: 'related-to' } as const;
    cases
      .given(registered, linked)
      .when(command({ type: 'LinkComplaint', ...related }))
      .then(fact('ComplaintLinked', NOW, related));
    const other = { otherId: 'case-3', relation: 'duplicate-of' } as const;
    cases
      .given(registered, linked)
      .when(command({ type: 'LinkComplaint', ...other }))
      .then(fact('ComplaintLinked', NOW, other));
  });

  it('is seen from the other case as well, whatever has become of it', () => {
    const refused = fact('ComplaintRefused', 1, { reason: 'not-ours' });
    const back = { otherId: 'case-2', relation: 'has-repeat' } as const;
    cases
      .given(registered, refused)
      .when(command({ type: 'LinkComplaint', ...back }, { actor: SYSTEM_ACTOR }))
      .then(fact('ComplaintLinked', NOW, back));
    cases
      .given(registered, refused)
      .when(command({ type: 'LinkComplaint', ...back }))
      .thenRefused('illegal-step');
  });

  it('does not link a case to itself', () => {
    cases
      .given(registered)
      .when(command({ type: 'LinkComplaint', otherId: 'case-1', relation: 'related-to' }))
      .thenRefused('self-link', { errors: [{ field: 'otherId' }] });
  });
});

describe('the clocks of a case that ends', () => {
  it.each([
    [{ type: 'RefuseComplaint', reason: 'not-ours' }, 'refused'],
    [{ type: 'WithdrawComplaint', reason: 'settled' }, 'withdrawn'],
    [{ type: 'MergeComplaint', into: 'case-2' }, 'merged'],
  ] as const)('%j: all are closed, those of promises and orders too', (order, reason) => {
    const story = told(
      [1, { type: 'OrderSupervision' }],
      [2, { type: 'PromiseAnswer', answerBy: Date.UTC(2026, 2, 3) }],
      [3, { type: 'RequestExtension', clock: 'resolution', within: 'PT9H', reason: 'evidence' }],
    );
    expect(story.clocksAfter(4, order)).toEqual(
      ['first-response', 'resolution', 'supervision', 'answer', 'extension'].map(
        (clock) => `ClockClosed ${clock} ${reason}`,
      ),
    );
  });
});
