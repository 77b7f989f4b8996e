import type { CalendarDocument, SpecialDay } from './calendar-document';
import { compileCalendar } from './compile-calendar';

/** Monday 2026-01-05 is the first full week's first day. */
const document = (change: Partial<CalendarDocument> = {}): CalendarDocument => ({
  name: 'office',
  version: 3,
  zone: { name: 'Europe/London', offsetSeconds: 0, changes: [] },
  horizon: { firstDay: '2026-01-01', lastDay: '2026-01-31' },
  weekly: { monday: ['09:00-12:00', '13:00-17:00'], tuesday: ['22:00-06:00'], sunday: ['18:00-24:00'] },
  days: [],
  ...change,
});

const at = (text: string): number => Date.parse(`2026-01-${text}:00Z`);
const open = (change: Partial<CalendarDocument>, from: string, until: string): string[] =>
  [...compileCalendar(document(change)).openFrom(at(from), at(until))].map(({ from: begin, to }) =>
    [begin, to].map((edge) => new Date(edge).toISOString().slice(8, 16)).join('/'),
  );

const failure = (code: string, message?: RegExp) =>
  expect.objectContaining({
    name: 'SlaError',
    code,
    ...(message === undefined ? {} : { message: expect.stringMatching(message) as string }),
  }) as Error;

describe('a calendar', () => {
  it('is open at the hours of the week, over midnight too', () => {
    expect(open({}, '05T00:00', '08T00:00')).toEqual([
      '05T09:00/05T12:00',
      '05T13:00/05T17:00',
      '06T22:00/07T06:00',
    ]);
  });

  it('gives the interval that it is in, whole, and none that ended at that instant', () => {
    expect(open({}, '07T05:59', '08T00:00')).toEqual(['06T22:00/07T06:00']);
    expect(open({}, '07T06:00', '08T00:00')).toEqual([]);
  });

  it('is one piece where hours meet', () => {
    const weekly = { sunday: ['18:00-24:00'], monday: ['00:00-09:00', '09:00-17:00'] };
    expect(open({ weekly }, '04T00:00', '06T00:00')).toEqual(['04T18:00/05T17:00']);
  });

  it.each<[string, SpecialDay, string[]]>([
    ['a holiday', { date: '2026-01-05', hours: [] }, []],
    ['a half day', { date: '2026-01-05', hours: ['09:00-12:00'] }, ['05T09:00/05T12:00']],
    [
      'a make-up day',
      { date: '2026-01-10', hours: ['10:00-14:00'] },
      ['05T09:00/05T12:00', '05T13:00/05T17:00'],
    ],
  ])('has days with hours of their own: %s', (_, day, expected) => {
    expect(open({ days: [day] }, '05T00:00', '06T00:00')).toEqual(expected);
    expect(open({ days: [day] }, '10T00:00', '11T00:00')).toEqual(
      day.date === '2026-01-10' ? ['10T10:00/10T14:00'] : [],
    );
  });

  it('knows the night shift that began on the day before its first', () => {
    const horizon = { firstDay: '2026-01-07', lastDay: '2026-01-31' };
    expect(open({ horizon }, '07T01:00', '08T00:00')).toEqual(['06T22:00/07T06:00']);
  });

  it('says which hours an edge follows from', () => {
    const days = [
      { date: '2026-01-05', name: 'Stocktaking', hours: ['09:00-10:00'] },
      { date: '2026-01-10', hours: ['10:00-14:00'] },
    ];
    const { days: counted } = compileCalendar(document({ days }));
    expect(counted?.hoursAt(at('05T10:00'), 'closing')).toEqual({
      rule: 'special-hours',
      date: '2026-01-05',
      weekday: 'monday',
      name: 'Stocktaking',
      hours: '09:00-10:00',
    });
    expect(counted?.hoursAt(at('10T10:00'), 'opening')).toMatchObject({
      rule: 'make-up',
      weekday: 'saturday',
    });
    expect(counted?.hoursAt(at('07T06:00'), 'closing')).toMatchObject({ rule: 'weekly', date: '2026-01-06' });
    expect(counted?.hoursAt(at('07T06:00'), 'opening')).toBeUndefined();
  });
});

