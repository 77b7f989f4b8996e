import { publicHolidays } from './public-holidays';

const YEAR = { firstDay: '2026-01-01', lastDay: '2026-12-31' };

describe('the public holidays of a country', () => {
  it('are those of England, with substitute days', () => {
    const england = publicHolidays(
      { country: 'GB', region: 'ENG' },
      { firstDay: '2016-03-01', lastDay: '2017-02-28' },
    );
    expect(england).toEqual({
      '2016-03-25': 'Good Friday',
      '2016-03-28': 'Easter Monday',
      '2016-05-02': 'Early May bank holiday',
      '2016-05-30': 'Spring bank holiday',
      '2016-08-29': 'Summer bank holiday',
      '2016-12-25': 'Christmas Day',
      '2016-12-26': 'Boxing Day',
      '2016-12-27': 'Christmas Day (substitute day)',
      '2017-01-01': "New Year's Day",
      '2017-01-02': "New Year's Day (substitute day)",
    });
  });

  it('may differ by region, and be told in another language', () => {
    expect(publicHolidays({ country: 'DE', region: 'BY', language: 'en' }, YEAR)).toHaveProperty(
      '2026-01-06',
      'Epiphany',
    );
    expect(publicHolidays({ country: 'DE', region: 'BE' }, YEAR)).not.toHaveProperty('2026-01-06');
  });

  it.each([
    ['a country that is none', { country: 'XX' }, 'country-unknown'],
    ['a region that is none', { country: 'GB', region: 'QQ' }, 'country-unknown'],
    ['China, where no rule tells them', { country: 'CN' }, 'holidays-not-announced'],
  ])('are refused for %s', (_, place, code) => {
    expect(() => publicHolidays(place, YEAR)).toThrow(
      expect.objectContaining({ name: 'SlaError', code }) as Error,
    );
  });
});
