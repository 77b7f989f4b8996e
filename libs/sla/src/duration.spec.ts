import fc from 'fast-check';
import { parseDuration, parseWithin } from './duration';

describe('parseDuration', () => {
  it.each([
    ['PT1S', 1_000],
    ['PT15M', 900_000],
    ['PT4H', 14_400_000],
    ['PT72H', 259_200_000],
    ['PT1H30M', 5_400_000],
    ['PT1H0M1S', 3_601_000],
    ['PT90M', 5_400_000],
    ['PT876000H', 3_153_600_000_000],
  ])('reads %s as %d ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each([
    ['a day means nothing by itself', 'P1D'],
    ['not even beside hours', 'P1DT4H'],
    ['nor a week', 'P1W'],
    ['months are not minutes', 'P1M'],
    ['no time at all', 'PT0S'],
    ['nothing said', 'PT'],
    ['nothing written', ''],
    ['no fractions', 'PT1.5H'],
    ['no signs', '-PT4H'],
    ['no other order', 'PT1M1H'],
    ['capitals only', 'pt4h'],
    ['nothing before it', ' PT4H'],
    ['nothing after it', 'PT4H\n'],
    ['no bare numbers', '4'],
    ['no more than a hundred years', 'PT876001H'],
    ['least of all more than numbers hold', `PT${'9'.repeat(400)}H`],
  ])('refuses: %s', (_, text) => {
    expect(() => parseDuration(text)).toThrow(
      expect.objectContaining({ name: 'SlaError', code: 'duration-malformed' }) as Error,
    );
  });

  it('adds up hours, minutes and seconds', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), fc.nat(1000), (hours, minutes, seconds) => {
        fc.pre(hours + minutes + seconds > 0);
        const text = `PT${String(hours)}H${String(minutes)}M${String(seconds)}S`;
        expect(parseDuration(text)).toBe(hours * 3_600_000 + minutes * 60_000 + seconds * 1_000);
      }),
    );
  });
});

describe('parseWithin', () => {
  it.each([
    ['PT4H', { kind: 'running-time', runFor: 14_400_000 }],
    ['P1BD', { kind: 'working-days', days: 1 }],
    ['P15BD', { kind: 'working-days', days: 15 }],
    ['P7CD', { kind: 'calendar-days', days: 7 }],
    ['P36500CD', { kind: 'calendar-days', days: 36_500 }],
  ])('reads %s', (text, within) => {
    expect(parseWithin(text)).toEqual(within);
  });

  it.each([
    'P1D',
    'P1W',
    '1 day',
    'P0BD',
    'P01BD',
    'P1.5BD',
    'P-1BD',
    '1BD',
    'P1BDT4H',
    'p1bd',
    'P36501CD',
    'PT0S',
    '',
  ])('refuses "%s"', (text) => {
    expect(() => parseWithin(text)).toThrow(
      expect.objectContaining({ name: 'SlaError', code: 'duration-malformed' }) as Error,
    );
  });
});
