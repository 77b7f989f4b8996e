import { listedBehind } from './listed-behind';

const iso = (...parts: [number, number, number, number?]) => new Date(...parts).toISOString();
const asked = {
  kind: 'complaint',
  clock: 'resolution',
  as: 'known',
  on: 'happened',
  by: 'day',
  zone: 'Europe/London',
};
const counted = { kind: 'complaint', clock: 'resolution', as: 'known', on: 'happened' };

describe('what is listed behind a number', () => {
  it('are those of the team or agent, over the same range', () => {
    const range = { on: 'happened', from: iso(2026, 2, 1) } as const;
    expect(listedBehind({ by: 'team', range }, { group: 'north' }, { verdict: 'met' }, asked)).toEqual({
      ...counted,
      ...{ team: 'north', verdict: 'met', from: iso(2026, 2, 1) },
    });
    expect(listedBehind({ by: 'agent', range }, { group: null }, { verdict: 'met' }, asked)).toBeUndefined();
  });

  it('are those of the day, as far as it lies in the range', () => {
    const range = { on: 'happened', from: iso(2026, 2, 1, 9), to: iso(2026, 2, 2, 17) } as const;
    const ofDay = (day: number) =>
      listedBehind(
        { by: 'day', range },
        { group: '', startsAt: iso(2026, 2, day) },
        { verdict: 'missed' },
        asked,
      );
    const missed = { ...counted, verdict: 'missed' };
    expect(ofDay(1)).toEqual({ ...missed, from: iso(2026, 2, 1, 9), to: iso(2026, 2, 2) });
    expect(ofDay(2)).toEqual({ ...missed, from: iso(2026, 2, 2), to: iso(2026, 2, 2, 17) });
  });

  it('are those who said something of a dimension of service, whatever it weighs; nothing lists the whole of them', () => {
    const range = { on: 'happened' } as const;
    const weighed = { kind: 'all', purpose: 'care', reliability: 40, empathy: 20 };
    const behind = (group: string) => listedBehind({ by: 'dimension', range }, { group }, {}, weighed);
    expect(behind('empathy')).toEqual({ kind: 'all', purpose: 'care', dimension: 'empathy' });
    expect(behind('overall')).toBeUndefined();
  });
});