describe('the horizon', () => {
  const calendar = compileCalendar(document());

  it('is from the midnight of the first day to the midnight after the last', () => {
    expect(calendar.horizon).toEqual({ from: at('01T00:00'), to: Date.parse('2026-02-01T00:00:00Z') });
    expect(calendar.openTime(calendar.horizon.from, calendar.horizon.to)).toBeGreaterThan(0);
  });

  it('is where every answer ends: nothing is guessed', () => {
    const { from, to } = calendar.horizon;
    expect(() => calendar.openTime(from - 1, to)).toThrow(failure('beyond-horizon'));
    expect(() => calendar.openTime(from, to + 1)).toThrow(failure('beyond-horizon'));
    expect(() => calendar.reach(from, 1e12)).toThrow(failure('beyond-horizon', /2026-02-01T00:00:00.000Z/));
    expect(() => [...calendar.openFrom(from)]).toThrow(failure('beyond-horizon'));
  });

  it('refuses nothing that does not depend on what lies beyond', () => {
    const { from, to } = calendar.horizon;
    expect(calendar.reach(from, 3_600_000)).toBe(at('04T19:00'));
    expect(calendar.reach(from, 1e12, to)).toBeUndefined();
    expect([...calendar.openFrom(from, to)].length).toBeGreaterThan(8);
    expect(calendar.openFrom(from).next().value).toEqual({ from: at('04T18:00'), to: at('05T00:00') });
  });

  it('does not count a day whose close it does not know', () => {
    const night = compileCalendar(document({ horizon: { firstDay: '2026-01-01', lastDay: '2026-01-06' } }));
    expect(() => night.days?.working.due(at('05T10:00'), 1, [])).toThrow(failure('beyond-horizon'));
    expect(night.openTime(at('06T00:00'), at('07T00:00'))).toBe(2 * 3_600_000);
  });
});

describe('a calendar is refused', () => {
  const monday = (...hours: readonly string[]) => ({ weekly: { monday: hours } });
  it.each<[string, Partial<CalendarDocument>, RegExp]>([
    ['hours that are none', monday('9-17'), /"9-17" are no hours/],
    ['an hour that no day has', monday('09:00-25:00'), /"09:00-25:00" are no hours/],
    ['hours of no length', monday('09:00-09:00'), /"09:00-09:00" are no hours/],
    [
      'hours that overlap',
      monday('09:00-12:00', '11:00-17:00'),
      /11:00-17:00 of 2026-01-05 begin before 09:00-12:00 of/,
    ],
    ['hours that are not in order', monday('13:00-17:00', '09:00-12:00'), /begin before/],
    [
      'a night shift into the hours of the next day',
      { weekly: { monday: ['22:00-06:00'], tuesday: ['05:00-12:00'] } },
      /05:00-12:00 of 2026-01-06 begin before 22:00-06:00 of 2026-01-05 end/,
    ],
    ['a day that is none', { days: [{ date: '2026-02-30', hours: [] }] }, /"2026-02-30" is no day/],
    [
      'a day beyond its horizon',
      { days: [{ date: '2026-02-01', hours: [] }] },
      /2026-02-01 is outside its horizon/,
    ],
    [
      'a day that is named twice',
      { days: ['a', 'b'].map((name) => ({ date: '2026-01-05', name, hours: [] })) },
      /2026-01-05 is named twice/,
    ],
    [
      'a horizon that is none',
      { horizon: { firstDay: '2026-01-02', lastDay: '2026-01-01' } },
      /ends before it begins/,
    ],
    [
      'a first day that is none',
      { horizon: { firstDay: 'soon', lastDay: '2026-01-01' } },
      /"soon" is no day/,
    ],
    [
      'changes of the zone that are not in order',
      {
        zone: {
          name: 'Z',
          offsetSeconds: 0,
          changes: ['2026-01-02', '2026-01-01'].map((day) => ({ at: `${day}T00:00:00Z`, offsetSeconds: 0 })),
        },
      },
      /changes of Z are not in order/,
    ],
    [
      'a change at no instant',
      { zone: { name: 'Z', offsetSeconds: 0, changes: [{ at: '?', offsetSeconds: 0 }] } },
      /no instants/,
    ],
  ])('for %s', (_, change, reason) => {
    expect(() => compileCalendar(document(change))).toThrow(failure('calendar-malformed', reason));
  });
});
