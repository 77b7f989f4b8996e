import fc from 'fast-check';
import { fromIso, toIso } from './instant';

describe('an instant', () => {
  it('is written in UTC with milliseconds', () => {
    expect(toIso(Date.UTC(2026, 2, 1, 9, 30))).toBe('2026-03-01T09:30:00.000Z');
  });

  it('is the same when it is read again', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (date) => {
        expect(fromIso(toIso(date.getTime()))).toBe(date.getTime());
      }),
    );
  });

  it('may come with an offset', () => {
    expect(fromIso('2026-03-01T10:30:00+01:00')).toBe(Date.UTC(2026, 2, 1, 9, 30));
  });

  it.each([NaN, Infinity, 8.64e15 + 1])('is not %d', (number) => {
    expect(() => toIso(number)).toThrow(RangeError);
  });

  it.each(['', 'now', '2026-13-01T00:00:00Z'])('is not "%s"', (text) => {
    expect(() => fromIso(text)).toThrow(RangeError);
  });
});
