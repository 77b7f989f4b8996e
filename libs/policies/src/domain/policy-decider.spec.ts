import type { Rule } from '@redress/sla';
import { deciderSpec, promise } from '@redress/testing';
import type { PolicyPublished } from '../events';
import { policyDecider, type PolicyDocument } from './policy-decider';
import samples from './event-samples.json';

const NOW = Date.UTC(2026, 2, 2);
const RULES: readonly Rule[] = [
  { match: { priority: [1] }, targets: [promise('resolution', 'PT4H', { marks: [80] })] },
];
const DOCUMENT: PolicyDocument = { name: 'one', rules: RULES };

const published = (version: number, effectiveFrom: string, rules = RULES): PolicyPublished => ({
  type: 'PolicyPublished',
  version: 1,
  occurredAt: NOW,
  data: { name: 'one', version, effectiveFrom, rules },
});

const given = (...history: readonly PolicyPublished[]) => deciderSpec(policyDecider).given(...history);
const publish = (change: Partial<PolicyDocument> = {}, now = NOW) => ({
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
});

describe('the frozen sample', () => {
  // What stands in a log stays readable for ever. Never edit it; a new version of the event gets a sample of its own.
  const [sample] = samples;
  const document = {
    name: 'frozen',
    effectiveFrom: 0,
    rules: [
      {
        match: { priority: [1, 2], tier: ['vip'], specialCare: [true] },
        targets: [promise('resolution', 'PT1H30M', { marks: [50, 80], pausedBy: ['customer'] })],
      },
    ],
  };

  it('is what is written today', () => {
    expect(policyDecider.decide({ document, now: 0 }, undefined).map(({ data }) => data)).toEqual([
      sample?.data,
    ]);
  });

  it('is read as what it meant', () => {
    const frozen = JSON.parse(JSON.stringify({ ...sample, occurredAt: 0 })) as PolicyPublished;
    given(frozen).when({ document, now: NOW }).thenNothing();
    given(frozen)
      .when({ document: { ...document, rules: [] }, now: NOW })
      .then({
        ...frozen,
        occurredAt: NOW,
        data: { ...frozen.data, version: 2, rules: [] },
      });
  });
});
