import { CONTACT_POLICY } from '@redress/testing';
import { suppressionAt, type ContactFacts } from './contact-rules';

const at = (text: string): number => Date.parse(`2026-${text}:00Z`);
const FACTS: ContactFacts = {
  purpose: 'promise',
  channel: 'phone',
  timeZone: 'Europe/London',
  attemptsAt: [],
  attemptsCounted: 0,
};

const held = (
  text: string,
  facts: Partial<ContactFacts> = {},
  policy: Partial<typeof CONTACT_POLICY> = {},
  consents: Readonly<Record<string, boolean>> = {},
) => {
  const attemptsCounted = facts.attemptsAt?.length ?? 0;
  const suppression = suppressionAt(
    at(text),
    { ...FACTS, attemptsCounted, ...facts },
    { ...CONTACT_POLICY, ...policy },
    new Map(Object.entries(consents)),
  );
  if (suppression === undefined) return 'allowed';
  const { rule, nextAllowedAt } = suppression;
  return [rule, nextAllowedAt === null ? null : new Date(nextAllowedAt).toISOString().slice(5, 16)];
};

describe('an attempt', () => {
  it('is allowed where no rule speaks against it', () => {
    expect(held('03-02T10:00')).toBe('allowed');
    expect(held('03-02T10:00', { attemptsAt: [at('03-02T09:00')] })).toBe('allowed');
  });

  it('is never made in quiet hours, whatever was promised', () => {
    expect(held('03-02T21:00')).toEqual(['quiet-hours', '03-03T08:00']);
    expect(held('03-28T23:00')).toEqual(['quiet-hours', '03-29T07:00']);
    expect(held('03-02T21:00', {}, { quietHours: { from: '09:00', to: '09:00' } })).toBe('allowed');
  });

  it('keeps its distance from the one before', () => {
    expect(held('03-02T10:59', { attemptsAt: [at('03-02T10:00')] })).toEqual(['spacing', '03-02T11:00']);
  });

  it('waits for the next day of the customer where there were enough today', () => {
    const attemptsAt = [at('03-02T10:00'), at('03-02T12:00')];
    expect(held('03-02T15:00', { attemptsAt }, { quietHours: { from: '05:00', to: '06:00' } })).toEqual([
      'attempts-a-day',
      '03-03T00:00',
    ]);
    // In Shanghai the second of them is on the next day already.
    const wide = { quietHours: { from: '03:00', to: '04:00' } };
    const spread = [at('03-01T15:00'), at('03-01T17:00')];
    const atSix = (timeZone: string) => held('03-01T18:00', { attemptsAt: spread, timeZone }, wide);
    expect(atSix('Europe/London')).toEqual(['attempts-a-day', '03-02T00:00']);
    expect(atSix('Asia/Shanghai')).toBe('allowed');
  });

  it('is not made where all have been made', () => {
    const attemptsAt = [at('03-01T10:00'), at('03-01T12:00'), at('03-02T09:00')];
    expect(held('03-03T10:00', { attemptsAt })).toEqual(['attempts-exhausted', null]);
    expect(held('03-03T10:00', { attemptsAt, attemptsCounted: 2 })).toBe('allowed');
  });

  it('is next allowed when all rules allow it at once', () => {
    // Spacing alone would allow 21:30, the quiet hours 08:00, and then the day is another one.
    const attemptsAt = [at('03-02T12:00'), at('03-02T20:30')];
    expect(held('03-02T20:45', { attemptsAt })).toEqual(['attempts-a-day', '03-03T08:00']);
    expect(held('03-02T20:45', { attemptsAt: attemptsAt.slice(1) })).toEqual(['spacing', '03-03T08:00']);
    const apart = { attempts: { perDay: 2, apart: 'PT12H', most: 3 } };
    expect(held('03-02T22:00', { attemptsAt: attemptsAt.slice(1) }, apart)).toEqual([
      'spacing',
      '03-03T08:30',
    ]);
  });

  it('is named after the first rule that it breaks', () => {
    const attemptsAt = [at('03-02T20:00'), at('03-02T20:30')];
    expect(held('03-02T21:10', { attemptsAt })).toEqual(['attempts-a-day', '03-03T08:00']);
    expect(held('03-02T21:10', { attemptsAt, attemptsCounted: 3 })).toEqual(['attempts-exhausted', null]);
    expect(held('03-02T21:10', { attemptsAt, attemptsCounted: 3, purpose: 'care' })).toEqual([
      'consent',
      null,
    ]);
  });
});

describe('consent', () => {
  const refused = ['consent', null];

  it('is not asked for a promise: the customer asked for it', () => {
    expect(
      held('03-02T10:00', { purpose: 'promise' }, {}, { 'phone:service': false, 'phone:care': false }),
    ).toBe('allowed');
  });

  it('to be asked afterwards is given until it is refused, for that channel', () => {
    const facts: Partial<ContactFacts> = { purpose: 'follow-up' };
    expect(held('03-02T10:00', facts)).toBe('allowed');
    expect(held('03-02T10:00', facts, {}, { 'phone:care': false, 'sms:service': false })).toBe('allowed');
    expect(held('03-02T10:00', facts, {}, { 'phone:service': false })).toEqual(refused);
  });

  it.each(['care', 'renewal'] as const)('to a %s call is needed where the policy says so', (purpose) => {
    const silence = { careNeedsConsent: false };
    expect(held('03-02T10:00', { purpose })).toEqual(refused);
    expect(held('03-02T10:00', { purpose }, {}, { 'phone:care': true })).toBe('allowed');
    expect(held('03-02T10:00', { purpose, channel: 'sms' }, {}, { 'phone:care': true })).toEqual(refused);
    expect(held('03-02T10:00', { purpose }, silence)).toBe('allowed');
    expect(held('03-02T10:00', { purpose }, silence, { 'phone:care': false })).toEqual(refused);
  });
});
