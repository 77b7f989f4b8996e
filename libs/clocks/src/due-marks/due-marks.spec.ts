import { projectionSpec, recordedEvents } from '@redress/testing';
import { caseLife, minute, registration } from '../../../../test/support/case-life';
import { dueMarks } from './due-marks.projection';

describe('the timer rows', () => {
  const given = (...steps: Parameters<typeof caseLife>[1][]) =>
    projectionSpec(dueMarks).given(recordedEvents(...caseLife(registration('1'), ...steps)));

  it('name the next instant at which a clock of the stream reaches a mark or its due', () => {
    given().then('due_marks', [{ partition_key: '1', stream: 'complaint-1', next_due_at: minute(48) }]);
    given([49, { type: 'look' }]).then('due_marks', [{ next_due_at: minute(60) }]);
    given([61, { type: 'look' }]).then('due_marks', [{ next_due_at: minute(600) }]);
  });

  it('follow pauses, new targets and stops', () => {
    given([10, { type: 'RespondToComplaint' }], [20, { type: 'StartWaiting', waitsFor: 'customer' }]).then(
      'due_marks',
      [{ next_due_at: null }],
    );
    given(
      [10, { type: 'RespondToComplaint' }],
      [20, { type: 'StartWaiting', waitsFor: 'customer' }],
      [50, { type: 'ResumeComplaint' }],
    ).then('due_marks', [{ next_due_at: minute(630) }]);
    given([10, { type: 'ReprioritiseComplaint', priority: 1 }]).then('due_marks', [
      { next_due_at: minute(24) },
    ]);
  });

  it('wait a little for whoever tells a life after the event, until nothing more was told', () => {
    const life = caseLife(registration('1'), [49, { type: 'look' }]);
    const recorded = (from: number, to: number, at: number) =>
      recordedEvents(...life)
        .slice(from, to)
        .map((event) => ({ ...event, recordedAt: minute(at) }));
    const mark = life.length - 1;
    const told = recorded(0, mark, 500);
    projectionSpec(dueMarks)
      .given(told)
      .then('due_marks', [{ next_due_at: minute(48), look_at: minute(500.5) }]);
    // What is noticed is no telling.
    projectionSpec(dueMarks)
      .given([...told, ...recorded(mark, mark + 1, 501)])
      .then('due_marks', [{ next_due_at: minute(60), look_at: minute(500.5) }]);
    projectionSpec(dueMarks)
      .given(recorded(0, mark, 0.5))
      .then('due_marks', [{ next_due_at: minute(48), look_at: minute(48) }]);
  });

  it('go when nothing can fall due any more, and come back with a new cycle', () => {
    given([10, { type: 'ResolveComplaint', resolvedBy: 'agent-1' }]).then('due_marks', []);
    given([700, { type: 'ResolveComplaint', resolvedBy: null }]).then('due_marks', []);
    given([10, { type: 'ResolveComplaint', resolvedBy: null }], [100, { type: 'ReopenComplaint' }]).then(
      'due_marks',
      [{ next_due_at: minute(148) }],
    );
  });

  it('keep the pauses of an answered case, for a target that comes later finds them', () => {
    given(
      [10, { type: 'StartWaiting', waitsFor: 'customer' }],
      [20, { type: 'ResumeComplaint' }],
      [30, { type: 'ResolveComplaint', resolvedBy: null }],
    ).then('due_marks', [{ next_due_at: null, ledger: { runs: [], pauses: [{ reason: 'customer' }] } }]);
  });

  it('keep the streams of one case apart', () => {
    const [, firstResponse] = caseLife(registration('1'));
    const events = recordedEvents(
      { ...firstResponse!, stream: 'complaint-1', partitionKey: '1' },
      { ...firstResponse!, stream: 'callback-7', partitionKey: '1' },
    );
    projectionSpec(dueMarks)
      .given(events)
      .then('due_marks', [{ stream: 'callback-7' }, { stream: 'complaint-1' }]);
  });
});
