import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CASE_KINDS } from '@redress/complaints';
import { PolicyFileError } from '../document-file/policy-file-error';
import { parseContactPolicy, readContactPolicyFile } from './contact-policy-file';

const GOOD = `
name: polite
effectiveFrom: 2026-03-01T00:00:00Z
quietHours: { from: '21:00', to: '08:00' }
timeZone: Europe/Berlin
attempts:
  perDay: 3
  apart: PT2H
  most: 6
ownerFirst: PT30M
careNeedsConsent: true
followUp:
  kinds: [complaint]
  opensAfter: PT24H
  within: PT72H
closing:
  unaskedKinds: []
  whenSatisfied: true
  whenUnreachable: false
repeatWithinDays: 90
`;

/** The good policy with one thing changed. */
const but = (from: string, to: string): string => {
  if (!GOOD.includes(from)) throw new Error(`not there: ${from}`);
  return GOOD.replace(from, to);
};

describe('a contact policy file', () => {
  it('is read as it stands', () => {
    expect(parseContactPolicy(GOOD.replace('name:', 'description: Be kind.\nname:'))).toEqual({
      name: 'polite',
      effectiveFrom: Date.UTC(2026, 2, 1),
      quietHours: { from: '21:00', to: '08:00' },
      timeZone: 'Europe/Berlin',
      attempts: { perDay: 3, apart: 'PT2H', most: 6 },
      ownerFirst: 'PT30M',
      careNeedsConsent: true,
      followUp: { kinds: ['complaint'], opensAfter: 'PT24H', within: 'PT72H' },
      closing: { unaskedKinds: [], whenSatisfied: true, whenUnreachable: false },
      repeatWithinDays: 90,
    });
  });

  it('may name every kind of case', () => {
    const { followUp } = parseContactPolicy(but('[complaint]', `[${CASE_KINDS.join(', ')}]`));
    expect(followUp.kinds).toEqual(CASE_KINDS);
  });

  it.each([
    [
      'a zone that is none',
      but('Europe/Berlin', 'Europe/Bonn'),
      'p.yaml:5: timeZone names no time zone: Europe/Bonn',
    ],
    [
      'an offset for a zone',
      but('Europe/Berlin', '"+01:00"'),
      'p.yaml:5: timeZone is not right. A time zone of the IANA',
    ],
    [
      'a time that no day has',
      but("'21:00'", "'24:00'"),
      'p.yaml:4: quietHours.from is not right. A time of day',
    ],
    [
      'a time without its nought',
      but("'08:00'", "'8:00'"),
      'p.yaml:4: quietHours.to is not right. A time of day',
    ],
    ['hours without end', but("'08:00'", "'21:00'"), 'p.yaml:4: quietHours.to is 21:00 like from'],
    ['no attempt at all', but('perDay: 3', 'perDay: 0'), 'p.yaml:7: attempts.perDay must be >= 1'],
    [
      'more a day than in all',
      but('perDay: 3', 'perDay: 7'),
      'p.yaml:7: attempts.perDay is 7, more than the 6 in all',
    ],
    [
      'no length of time',
      but('PT2H', '2 hours'),
      'p.yaml:8: attempts.apart "2 hours" is no length of running time',
    ],
    ['days for a length', but('PT30M', 'P1D'), 'p.yaml:10: ownerFirst "P1D" is no length of running time'],
    [
      'a kind that is none',
      but('[complaint]', '[complaints]'),
      'p.yaml:13: followUp.kinds.0 must be one of complaint,',
    ],
    [
      'a window that ends before it opens',
      but('PT72H', 'PT12H'),
      'p.yaml:15: followUp.within is PT12H: the window opens only after PT24H',
    ],
    [
      'a window of nothing',
      but('PT72H', 'PT24H'),
      'p.yaml:15: followUp.within is PT24H: the window opens only',
    ],
    [
      'an unknown field',
      but('ownerFirst', 'ownersFirst'),
      /^p\.yaml:1: the file lacks ownerFirst\np\.yaml:10: ownersFirst is not known here$/,
    ],
    [
      'a part of closing left out',
      but('  whenUnreachable: false\n', ''),
      'p.yaml:16: closing lacks whenUnreachable',
    ],
  ])('is refused with file, line and reason: %s', (_, text, message) => {
    expect(() => parseContactPolicy(text, 'p.yaml')).toThrow(PolicyFileError);
    expect(() => parseContactPolicy(text, 'p.yaml')).toThrow(message);
  });
});

describe('the contact policies that are shipped', () => {
  const folder = join(__dirname, '../../../../policies/contact');

  it.each(readdirSync(folder))('%s can be used, and is named as its file', (file) => {
    expect(`${readContactPolicyFile(join(folder, file)).name}.yaml`).toBe(file);
  });

  it('courteous has every case followed up, or closed unasked', () => {
    const { followUp, closing } = readContactPolicyFile(join(folder, 'courteous.yaml'));
    expect([...followUp.kinds, ...closing.unaskedKinds].toSorted()).toEqual(CASE_KINDS.toSorted());
  });

  it('no-follow-up is courteous without follow-ups', () => {
    const { name: _, ...courteous } = readContactPolicyFile(join(folder, 'courteous.yaml'));
    expect(readContactPolicyFile(join(folder, 'no-follow-up.yaml'))).toEqual({
      ...courteous,
      name: 'no-follow-up',
      followUp: { ...courteous.followUp, kinds: [] },
      closing: { ...courteous.closing, unaskedKinds: CASE_KINDS },
    });
  });
});
