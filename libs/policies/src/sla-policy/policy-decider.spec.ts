import type { Rule } from '@redress/sla';
import { deciderSpec, promise } from '@redress/testing';
import type { Draft } from '../domain/versioned-document';
import type { PolicyDrafted, PolicyPublished, PolicyWithdrawn } from '../events';
import samples from './policy-life-samples.json';
import { policyDecider, type PolicyCommand } from './policy-decider';
import type { PolicyLifeEvent } from './policy-life';
import type { SlaRules } from './sla-rules';

const NOW = Date.UTC(2026, 2, 2);
const ISO = '2026-03-02T00:00:00.000Z';
const RULES: readonly Rule[] = [{ match: {}, targets: [promise('resolution', 'PT4H')] }];
const SHORTER: readonly Rule[] = [{ match: {}, targets: [promise('resolution', 'PT2H')] }];

const drafted = (draft: number, rules = RULES, effectiveFrom?: string): PolicyDrafted => ({
  type: 'PolicyDrafted',
  version: 1,
  occurredAt: NOW,
  data: { name: 'one', draft, rules, ...(effectiveFrom === undefined ? {} : { effectiveFrom }) },
});
const published = (version: number, more: Partial<PolicyPublished['data']> = {}): PolicyPublished => ({
  type: 'PolicyPublished',
  version: 1,
  occurredAt: NOW,
  data: { name: 'one', version, effectiveFrom: ISO, rules: RULES, ...more },
});
const withdrawn = (version: number): PolicyWithdrawn => ({
  type: 'PolicyWithdrawn',
  version: 1,
  occurredAt: NOW,
  data: { name: 'one', version },
});

const given = (...history: readonly PolicyLifeEvent[]) => deciderSpec(policyDecider).given(...history);
const draft = (document: Partial<Draft<SlaRules>> = {}): PolicyCommand => ({
  type: 'DraftPolicy',
  document: { name: 'one', rules: RULES, ...document },
  now: NOW,
});
const publish = (
  number: number,
  terms: Extract<PolicyCommand, { type: 'PublishDraft' }>['terms'] = {},
): PolicyCommand => ({ type: 'PublishDraft', draft: number, terms, rules: undefined, now: NOW });
const withdraw = (version: number): PolicyCommand => ({ type: 'WithdrawPolicy', version, now: NOW });

describe('a draft', () => {
  it('is put down, and takes the place of the one before', () => {
    given().when(draft()).then(drafted(1));
    given(drafted(1))
      .when(draft({ rules: SHORTER }))
      .then(drafted(2, SHORTER));
    given(drafted(1))
      .when(draft({ effectiveFrom: NOW }))
      .then(drafted(2, RULES, ISO));
  });

  it('is put down once, while it is open', () => {
    given(drafted(1)).when(draft()).thenNothing();
    given(drafted(1), published(1, { draft: 1 }))
      .when(draft())
      .then(drafted(2));
  });
});

describe('publishing a draft', () => {
  it('makes the next version of it, which holds from now on where it does not say', () => {
    given(drafted(1))
      .when(publish(1))
      .then(published(1, { draft: 1 }));
    given(published(1), drafted(1, SHORTER, '2026-04-01T00:00:00.000Z'))
      .when(publish(1))
      .then(published(2, { draft: 1, rules: SHORTER, effectiveFrom: '2026-04-01T00:00:00.000Z' }));
  });

  it('takes the newest versions of its calendars', () => {
    given(drafted(1))
      .when({ ...publish(1), rules: { rules: SHORTER } } as PolicyCommand)
      .then(published(1, { draft: 1, rules: SHORTER }));
  });

  it('says whom it touches', () => {
    given(drafted(1))
      .when(publish(1, { scope: 'open-cases' }))
      .then(published(1, { draft: 1, scope: 'open-cases' }));
    const range = { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' };
    given(drafted(1))
      .when(publish(1, { scope: 'reassess', range }))
      .then(published(1, { draft: 1, scope: 'reassess', range }));
  });

  it('is refused for open cases before it is in force', () => {
    given(drafted(1, RULES, '2026-04-01T00:00:00.000Z'))
      .when(publish(1, { scope: 'open-cases' }))
      .thenRefused('scope-needs-effect');
  });

  it('is done once', () => {
    given(drafted(1), published(1, { draft: 1 }))
      .when(publish(1))
      .thenNothing();
  });

  it('is refused where another draft has taken its place, or there is none', () => {
    given(drafted(1), drafted(2, SHORTER)).when(publish(1)).thenRefused('draft-replaced', { draft: 2 });
    given(drafted(1)).when(publish(2)).thenRefused('not-found');
    given(published(1)).when(publish(1)).thenRefused('not-found');
  });
});

describe('withdrawing a version', () => {
  it('is a fact, once', () => {
    given(published(1), published(2)).when(withdraw(2)).then(withdrawn(2));
    given(published(1), published(2), withdrawn(2)).when(withdraw(2)).thenNothing();
  });

  it('is refused for the only one that is left, and for none', () => {
    given(published(1)).when(withdraw(1)).thenRefused('last-version');
    given(published(1), published(2), withdrawn(1)).when(withdraw(2)).thenRefused('last-version');
    given(published(1)).when(withdraw(2)).thenRefused('not-found');
  });
});

describe('the frozen samples', () => {
  // What stands in a log stays readable for ever. Never edit one; a new version of an event gets a sample of its own.
  it('are written and read as ever', () => {
    const [first, second, third, gone] = samples.map((sample) => ({
      ...sample,
      occurredAt: 0,
    })) as unknown[] as [PolicyDrafted, PolicyPublished, PolicyPublished, PolicyWithdrawn];
    const { name, rules } = first.data;
    const at = { now: 0 };
    given()
      .when({ type: 'DraftPolicy', document: { name, rules, effectiveFrom: 0 }, ...at })
      .then(first);
    given(first)
      .when({ ...publish(1, { scope: 'open-cases' }), ...at })
      .then(second);
    const { range } = third.data;
    given(first, second, { ...first, data: { ...first.data, draft: 2 } })
      .when({ ...publish(2, { scope: 'reassess', range: range! }), ...at })
      .then(third);
    given(first, second, third)
      .when({ type: 'WithdrawPolicy', version: 2, reason: 'promised-too-much', ...at })
      .then(gone);
    given(first, second, third, gone).when(withdraw(1)).thenRefused('last-version');
  });
});
