import { Temporal } from 'temporal-polyfill';
import { compileCalendar } from '../compile-calendar';
import { buildCalendar, type CalendarDefinition } from './build-calendar';
import { storeZone } from './store-zone';

const office = (change: Partial<CalendarDefinition> = {}): CalendarDefinition => ({
  name: 'office',
  zone: 'Europe/London',
  horizon: { firstDay: '2026-01-01', lastDay: '2026-12-31' },
  weekly: { monday: ['09:00-17:00'] },
  ...change,
});

const failure = (code: string, message: RegExp) =>
  expect.objectContaining({
    name: 'SlaError',
    code,
    message: expect.stringMatching(message) as string,
  }) as Error;

describe('building a calendar', () => {
  it('writes the changes of the zone into the document', () => {
    expect(buildCalendar(office(), 4)).toEqual({
      name: 'office',
      version: 4,
      zone: {
        name: 'Europe/London',
        tzdata: process.versions.tz,
        offsetSeconds: 0,
        changes: [
          { at: '2026-03-29T01:00:00Z', offsetSeconds: 3_600 },
          { at: '2026-10-25T01:00:00Z', offsetSeconds: 0 },
        ],
      },
      horizon: { firstDay: '2026-01-01', lastDay: '2026-12-31' },
      weekly: { monday: ['09:00-17:00'] },
      days: [],
    });
  });

  it('puts holidays and days with hours of their own in order', () => {
    const { days } = buildCalendar(
      office({
        holidays: { '2026-12-25': 'Christmas Day' },
        days: {
          '2026-12-26': { hours: 'monday' },
          '2026-01-02': { name: 'Stocktaking', hours: ['10:00-12:00'] },
        },
      }),
      1,
    );
    expect(days).toEqual([
      { date: '2026-01-02', name: 'Stocktaking', hours: ['10:00-12:00'] },
      { date: '2026-12-25', name: 'Christmas Day', hours: [] },
      { date: '2026-12-26', hours: ['09:00-17:00'] },
    ]);
  });

  it('makes a document that stays what it is through JSON', () => {
    const document = buildCalendar(office({ holidays: { '2026-04-06': 'Easter Monday' } }), 1);
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
    const { from, to } = compileCalendar(document).horizon;
    expect(compileCalendar(document).openTime(from, to)).toBe(51 * 8 * 3_600_000);
  });

  it.each<[string, Partial<CalendarDefinition>, string, RegExp]>([
    ['a zone that is none', { zone: 'Europe/Nowhere' }, 'zone-unknown', /"Europe\/Nowhere"/],
    [
      'a day that is none',
      { horizon: { firstDay: '2026-02-30', lastDay: '2026-12-31' } },
      'calendar-malformed',
      /"2026-02-30"/,
    ],
    [
      'the hours of a day without any',
      { days: { '2026-01-04': { hours: 'sunday' } } },
      'calendar-malformed',
      /sunday has no hours/,
    ],
    [
      'a day that is a holiday and is not',
      { holidays: { '2026-01-05': 'Rest' }, days: { '2026-01-05': { hours: ['09:00-10:00'] } } },
      'calendar-malformed',
      /2026-01-05 is named twice/,
    ],
    ['hours that are none', { weekly: { monday: ['nine to five'] } }, 'calendar-malformed', /nine to five/],
  ])('refuses %s', (_, change, code, message) => {
    expect(() => buildCalendar(office(change), 1)).toThrow(failure(code, message));
  });
});

describe('a stored zone', () => {
  it.each([
    'Europe/London',
    'America/St_Johns',
    'Africa/Casablanca',
    'Australia/Lord_Howe',
    'Asia/Shanghai',
    'UTC',
  ])('%s has the offset of the time-zone database on every day of thirty years', (name) => {
    const [first, last] = [Date.UTC(2000, 0, 1), Date.UTC(2030, 0, 1)].map((at) => at / 86_400_000);
    const { offsetSeconds, changes } = storeZone(name, first ?? NaN, last ?? NaN);
    for (let day = first ?? NaN; day < (last ?? NaN); day++) {
      const at = day * 86_400_000;
      const stored =
        changes.findLast((change) => Date.parse(change.at) <= at)?.offsetSeconds ?? offsetSeconds;
      const known =
        Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(name).offsetNanoseconds / 1e9;
      if (stored !== known)
        throw new Error(`${name} ${new Date(at).toISOString()}: ${String(stored)} ${String(known)}`);
    }
  });
});
