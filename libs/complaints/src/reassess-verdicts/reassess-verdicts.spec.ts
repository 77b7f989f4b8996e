import { reassessDecider, type VerdictReassessed } from '@redress/clocks';
import { fold } from '@redress/kernel';
import type { Policy } from '@redress/sla';
import { bookOf, CASE_FACTS, policyByPriority, promise } from '@redress/testing';
import fc from 'fast-check';
import { AGENT, at, command, LEADER } from '../../../../test/support/case-decisions';
import { RANDOM_POLICY, someTellings, tryAll } from '../../../../test/support/random-cases';
import { caseDecider, type CaseEvent } from '../domain/case-decider';
import type { CaseOrder } from '../domain/commands';
import { subjectReader } from '../domain/subject-reader';
import sample from './reassessment-sample.json';

const onCustomer = { pausedBy: ['customer'] };
const then = policyByPriority({
  1: [promise('resolution', 'PT1H', onCustomer)],
  3: [promise('first-response', 'PT1H'), promise('resolution', 'PT4H', onCustomer)],
});
const underNow = (hours: number, priority = 3): Policy =>
  policyByPriority(
    { [priority]: [promise('resolution', `PT${String(hours)}H`, onCustomer)] },
    { version: 2 },
  );

type Step = readonly [minute: number, order: CaseOrder];
const RESOLVE: CaseOrder = { type: 'ResolveComplaint', resolvedBy: 'agent-1' };

function lived(...steps: readonly Step[]): readonly CaseEvent[] {
  const history: CaseEvent[] = [];
  for (const [minutes, order] of [[0, { type: 'RegisterComplaint', ...CASE_FACTS }] as Step, ...steps]) {
    const actor = order.type === 'GrantExtension' ? LEADER : AGENT;
    const context = { now: at(minutes), policies: bookOf(then), actor };
    history.push(...caseDecider.decide(command(order, context), fold(caseDecider, history)));
  }
  return history;
}

const judged = (
  history: readonly CaseEvent[],
  policy: Policy,
  range: { readonly from?: number; readonly to?: number } = {},
): readonly VerdictReassessed[] =>
  reassessDecider(subjectReader).decide(
    { policy, from: 0, to: Infinity, now: at(10_000), ...range },
    history,
  ) as readonly VerdictReassessed[];

const shortOf = (again: readonly VerdictReassessed[]) =>
  again.map(({ data: { clock, judged: was, now, dueAt } }) =>
    [clock, was, now, dueAt?.slice(11, 16)].filter((word) => word !== undefined).join(' '),
  );

describe('clocks that are judged again under another version', () => {
  it('keep both verdicts, with the due instant and the rule of now', () => {
    const [first, second] = judged(lived([180, RESOLVE]), underNow(2));
    expect(first?.data).toMatchObject({
      clock: 'first-response',
      judged: 'missed',
      now: 'closed',
      dueAt: null,
    });
    expect(second).toMatchObject({
      type: 'VerdictReassessed',
      occurredAt: at(180),
      data: {
        ...{ clock: 'resolution', instance: 1, cycle: 1, judged: 'met', now: 'missed' },
        ...{ dueAt: '2026-03-02T11:00:00.000Z', policy: { name: 'test', version: 2, rule: 1 } },
      },
    });
    expect(shortOf(judged(lived([300, RESOLVE]), underNow(6)))).toContain('resolution missed met 15:00');
  });

  it('keep their pauses', () => {
    const history = lived(
      [60, { type: 'StartWaiting', waitsFor: 'customer' }],
      [120, { type: 'ResumeComplaint' }],
      [170, RESOLVE],
    );
    expect(shortOf(judged(history, underNow(2)))).toContain('resolution met met 12:00');
  });

  it('have the targets of what the case was at each time', () => {
    const history = lived([30, { type: 'ReprioritiseComplaint', priority: 1 }], [50, RESOLVE]);
    const both = { ...underNow(1), rules: [...underNow(1).rules, ...underNow(9, 1).rules] };
    expect(shortOf(judged(history, both))).toEqual(['resolution met met 18:00']);
    // Under this one nothing was promised any more from the change on.
    expect(shortOf(judged(history, underNow(1)))).toEqual(['resolution met closed 10:00']);
  });

  it('keep more time that was granted', () => {
    const history = lived(
      [5, { type: 'RequestExtension', clock: 'resolution', within: 'PT6H', reason: 'parts' }],
      [6, { type: 'GrantExtension' }],
      [300, RESOLVE],
    );
    expect(shortOf(judged(history, underNow(2)))).toContain('resolution met met 15:00');
  });

  it('are those that ended in the range, were judged, and are by the policy', () => {
    const history = lived([180, RESOLVE]);
    expect(judged(history, underNow(2), { from: at(180), to: at(181) })).toHaveLength(2);
    expect(judged(history, underNow(2), { to: at(180) })).toEqual([]);
    expect(judged(history, { ...underNow(2), name: 'other' })).toEqual([]);
    expect(judged(lived([30, { type: 'WithdrawComplaint', reason: 'settled' }]), underNow(2))).toEqual([]);
  });

  it('are judged once under each version', () => {
    const history = lived([180, RESOLVE]);
    const more = [...history, ...judged(history, underNow(2))] as readonly CaseEvent[];
    expect(judged(more, underNow(2))).toEqual([]);
    expect(shortOf(judged(more, { ...underNow(6), version: 3 }))).toContain('resolution met met 15:00');
  });

  it('are read as they were ever stored', () => {
    // What stands in a log stays readable for ever. Never edit the sample; a new version of the event gets one of its own.
    const history = lived([180, RESOLVE]);
    const stored = { ...sample, occurredAt: Date.parse(sample.occurredAt) } as VerdictReassessed;
    expect(judged(history, underNow(2))).toContainEqual(stored);
    const more = [...history, stored] as readonly CaseEvent[];
    expect(shortOf(judged(more, underNow(2)))).toEqual(['first-response missed closed']);
  });

  it('are judged as they were by the version that judged them, whatever the case was told', () => {
    fc.assert(
      fc.property(someTellings, (tellings) => {
        const { history } = tryAll(tellings);
        for (const { data } of judged(history, RANDOM_POLICY))
          expect(data).toMatchObject({ now: data.judged });
      }),
    );
  });
});
