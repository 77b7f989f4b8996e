import { SYSTEM_ACTOR } from '@redress/kernel';
import { bookOf, CASE_POLICY, policyByPriority } from '@redress/testing';
import {
  AGENT,
  at,
  cases,
  command,
  fact,
  IMPORT,
  LEADER,
  NOW,
  registered,
  SUPERVISOR,
  told,
  WHY,
} from '../../../../test/support/case-decisions';

describe('ReprioritiseComplaint', () => {
  it('names the priority before, and the rule of the pinned version that now applies', () => {
    const policies = bookOf(
      policyByPriority({ 1: [], 2: [], 3: [] }, { version: 1 }),
      policyByPriority({ 3: [] }, { version: 2, effectiveFrom: at(10) }),
    );
    const data = { ...WHY, priority: 1, previousPriority: 3, policy: { ...CASE_POLICY, rule: 1 } };
    cases
      .given(registered)
      .when(command({ type: 'ReprioritiseComplaint', priority: 1 }, { why: WHY, policies }))
      .then(fact('ComplaintReprioritised', NOW, data));
  });

  it('adds nothing where the priority stays', () => {
    cases
      .given(registered)
      .when(command({ type: 'ReprioritiseComplaint', priority: 3 }))
      .thenNothing();
  });
});

describe('ReclassifyComplaint', () => {
  const previous = { kind: 'complaint', category: 'billing', tier: 'standard', specialCare: false } as const;

  it('says what it was, what it is, and the rule that now applies', () => {
    const vips = {
      ...policyByPriority({}),
      rules: [{ match: { tier: ['vip'] }, targets: [] }],
    };
    const next = { ...previous, kind: 'fault-report', tier: 'vip' } as const;
    cases
      .given(registered)
      .when(
        command(
          { type: 'ReclassifyComplaint', kind: 'fault-report', tier: 'vip' },
          { why: WHY, policies: bookOf(vips) },
        ),
      )
      .then(
        fact('ComplaintReclassified', NOW, {
          ...WHY,
          ...next,
          previous,
          policy: { ...CASE_POLICY, rule: 1 },
        }),
      );
  });

  it('goes on from what it was last', () => {
    const data = { ...previous, category: 'lift', specialCare: true, previous, policy: CASE_POLICY };
    const lift = { ...previous, category: 'lift', specialCare: true };
    cases
      .given(registered, fact('ComplaintReclassified', 1, data))
      .when(command({ type: 'ReclassifyComplaint', category: 'door' }))
      .then(
        fact('ComplaintReclassified', NOW, {
          ...lift,
          category: 'door',
          previous: lift,
          policy: CASE_POLICY,
        }),
      );
  });

  it('adds nothing where nothing differs', () => {
    cases
      .given(registered)
      .when(command({ type: 'ReclassifyComplaint', ...previous }))
      .thenNothing();
    cases
      .given(registered)
      .when(command({ type: 'ReclassifyComplaint' }))
      .thenNothing();
  });

  it('has the targets chosen anew, as another priority has', () => {
    const clocks = ['ClockRetargeted first-response PT1H', 'ClockRetargeted resolution PT4H'];
    expect(told().clocksAfter(5, { type: 'ReclassifyComplaint', category: 'lift' })).toEqual(clocks);
    expect(
      told([1, { type: 'RespondToComplaint' }]).clocksAfter(5, {
        type: 'ReclassifyComplaint',
        category: 'lift',
      }),
    ).toEqual(['ClockRetargeted resolution PT4H']);
  });
});

describe('SetSeverity', () => {
  const order = (severity: 'normal' | 'grave', actor = AGENT) =>
    command({ type: 'SetSeverity', severity }, { actor, why: WHY });
  const changed = (severity: 'normal' | 'grave', previousSeverity: 'normal' | 'grave') =>
    fact('ComplaintSeverityChanged', NOW, { ...WHY, severity, previousSeverity });
  const grave = changed('grave', 'normal');

  it('can be called grave by anyone', () => {
    cases.given(registered).when(order('grave')).then(grave);
    cases.given(registered).when(order('grave', LEADER)).then(grave);
  });

  it('adds nothing where it is so already', () => {
    cases.given(registered).when(order('normal')).thenNothing();
    cases.given(registered, grave).when(order('grave')).thenNothing();
  });

  it('is lowered by a shift leader or supervisor alone', () => {
    for (const actor of [LEADER, SUPERVISOR])
      cases.given(registered, grave).when(order('normal', actor)).then(changed('normal', 'grave'));
    for (const actor of [AGENT, IMPORT, SYSTEM_ACTOR])
      cases.given(registered, grave).when(order('normal', actor)).thenRefused('severity-needs-leader');
  });
});
