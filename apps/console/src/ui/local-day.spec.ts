import { dateText, dayOf, hoursOf, onDate } from './local-day';

const HOUR = 3_600_000;

/** An instant by the clock on the wall, in the zone of whoever runs this. */
const at = (month: number, day: number, hour = 0, minute = 0) =>
  new Date(2026, month - 1, day, hour, minute).getTime();

describe('a day of the browser', () => {
  it('goes from midnight to midnight', () => {
    const day = { from: at(3, 2), to: at(3, 3) };
    expect(dayOf(at(3, 2, 10, 32))).toEqual(day);
    expect(dayOf(day.from)).toEqual(day);
    expect(dayOf(day.to - 1)).toEqual(day);
    expect(dayOf(day.to)).toEqual({ from: at(3, 3), to: at(3, 4) });
  });

  it('is as long as it is where the clocks change', () => {
    for (let month = 1; month <= 12; month++) {
      for (let day = 1; day <= 28; day++) {
        const { from, to } = dayOf(at(month, day, 12));
        expect([dateText(from), dateText(to - 1)]).toEqual([dateText(to - 1), dateText(from)]);
        const hours = hoursOf({ from, to }, 1);
        expect(hours.length).toBe(Math.min(24, Math.ceil((to - from) / HOUR)));
        expect(hours[0]).toBe(from);
      }
    }
  });

  it('is named as inputs have it, and gives the same time on another one', () => {
    expect(dateText(at(3, 2, 23, 59))).toBe('2026-03-02');
    expect(onDate(at(3, 2, 10, 32), '2026-02-28')).toBe(at(2, 28, 10, 32));
    expect(onDate(at(3, 2), '')).toBeUndefined();
    expect(onDate(at(3, 2), 'soon')).toBeUndefined();
  });

  it('has marks every so many hours', () => {
    expect(hoursOf(dayOf(at(3, 2)), 6)).toEqual([0, 6, 12, 18].map((hour) => at(3, 2, hour)));
  });
});
