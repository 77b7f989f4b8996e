import * as fc from 'fast-check';
import { isInstant } from './iso-instant';

describe('an instant', () => {
  it('is whatever the clock of the machine writes from 1900 on', () => {
    const dates = fc.date({
      min: new Date('1900-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(fc.property(dates, (date) => isInstant(date.toISOString())));
  });

  it('is on a day that exists', () => {
    const two = (value: number): string => String(value).padStart(2, '0');
    const day = fc.tuple(
      fc.integer({ min: 1900, max: 2400 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
    );
    fc.assert(
      fc.property(day, ([year, month, dayOfMonth]) => {
        const date = new Date(Date.UTC(year, month - 1, dayOfMonth));
        const exists =
          date.getUTCFullYear() === year &&
          date.getUTCMonth() === month - 1 &&
          date.getUTCDate() === dayOfMonth;
        expect(isInstant(`${String(year)}-${two(month)}-${two(dayOfMonth)}T12:00:00Z`)).toBe(exists);
      }),
    );
  });

  it.each([
    '2026-03-01T09:30Z',
    '2026-03-01T09:30:00+08:00',
    '2026-03-01T09:30:00.123456789-05:30',
    '2024-02-29T23:59:59Z',
  ])('may be written %s, which the runtime reads too', (text) => {
    expect(isInstant(text)).toBe(true);
    expect(Date.parse(text)).not.toBeNaN();
  });

  it.each([
    '2026-03-01',
    '2026-03-01T09:30:00',
    '2026-03-01 09:30:00Z',
    '2026-03-01T24:00:00Z',
    '2026-03-01T09:60:00Z',
    '2026-03-01T09:30:60Z',
    '2026-03-01T09:30:00+24:00',
    '2025-02-29T00:00:00Z',
    '0026-03-01T09:30:00Z',
    '+012026-03-01T09:30:00Z',
    '9999-12-31T23:59:59-00:01',
    '1900-01-01T00:00:00+00:01',
    '1772357400000',
    ' 2026-03-01T09:30:00Z',
    '2026-03-01T09:30:00Z\n',
    1772357400000,
    null,
    ['2026-03-01T09:30:00Z'],
  ])('is not %j', (value) => {
    expect(isInstant(value)).toBe(false);
  });
});
