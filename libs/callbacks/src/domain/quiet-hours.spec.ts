import fc from 'fast-check';
import { dayOf, isQuiet, nextDayAfter, quietSince, quietUntil, zoneName, type RestTime } from './quiet-hours';

const at = (iso: string): number => Date.parse(iso);
const iso = (instant: number | undefined) =>
  instant === undefined ? undefined : new Date(instant).toISOString();
const rest = (from: string, to: string, timeZone: string): RestTime => ({
  quietHours: { from, to },
  timeZone,
});

const SHANGHAI = rest('21:00', '08:00', 'Asia/Shanghai');
const LONDON = rest('21:00', '08:00', 'Europe/London');

describe('quiet hours', () => {
  it('are read off the clock of the customer, across midnight', () => {
    expect(isQuiet(at('2026-03-02T12:59:59.999Z'), SHANGHAI)).toBe(false); // 20:59
    expect(isQuiet(at('2026-03-02T13:00:00Z'), SHANGHAI)).toBe(true); // 21:00
    expect(isQuiet(at('2026-03-02T16:00:00Z'), SHANGHAI)).toBe(true); // 00:00
    expect(isQuiet(at('2026-03-02T23:59:59.999Z'), SHANGHAI)).toBe(true); // 07:59
    expect(isQuiet(at('2026-03-03T00:00:00Z'), SHANGHAI)).toBe(false); // 08:00
  });

  it('can lie within one day', () => {
    const siesta = rest('12:00', '14:30', 'Asia/Shanghai');
    expect(
      [3.9, 4, 6.4, 6.5].map((hour) => isQuiet(at('2026-03-02T00:00:00Z') + hour * 3_600_000, siesta)),
    ).toEqual([false, true, true, false]);
  });

  it('are none where they begin and end at the same time', () => {
    const never = rest('09:00', '09:00', 'Asia/Shanghai');
    expect(isQuiet(at('2026-03-02T01:00:00Z'), never)).toBe(false);
    expect(quietUntil(at('2026-03-02T01:00:00Z'), never)).toBe(at('2026-03-02T01:00:00Z'));
  });

  it('say when they began and when they will be over, and nothing outside of them', () => {
    const night = at('2026-03-02T20:00:00Z');
    expect(iso(quietSince(night, SHANGHAI))).toBe('2026-03-02T13:00:00.000Z');
    expect(iso(quietUntil(night, SHANGHAI))).toBe('2026-03-03T00:00:00.000Z');
    const day = at('2026-03-03T00:00:00Z');
    expect(quietSince(day, SHANGHAI)).toBeUndefined();
    expect(quietUntil(day, SHANGHAI)).toBe(day);
  });

  it('are an hour shorter in the night in which summer time begins, and an hour longer when it ends', () => {
    expect(iso(quietUntil(at('2026-03-28T22:00:00Z'), LONDON))).toBe('2026-03-29T07:00:00.000Z');
    expect(iso(quietSince(at('2026-03-29T06:59:00Z'), LONDON))).toBe('2026-03-28T21:00:00.000Z');
    expect(iso(quietUntil(at('2026-10-24T22:00:00Z'), LONDON))).toBe('2026-10-25T08:00:00.000Z');
    expect(iso(quietSince(at('2026-10-25T07:59:00Z'), LONDON))).toBe('2026-10-24T20:00:00.000Z');
  });

  it('end where the clock is set past their end, which is never shown', () => {
    const early = rest('22:00', '01:30', 'Europe/London'); // 01:00 is followed by 02:00
    expect(iso(quietUntil(at('2026-03-29T00:59:00Z'), early))).toBe('2026-03-29T01:00:00.000Z');
  });

  it('begin where the clock is set past their beginning, which is never shown', () => {
    const late = rest('01:30', '05:00', 'Europe/London');
    expect(isQuiet(at('2026-03-29T00:59:59Z'), late)).toBe(false);
    expect(iso(quietSince(at('2026-03-29T01:10:00Z'), late))).toBe('2026-03-29T01:00:00.000Z');
  });

  it('are there again in the hour that the clock shows twice', () => {
    const early = rest('22:00', '01:30', 'Europe/London'); // 02:00 is followed by 01:00
    expect(iso(quietUntil(at('2026-10-24T23:00:00Z'), early))).toBe('2026-10-25T00:30:00.000Z');
    expect(isQuiet(at('2026-10-25T00:45:00Z'), early)).toBe(false); // 01:45
    expect(isQuiet(at('2026-10-25T01:15:00Z'), early)).toBe(true); // 01:15 again
    expect(iso(quietUntil(at('2026-10-25T01:15:00Z'), early))).toBe('2026-10-25T01:30:00.000Z');
  });

  it('know summer time of half an hour', () => {
    const island = rest('22:00', '01:45', 'Australia/Lord_Howe'); // 02:00 is followed by 01:30
    expect(iso(quietUntil(at('2026-04-04T13:00:00Z'), island))).toBe('2026-04-04T14:45:00.000Z');
    expect(isQuiet(at('2026-04-04T15:10:00Z'), island)).toBe(true); // 01:40 again
  });

  it('leave out a day that summer time takes them from', () => {
    const skipped = rest('01:00', '02:00', 'Europe/London');
    expect(isQuiet(at('2026-03-29T01:00:00Z'), skipped)).toBe(false);
    const loudHour = rest('02:00', '01:00', 'Europe/London'); // loud from 01:00 to 02:00 alone
    expect(iso(quietUntil(at('2026-03-28T03:00:00Z'), loudHour))).toBe('2026-03-30T00:00:00.000Z');
  });
});

