import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildCalendar } from '@redress/sla/build-calendar';
import { PolicyFileError } from '../document-file/policy-file-error';
import { parseCalendar, readCalendarFile } from './calendar-file';

const GOOD = `
name: works
description: Two shifts.
zone: Europe/Berlin
horizon: { firstDay: 2026-01-01, lastDay: 2026-12-31 }
weekly:
  monday: [06:00-14:00, 14:00-22:00]
  tuesday: [22:00-06:00]
holidays:
  2026-05-01: Labour Day
days:
  2026-05-02: { name: Instead, hours: monday }
  2026-12-24: { hours: [06:00-12:00] }
`;

/** The good calendar with one thing changed. */
const but = (from: string, to: string): string => {
  if (!GOOD.includes(from)) throw new Error(`not there: ${from}`);
  return GOOD.replace(from, to);
};

describe('a file of a calendar', () => {
  it('is read as it stands', () => {
    expect(parseCalendar(GOOD)).toEqual({
      name: 'works',
      description: 'Two shifts.',
      zone: 'Europe/Berlin',
      horizon: { firstDay: '2026-01-01', lastDay: '2026-12-31' },
      weekly: { monday: ['06:00-14:00', '14:00-22:00'], tuesday: ['22:00-06:00'] },
      holidays: { '2026-05-01': 'Labour Day' },
      days: {
        '2026-05-02': { name: 'Instead', hours: 'monday' },
        '2026-12-24': { hours: ['06:00-12:00'] },
      },
    });
  });

  it.each([
    ['an unknown field', but('holidays:', 'holiday:'), /^c\.yaml:9: holiday is not known here$/],
    [
      'a day of the week that is none',
      but('tuesday:', 'tuseday:'),
      /^c\.yaml:8: weekly\.tuseday is not known/,
    ],
    [
      'hours that are none',
      but('22:00-06:00', '22-6'),
      /^c\.yaml:8: weekly\.tuesday\.0 is not right\. Hours/,
    ],
    ['hours of a day that are no list', but('hours: [06:00-12:00]', 'hours: noon'), /^c\.yaml:13: .*monday/],
    ['the name of what is built in', but('works', '24x7'), /^c\.yaml:2: name is built in: 24x7$/],
    [
      'an unknown zone',
      but('Europe/Berlin', 'Europe/Atlantis'),
      /^c\.yaml:4: zone can't be used: there is no/,
    ],
    [
      'a horizon that ends before it begins',
      but('2026-12-31', '2025-12-31'),
      /^c\.yaml:5: horizon can't be used/,
    ],
    ['hours that overlap', but('14:00-22:00', '13:00-22:00'), /^c\.yaml:7: weekly\.monday can't be used/],
    [
      'hours that run into those of the next day',
      but('tuesday', 'sunday').replace('22:00-06:00', '22:00-07:00'),
      /^c\.yaml:6: weekly can't be used/,
    ],
    [
      'a day that no month has',
      but('2026-05-01', '2026-04-31'),
      /^c\.yaml:10: holidays\.2026-04-31 can't be/,
    ],
    ['a day beyond the horizon', but('2026-12-24', '2027-12-24'), /^c\.yaml:13: days\.2027-12-24 can't be/],
    [
      'a day like one that is free',
      but('hours: monday', 'hours: friday'),
      /^c\.yaml:12: days\.2026-05-02 can't/,
    ],
    ['a day twice', but('2026-05-02', '2026-05-01'), /^c\.yaml:\d+: .*can't be used/],
  ])('is refused with file, line and reason: %s', (_, text, message) => {
    const read = () => parseCalendar(text, 'c.yaml');
    expect(read).toThrow(PolicyFileError);
    expect(read).toThrow(message);
  });
});

describe('the calendars that are shipped', () => {
  const folder = join(__dirname, '../../../../policies/calendars');

  it.each(readdirSync(folder))('%s can be built, and is named as its file', (file) => {
    const definition = readCalendarFile(join(folder, file));
    expect(`${definition.name}.yaml`).toBe(file);
    expect(buildCalendar(definition, 1).version).toBe(1);
  });
});
