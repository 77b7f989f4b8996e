import { compileCalendar } from './compile-calendar';
import { ROUND_THE_CLOCK } from './calendar';
import { explain } from './explain';

const calendar = compileCalendar({
  name: 'office',
  version: 1,
  zone: { name: 'UTC', offsetSeconds: 0, changes: [] },
  horizon: { firstDay: '2026-01-01', lastDay: '2026-12-31' },
  weekly: { monday: ['09:00-17:00'], tuesday: ['09:00-17:00'], wednesday: ['09:00-17:00'] },
  days: [{ date: '2026-01-06', name: 'Epiphany', hours: [] }],
});
const at = (text: string): number => Date.parse(`2026-01-${text}:00Z`);

describe('explain', () => {
  it('names what every edge follows from: the clock, the hours, the pause', () => {
    const pauses = [
      { from: at('05T10:00'), to: at('05T10:00') },
      { from: at('05T10:00'), to: at('05T12:00') },
      { from: at('05T11:00'), to: at('05T13:00') },
    ];
    const { intervals } = explain({ start: at('05T09:30'), calendar, pauses }, 'PT8H', at('07T10:00'));
    expect(intervals.map(({ state, begins, ends }) => [state, begins.by, ends.by])).toEqual([
      ['running', 'start', 'pause'],
      ['paused', 'pause', 'resume'],
      ['running', 'resume', 'closing'],
      ['closed', 'closing', 'opening'],
      ['running', 'opening', 'end'],
    ]);
    expect(intervals[1]).toMatchObject({ begins: { pause: 1 }, ends: { pause: 2 } });
    expect(intervals[2]?.ends).toMatchObject({
      hours: { rule: 'weekly', date: '2026-01-05', hours: '09:00-17:00' },
    });
    expect(intervals[3]).toMatchObject({ holidays: [{ date: '2026-01-06', name: 'Epiphany' }] });
    expect(intervals[4]?.begins).toMatchObject({ hours: { date: '2026-01-07' } });
  });

  it('says when it is due, and sums what it was', () => {
    const pauses = [{ from: at('05T16:00'), to: at('07T10:00') }];
    expect(explain({ start: at('05T09:00'), calendar, pauses }, 'PT8H', at('07T11:00'))).toMatchObject({
      dueAt: at('07T11:00'),
      runningMs: 8 * 3_600_000,
      pausedMs: 2 * 3_600_000,
      closedMs: 40 * 3_600_000,
    });
  });

  it('has no due instant while a pause does not end', () => {
    const paused = explain({ start: 0, calendar: ROUND_THE_CLOCK, pauses: [{ from: 5 }] }, 'PT1H', 9);
    expect(paused).not.toHaveProperty('dueAt');
    expect(paused.intervals.map(({ state, from, to }) => [state, from, to])).toEqual([
      ['running', 0, 5],
      ['paused', 5, 9],
    ]);
  });

  it('tells nothing of a clock that has not begun', () => {
    expect(explain({ start: 10, calendar: ROUND_THE_CLOCK, pauses: [] }, 'PT1H', 10).intervals).toEqual([]);
  });

  it('tells what is known, though the clock is due beyond the horizon', () => {
    const timing = { start: Date.parse('2026-12-28T16:00:00Z'), calendar, pauses: [] };
    const until = Date.parse('2026-12-30T00:00:00Z');
    const { runningMs, ...rest } = explain(timing, 'P3BD', until);
    expect(runningMs).toBe(9 * 3_600_000);
    expect(rest).not.toHaveProperty('dueAt');
    expect(() => explain(timing, 'P3BD', until + 30 * 86_400_000)).toThrow(
      expect.objectContaining({ code: 'beyond-horizon' }) as Error,
    );
  });
});
