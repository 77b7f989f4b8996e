import { verdictsBehind } from './verdicts-behind';

const iso = (...parts: [number, number, number, number?]) => new Date(...parts).toISOString();
const asked = { kind: 'complaint', clock: 'resolution', as: 'known', by: 'day', zone: 'Europe/London' };
const counted = { source: 'verdicts', kind: 'complaint', clock: 'resolution', as: 'known', on: 'happened' };

describe('the verdicts behind a number', () => {
  it('are those of the team or agent, over the same range', () => {
    const range = { on: 'happened', from: iso(2026, 2, 1) } as const;
    expect(verdictsBehind({ by: 'team', range }, { group: 'north' }, 'met', asked)).toEqual({
      ...counted,
      ...{ team: 'north', verdict: 'met', from: iso(2026, 2, 1) },
    });
    expect(verdictsBehind({ by: 'agent', range }, { group: null }, 'met', asked)).toBeUndefined();
  });

  it('are those of the day, as far as it lies in the range', () => {
    const range = { on: 'happened', from: iso(2026, 2, 1, 9), to: iso(2026, 2, 2, 17) } as const;
    const ofDay = (day: number) =>
      verdictsBehind({ by: 'day', range }, { group: '', startsAt: iso(2026, 2, day) }, 'missed', asked);
    const missed = { ...counted, verdict: 'missed' };
    expect(ofDay(1)).toEqual({ ...missed, from: iso(2026, 2, 1, 9), to: iso(2026, 2, 2) });
    expect(ofDay(2)).toEqual({ ...missed, from: iso(2026, 2, 2), to: iso(2026, 2, 2, 17) });
  });
});
