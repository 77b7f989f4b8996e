import { buildCalendar } from './build-calendar';
import { CHINA_NOTICES, chinaHolidays } from './china';

const year = (of: number) => ({ firstDay: `${String(of)}-01-01`, lastDay: `${String(of)}-12-31` });

describe('the days off of China', () => {
  it('are those of the notice: nine days for the Spring Festival of 2026, two Saturdays worked for them', () => {
    const { holidays, days } = chinaHolidays(year(2026), ['09:00-12:00']);
    expect(Object.keys(holidays).filter((date) => date.startsWith('2026-02'))).toEqual(
      Array.from({ length: 9 }, (_, index) => `2026-02-${String(15 + index)}`),
    );
    expect(days['2026-02-28']).toEqual({ name: '调休上班', hours: ['09:00-12:00'] });
  });

  it('may begin in the December before', () => {
    expect(chinaHolidays(year(2022)).holidays).toHaveProperty('2022-12-31', '元旦');
  });

  it('are refused for a year that is not announced', () => {
    const last = Math.max(...CHINA_NOTICES.map((notice) => notice.year));
    const horizon = { firstDay: `${String(last)}-12-01`, lastDay: `${String(last + 1)}-01-31` };
    const refusal = expect.objectContaining({ name: 'SlaError', code: 'holidays-not-announced' }) as Error;
    expect(() => chinaHolidays(horizon)).toThrow(refusal);
    const announced = {
      year: last + 1,
      notice: 'just out',
      holidays: [],
      workdays: [`${String(last + 1)}-01-03`],
    };
    const { days } = chinaHolidays(horizon, 'friday', [...CHINA_NOTICES, announced]);
    expect(days).toEqual({ [`${String(last + 1)}-01-03`]: { name: '调休上班', hours: 'friday' } });
  });

  it.each(CHINA_NOTICES)(
    'have a make-up day on a week-end for every working day off but those of the law: $year',
    (notice) => {
      const horizon = year(notice.year);
      const hours = ['09:00-17:00'];
      const weekly = { monday: hours, tuesday: hours, wednesday: hours, thursday: hours, friday: hours };
      const { days } = buildCalendar(
        { name: 'cn', zone: 'Asia/Shanghai', horizon, weekly, ...chinaHolidays(horizon) },
        1,
      );
      const onWeekEnd = ({ date }: { date: string }) => [0, 6].includes(new Date(date).getUTCDay());
      const worked = days.filter((day) => day.hours.length > 0);
      expect(worked.every(onWeekEnd)).toBe(true);
      expect(worked.map(({ date }) => date)).toEqual(notice.workdays);
      // 11 days off by law until 2024, 13 since; those that fall on a week-end are made up for.
      const off = days.filter((day) => day.hours.length === 0 && !onWeekEnd(day));
      const lost = off.length - worked.length;
      expect(lost).toBeGreaterThanOrEqual(notice.year < 2025 ? 9 : 11);
      expect(lost).toBeLessThanOrEqual(notice.year < 2025 ? 11 : 13);
    },
  );
});
