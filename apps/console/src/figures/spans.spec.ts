import { drawnGroups } from './spans';

const at = (...parts: [number, number, number, number?]) => new Date(...parts).toISOString();
const group = (startsAt: string) => ({ group: startsAt, startsAt, n: 1 });

describe('groups that are drawn', () => {
  it('have the days between them in which nothing was counted', () => {
    const days = [at(2026, 1, 27), at(2026, 2, 2)].map(group);
    expect(drawnGroups({ by: 'day', groups: days })).toEqual([
      days[0],
      { group: null, startsAt: at(2026, 1, 28) },
      { group: null, startsAt: at(2026, 2, 1) },
      days[1],
    ]);
  });

  it('have the hours and months between them, too', () => {
    const starts = (by: string, ...groups: readonly string[]) =>
      drawnGroups({ by, groups: groups.map(group) }).map(({ startsAt }) => startsAt);
    expect(starts('hour', at(2026, 2, 2, 9), at(2026, 2, 2, 11))).toEqual(
      [9, 10, 11].map((hour) => at(2026, 2, 2, hour)),
    );
    expect(starts('month', at(2026, 0, 1), at(2026, 2, 1))).toEqual(
      [0, 1, 2].map((month) => at(2026, month, 1)),
    );
  });

  it('are as they came where they are no spans of time, or would be too many', () => {
    const teams = [{ group: 'north' }, { group: 'south' }];
    expect(drawnGroups({ by: 'team', groups: teams })).toBe(teams);
    const far = [at(1970, 0, 2), at(2026, 0, 1)].map(group);
    expect(drawnGroups({ by: 'hour', groups: far })).toBe(far);
  });
});
