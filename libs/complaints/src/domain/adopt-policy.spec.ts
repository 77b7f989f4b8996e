import { isClockEvent } from '@redress/clocks';
import { SYSTEM_ACTOR, type Actor } from '@redress/kernel';
import { bookOf, CASE_FACTS, policyByPriority, promise } from '@redress/testing';
import { AGENT, at, command, LEADER } from '../../../../test/support/case-decisions';
import { caseDecider, type CaseEvent } from './case-decider';
import type { CaseOrder } from './commands';

const onCustomer = { pausedBy: ['customer'] };
const first = policyByPriority(
  { 3: [promise('first-response', 'PT1H'), promise('resolution', 'PT4H', onCustomer)] },
  { version: 1 },
);
const second = policyByPriority(
  {
    1: [promise('resolution', 'PT1H', onCustomer)],
    3: [promise('first-response', 'PT2H'), promise('resolution', 'PT8H', onCustomer)],
  },
  { version: 2, effectiveFrom: at(10_000) },
);
const third = policyByPriority({ 3: [promise('resolution', 'PT3H', onCustomer)] }, { version: 3 });
const POLICIES = bookOf(first, second, { ...third, effectiveFrom: at(20_000) });

type Step = readonly [minute: number, order: CaseOrder, by?: Actor];
const adopt = (version: number, name = 'test'): CaseOrder => ({
  type: 'AdoptPolicy',
  policy: { name, version },
});

/** What the last of some steps leads to, in words. */
function lastOf(...steps: readonly Step[]): readonly string[] {
  let state = caseDecider.initial;
  let last: readonly CaseEvent[] = [];
  for (const [minutes, order, actor = AGENT] of [
    [0, { type: 'RegisterComplaint', ...CASE_FACTS }] as Step,
    ...steps,
  ]) {
    const context = {
      now: at(minutes),
      policies: POLICIES,
      actor: order.type === 'AdoptPolicy' ? SYSTEM_ACTOR : actor,
    };
    last = caseDecider.decide(command(order, context), state);
    state = last.reduce(caseDecider.evolve, state);
  }
  return last.map((event) => {
    const { clock, target, dueAt, policy, reason } = event.data as {
      readonly clock?: string;
      readonly target?: { readonly within: string };
      readonly dueAt?: string | null;
      readonly policy?: { readonly version: number; readonly rule: number | null };
      readonly reason?: string;
    };
    const due = dueAt == null ? undefined : `due ${dueAt.slice(11, 16)}`;
    const rule =
      isClockEvent(event) || policy === undefined
        ? undefined
        : `${String(policy.version)}/${String(policy.rule)}`;
    return [event.type, clock, target?.within, due, reason, rule]
      .filter((word) => word !== undefined)
      .join(' ');
  });
}

describe('a version that came out for open cases as well', () => {
  it('gives a case its targets, from the original start', () => {
    expect(lastOf([30, adopt(2)])).toEqual([
      'ComplaintPolicyChanged 2/2',
      'ClockRetargeted first-response PT2H due 11:00',
      'ClockRetargeted resolution PT8H due 17:00',
    ]);
  });

  it('keeps every pause', () => {
    const waited: Step[] = [
      [10, { type: 'StartWaiting', waitsFor: 'customer' }],
      [70, { type: 'ResumeComplaint' }],
    ];
    expect(lastOf(...waited, [75, adopt(2)])).toContain('ClockRetargeted resolution PT8H due 18:00');
  });

  it('leaves missed what was missed by then, noticed or not', () => {
    expect(lastOf([90, adopt(2)])).toEqual([
      'ClockBreached first-response due 10:00',
      'ComplaintPolicyChanged 2/2',
      expect.stringMatching(/^ClockRetargetedInVain first-response PT2H/),
      'ClockRetargeted resolution PT8H due 17:00',
    ]);
  });

  it('leaves more time granted that was granted', () => {
    const granted: Step[] = [
      [5, { type: 'RequestExtension', clock: 'resolution', within: 'PT40H', reason: 'parts' }],
      [6, { type: 'GrantExtension' }, LEADER],
    ];
    expect(lastOf(...granted, [30, adopt(3)])).toEqual([
      'ComplaintPolicyChanged 3/1',
      'ClockClosed first-response no-target',
    ]);
  });

  it('is the one by which its rule is chosen from then on', () => {
    expect(lastOf([30, adopt(2)], [40, { type: 'ReprioritiseComplaint', priority: 1 }])).toEqual([
      'ComplaintReprioritised 2/1',
      'ClockClosed first-response no-target',
      'ClockRetargeted resolution PT1H due 10:00',
    ]);
  });

  it.each<[string, readonly Step[]]>([
    [
      'under that version already',
      [
        [10, adopt(2)],
        [20, adopt(2)],
      ],
    ],
    [
      'under a later one',
      [
        [10, adopt(3)],
        [20, adopt(2)],
      ],
    ],
    ['under another policy', [[20, adopt(2, 'other')]]],
    [
      'withdrawn',
      [
        [10, { type: 'WithdrawComplaint', reason: 'settled' }],
        [20, adopt(2)],
      ],
    ],
    [
      'closed',
      [
        [10, { type: 'CloseComplaint', resolvedBy: null, mayCloseUnasked: true }],
        [20, adopt(2)],
      ],
    ],
  ])('changes nothing of a case that is %s', (_, steps) => {
    expect(lastOf(...steps)).toEqual([]);
  });
});
