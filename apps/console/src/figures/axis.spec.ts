import { durationTicks, tickLabel } from './axis';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

/** The ticks of an axis up to a duration, as they are read. */
function labels(max: number, locale = 'en-GB'): readonly string[] {
  const { step, top } = durationTicks(max);
  const ticks = Array.from({ length: top / step + 1 }, (_, n) => n * step);
  return ticks.map((ms) => tickLabel(ms, step, locale));
}

describe('an axis of durations', () => {
  it.each([
    [16 * HOUR + 40 * MINUTE, ['0 hrs', '4 hrs', '8 hrs', '12 hrs', '16 hrs', '20 hrs']],
    [50 * MINUTE, ['0 mins', '15 mins', '30 mins', '45 mins', '60 mins']],
    [4 * MINUTE, ['0 mins', '1 min', '2 mins', '3 mins', '4 mins']],
    [3 * DAY, ['0 days', '1 day', '2 days', '3 days']],
    [900, ['0 secs', '1 sec']],
    [0, ['0 secs', '1 sec']],
  ])('up to %d ms has round ticks', (max, ticks) => {
    expect(labels(max)).toEqual(ticks);
  });

  it('has few ticks, and none below the largest value, however long it is', () => {
    for (let max = 1; max < 5_000 * DAY; max *= 1.7) {
      const { step, top } = durationTicks(max);
      expect(top).toBeGreaterThanOrEqual(max);
      expect(top / step).toBeLessThanOrEqual(6);
      expect(top - step).toBeLessThan(max);
    }
  });

  it('is read in the language of the page', () => {
    expect(labels(2 * HOUR, 'zh-CN').slice(0, 2)).toEqual(['0分钟', '30分钟']);
  });
});
