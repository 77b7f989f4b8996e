import { publicHolidays } from '../../../sla/src/build-calendar/public-holidays';
import { parseCalendar } from '../calendar/calendar-file';
import { makeCalendar, type CalendarWish } from './make-calendar';

const HOURS = ['09:00-12:00', '13:00-17:00'];
const wish = (change: Partial<CalendarWish>): CalendarWish => ({
  name: 'made',
  country: 'DE',
  zone: 'Europe/Berlin',
  years: { first: 2026, last: 2027 },
  weekly: { monday: HOURS, friday: HOURS },
  ...change,
});
const made = (change: Partial<CalendarWish> = {}) =>
  parseCalendar(makeCalendar(wish(change), publicHolidays));

describe('a calendar that is made', () => {
  it('is a file with the public holidays of the place', () => {
    expect(made()).toMatchObject({
      name: 'made',
      zone: 'Europe/Berlin',
      horizon: { firstDay: '2026-01-01', lastDay: '2027-12-31' },
      weekly: { monday: HOURS, friday: HOURS },
      holidays: { '2026-10-03': 'Tag der Deutschen Einheit', '2027-12-25': '1. Weihnachtstag' },
    });
    expect(made().holidays).not.toHaveProperty('2026-06-04');
    expect(made({ region: 'BY' }).holidays).toHaveProperty('2026-06-04');
  });

  it('goes by the notices in China, with the make-up days of 调休', () => {
    const china = made({ country: 'CN', zone: 'Asia/Shanghai', years: { first: 2026, last: 2026 } });
    expect(china.days).toMatchObject({ '2026-02-14': { name: '调休上班', hours: HOURS } });
    expect(china.holidays).toHaveProperty('2026-02-17');
  });

  it('is refused for a year that China has not announced, and for no country', () => {
    expect(() => made({ country: 'CN', zone: 'Asia/Shanghai' })).toThrow(/days off of 2027 in China/);
    expect(() => made({ country: 'XX' })).toThrow(/no holidays are known for XX/);
  });
});
