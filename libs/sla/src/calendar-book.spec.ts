import { addCalendar, calendarOf, findCalendar } from './calendar-book';
import { ROUND_THE_CLOCK } from './calendar';
import type { CalendarDocument } from './calendar-document';

const office = (version: number, hours = '09:00-17:00'): CalendarDocument => ({
  name: 'office',
  version,
  zone: { name: 'UTC', offsetSeconds: 0, changes: [] },
  horizon: { firstDay: '2026-01-01', lastDay: '2026-12-31' },
  weekly: { monday: [hours] },
  days: [],
});

const failure = (code: string) => expect.objectContaining({ name: 'SlaError', code }) as Error;

describe('the book of calendars', () => {
  it('knows 24 × 7, in its one version', () => {
    expect(findCalendar('24x7')).toBe(ROUND_THE_CLOCK);
    expect(findCalendar('24x7', 1)).toBe(ROUND_THE_CLOCK);
    expect(findCalendar('24x7', 2)).toBeUndefined();
    expect(findCalendar('office')).toBeUndefined();
  });

  it('knows every version that was added, and which is the newest', () => {
    const [second, first] = [addCalendar(office(2)), addCalendar(office(1, '10:00-16:00'))];
    expect(findCalendar('office')).toBe(second);
    expect(findCalendar('office', 1)).toBe(first);
    expect(calendarOf({ name: 'office', version: 2 })).toBe(second);
    expect(() => calendarOf({ name: 'office', version: 3 })).toThrow(failure('calendar-unknown'));
  });

  it('takes the same version twice, however its keys are ordered', () => {
    const { weekly, ...rest } = office(5);
    expect(addCalendar({ weekly, ...rest })).toBe(addCalendar(office(5)));
  });

  it('refuses to change a version', () => {
    addCalendar(office(6));
    expect(() => addCalendar(office(6, '08:00-17:00'))).toThrow(failure('calendar-changed'));
  });

  it('takes in no calendar that makes no sense', () => {
    expect(() => addCalendar(office(7, '9-17'))).toThrow(failure('calendar-malformed'));
    expect(findCalendar('office', 7)).toBeUndefined();
  });
});