describe('the days of a customer', () => {
  it('are those of the zone', () => {
    expect(dayOf(at('2026-03-01T16:30:00Z'), 'Asia/Shanghai')).toBe('2026-03-02');
    expect(iso(nextDayAfter(at('2026-03-01T16:30:00Z'), 'Asia/Shanghai'))).toBe('2026-03-02T16:00:00.000Z');
  });

  it('begin with the first hour that there is', () => {
    // In Beirut summer time begins at midnight: the day begins at 01:00.
    expect(iso(nextDayAfter(at('2026-03-28T10:00:00Z'), 'Asia/Beirut'))).toBe('2026-03-28T22:00:00.000Z');
  });
});

describe('the name of a zone', () => {
  it('is that of the IANA database', () => {
    expect(zoneName('Europe/London')).toBe('Europe/London');
    expect(zoneName('europe/london')).toBe('Europe/London');
  });

  it.each(['Mars/Olympus', '+01:00', '', 'GMT+1', '2026-03-02'])('is not %p', (text) => {
    expect(zoneName(text)).toBeUndefined();
  });
});

describe('the edges of quiet hours', () => {
  const ZONES = [
    'Europe/London',
    'America/New_York',
    'Asia/Shanghai',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
  ];
  const wallTime = fc
    .tuple(fc.nat(23), fc.constantFrom('00', '15', '30', '45'))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);
  const year = { min: at('2026-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z') };

  it('are the nearest at which it changes, whatever the hours and the zone', () => {
    fc.assert(
      fc.property(
        fc.integer(year),
        wallTime,
        wallTime,
        fc.constantFrom(...ZONES),
        (instant, from, to, zone) => {
          const hours = rest(from, to, zone);
          fc.pre(isQuiet(instant, hours));
          const [since, until] = [quietSince(instant, hours) ?? NaN, quietUntil(instant, hours)];
          expect([since - 1, since, until - 1, until].map((edge) => isQuiet(edge, hours))).toEqual([
            false,
            true,
            true,
            false,
          ]);
          // Looking at every quarter of an hour finds nothing else in between: all changes of a clock fall on one.
          const quarter = 15 * 60_000;
          for (let look = Math.ceil(since / quarter) * quarter; look < until; look += quarter)
            expect(isQuiet(look, hours)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});
