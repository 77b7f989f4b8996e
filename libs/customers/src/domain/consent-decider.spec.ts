import { fold, fromIso } from '@redress/kernel';
import { deciderSpec } from '@redress/testing';
import type { ConsentScope, ContactChannel, ContactConsentChanged } from '../events';
import samples from './event-samples.json';
import { consentDecider, type ConsentOrder } from './consent-decider';

const NOW = Date.UTC(2026, 2, 2, 9);
const HOUR_MS = 3_600_000;

const changed = (
  allowed: boolean,
  occurredAt: number,
  channel: ContactChannel = 'phone',
  scope: ConsentScope = 'care',
): ContactConsentChanged => ({
  type: 'ContactConsentChanged',
  version: 1,
  occurredAt,
  data: { customerId: 'customer-1', channel, scope, allowed },
});

const change = (allowed: boolean, more: Partial<ConsentOrder> = {}): ConsentOrder => ({
  customerId: 'customer-1',
  channel: 'phone',
  scope: 'care',
  allowed,
  now: NOW,
  ...more,
});

const given = deciderSpec(consentDecider).given;

describe('a consent', () => {
  it('is put on record when it is first said, yes or no', () => {
    given().when(change(true)).then(changed(true, NOW));
    given().when(change(false)).then(changed(false, NOW));
  });

  it('is changed by another word', () => {
    given(changed(true, NOW - HOUR_MS))
      .when(change(false))
      .then(changed(false, NOW));
  });

  it('is not changed by the same word again, whenever it was said', () => {
    given(changed(true, NOW - HOUR_MS))
      .when(change(true))
      .thenNothing();
    given(changed(true, NOW - HOUR_MS))
      .when(change(true, { occurredAt: NOW - 2 * HOUR_MS }))
      .thenNothing();
  });

  it('is for one channel and one scope', () => {
    const onPhone = changed(true, NOW - HOUR_MS);
    given(onPhone)
      .when(change(true, { channel: 'sms' }))
      .then(changed(true, NOW, 'sms'));
    given(onPhone)
      .when(change(true, { scope: 'service' }))
      .then(changed(true, NOW, 'phone', 'service'));
  });

  it('is the last word, after a change of mind and back', () => {
    given(changed(true, NOW - 2 * HOUR_MS), changed(false, NOW - HOUR_MS))
      .when(change(true))
      .then(changed(true, NOW));
  });

  it('was said when the sender says, never in the future', () => {
    given()
      .when(change(true, { occurredAt: NOW - HOUR_MS }))
      .then(changed(true, NOW - HOUR_MS));
    given()
      .when(change(true, { occurredAt: NOW + 1 }))
      .thenRefused('occurred-in-future');
  });

  it('is not overruled by an older word that is told late', () => {
    given(changed(true, NOW - HOUR_MS))
      .when(change(false, { occurredAt: NOW - 2 * HOUR_MS }))
      .thenRefused('occurred-out-of-order', { latestFactAt: '2026-03-02T08:00:00.000Z' });
    given(changed(true, NOW - HOUR_MS))
      .when(change(false, { channel: 'sms', occurredAt: NOW - 2 * HOUR_MS }))
      .then(changed(false, NOW - 2 * HOUR_MS, 'sms'));
  });

  it('is never dated before the word that it overrules', () => {
    given(changed(true, NOW + 5))
      .when(change(false))
      .then(changed(false, NOW + 5));
  });
});

describe('the frozen samples', () => {
  // What stands in a log stays readable for ever. Never edit one; a new version of an event gets a sample of its own.
  it('are read as what they meant', () => {
    const events = samples.map((sample) => ({ ...sample, occurredAt: fromIso(sample.occurredAt) }));
    const consents = fold(consentDecider, events as ContactConsentChanged[]);
    expect([...consents.values()]).toEqual([
      { channel: 'phone', scope: 'care', allowed: false, saidAt: Date.UTC(2026, 2, 2, 10) },
      { channel: 'email', scope: 'service', allowed: true, saidAt: Date.UTC(2026, 2, 2, 9, 30) },
    ]);
  });
});
