import { boundsOf, figuresSearch, isUpsideDown, type FiguresSearch } from './figures-search';

/** An instant of the zone in which the test runs, as the browser's zone is that of whoever looks on. */
const local = (...parts: [number, number, number, number?]) => new Date(...parts);
const iso = (...parts: [number, number, number]) => local(...parts).toISOString();

describe('the range of figures', () => {
  const thursday = local(2026, 2, 5, 16).getTime();
  const sunday = local(2026, 2, 1, 16).getTime();
  const bounds = (search: FiguresSearch, now = thursday) => boundsOf(search, now);

  it('is of whole days, and open at its end where it goes on', () => {
    expect(bounds({ range: 'today' })).toEqual({ from: iso(2026, 2, 5) });
    expect(bounds({})).toEqual({ from: iso(2026, 1, 27) });
    expect(bounds({ range: 'month' })).toEqual({ from: iso(2026, 2, 1) });
    expect(bounds({ range: 'lastMonth' })).toEqual({ from: iso(2026, 1, 1), to: iso(2026, 2, 1) });
    expect(bounds({ range: 'all' })).toEqual({});
  });

  it('begins the week on its Monday, on a Sunday, too', () => {
    expect(bounds({ range: 'week' })).toEqual({ from: iso(2026, 2, 2) });
    expect(bounds({ range: 'week' }, sunday)).toEqual({ from: iso(2026, 1, 23) });
  });

  it('of somebody’s own counts its last day, and is open where they named none', () => {
    const own = { range: 'own', from: '2026-02-27', to: '2026-02-28' };
    expect(bounds(own)).toEqual({ from: iso(2026, 1, 27), to: iso(2026, 2, 1) });
    expect(bounds({ range: 'own', from: 'soon' })).toEqual({ from: undefined, to: undefined });
  });

  it('of somebody’s own may be upside down', () => {
    const own = (from: string, to: string) => isUpsideDown(bounds({ range: 'own', from, to }));
    expect(own('2026-03-05', '2026-03-01')).toBe(true);
    expect(own('2026-03-01', '2026-03-01')).toBe(false);
    expect(own('2026-03-01', '')).toBe(false);
  });

  it('is read from an address, with nothing in it that is not of the page', () => {
    expect(figuresSearch({ figure: 'promises', team: 12, colour: 'red', agent: '' })).toEqual({
      figure: 'promises',
      team: '12',
    });
  });
});
