import { fromIso, toIso } from '@redress/kernel';
import type { Rule } from '@redress/sla';
import { deciderSpec, promise } from '@redress/testing';
import type { PolicyPublished } from '../events';
import type { SlaRules } from '../sla-policy/sla-rules';
import { publicationDecider } from './publication-decider';
import type { Draft } from './versioned-document';
import samples from './event-samples.json';

const policyDecider = publicationDecider<'PolicyPublished', SlaRules>('PolicyPublished');
const NOW = Date.UTC(2026, 2, 2);
const RULES: readonly Rule[] = [
  { match: { priority: [1] }, targets: [promise('resolution', 'PT4H', { marks: [80] })] },
];
const DOCUMENT: Draft<SlaRules> = { name: 'one', rules: RULES };

const published = (version: number, effectiveFrom: string, rules = RULES): PolicyPublished => ({
  type: 'PolicyPublished',
  version: 1,
  occurredAt: NOW,
  data: { name: 'one', version, effectiveFrom, rules },
});

const given = (...history: readonly PolicyPublished[]) => deciderSpec(policyDecider).given(...history);
const publish = (change: Partial<Draft<SlaRules>> = {}, now = NOW) => ({
  document: { ...DOCUMENT, ...change },
  now,
});

describe('publishing a policy', () => {
  it('makes its first version, which holds from now on where the document does not say', () => {
    given().when(publish()).then(published(1, '2026-03-02T00:00:00.000Z'));
    given()
      .when(publish({ effectiveFrom: 0 }))
      .then(published(1, '1970-01-01T00:00:00.000Z'));
  });

  it('makes another version where the rules have changed', () => {
    const shorter = [{ match: {}, targets: [promise('resolution', 'PT2H')] }];
    const first = published(1, '1970-01-01T00:00:00.000Z');
    given(first)
      .when(publish({ rules: shorter }))
      .then(published(2, '2026-03-02T00:00:00.000Z', shorter));
  });

  it('makes another version where it is to hold from another instant', () => {
    const first = published(1, '1970-01-01T00:00:00.000Z');
    given(first)
      .when(publish({ effectiveFrom: NOW }))
      .then(published(2, '2026-03-02T00:00:00.000Z'));
  });

  it('adds nothing where the document says what the newest version says', () => {
    const first = published(1, '1970-01-01T00:00:00.000Z');
    given(first)
      .when(publish({}, NOW + 1))
      .thenNothing();
    given(first)
      .when(publish({ effectiveFrom: 0 }, NOW + 1))
      .thenNothing();
  });

  it('compares with the newest version only: back to the old rules is a new version', () => {
    const shorter = [{ match: {}, targets: [promise('resolution', 'PT2H')] }];
    given(published(1, '1970-01-01T00:00:00.000Z'), published(2, '1970-01-01T00:00:00.000Z', shorter))
      .when(publish({ effectiveFrom: 0 }))
      .then(published(3, '1970-01-01T00:00:00.000Z'));
  });

  it('leaves the old rules where it must not go back, unless they are to hold from another instant', () => {
    const shorter = [{ match: {}, targets: [promise('resolution', 'PT2H')] }];
    const history = [
      published(1, '1970-01-01T00:00:00.000Z'),
      published(2, '1970-01-01T00:00:00.000Z', shorter),
    ];
    const leaving = (change: Partial<Draft<SlaRules>>) => ({ ...publish(change), mayGoBack: false });
    given(...history)
      .when(leaving({}))
      .thenNothing();
    given(...history)
      .when(leaving({ effectiveFrom: NOW }))
      .then(published(3, '2026-03-02T00:00:00.000Z'));
    given(...history)
      .when(leaving({ rules: [] }))
      .then(published(3, '2026-03-02T00:00:00.000Z', []));
  });
});

describe('the frozen samples', () => {
  // What stands in a log stays readable for ever. Never edit one; a new version of an event gets a sample of its own.
  it.each(samples.map((sample) => [sample.type, sample] as const))(
    '%s is written and read as ever',
    (type, sample) => {
      const { version: _, effectiveFrom, ...said } = sample.data;
      const document = { ...said, effectiveFrom: fromIso(effectiveFrom) };
      const written = { type, version: 1, occurredAt: 0, data: sample.data } as const;
      const decider = publicationDecider<string, object>(type);
      deciderSpec(decider).given().when({ document, now: 0 }).then(written);
      deciderSpec(decider).given(written).when({ document, now: NOW }).thenNothing();
      deciderSpec(decider)
        .given(written)
        .when({ document: { ...document, effectiveFrom: NOW }, now: NOW })
        .then({
          ...written,
          occurredAt: NOW,
          data: { ...sample.data, version: 2, effectiveFrom: toIso(NOW) },
        });
    },
  );
});
