import fc from 'fast-check';
import { HttpProblem } from '@redress/http';
import { VirtualClock } from '@redress/kernel';
import { runProjections, type RunningProjections } from '@redress/testing';
import { metricsProjection } from '../metrics.projection';
import { HOUR, sampleDesk, START, type SampleDesk } from './fixtures/sample-desk';
import type { ResponseTimesAnswer } from './response-times.dto';

const namesAndCounts = ({ groups }: ResponseTimesAnswer) => groups.map(({ group, n }) => [group, n]);

describe('response times by time', () => {
  let projections: RunningProjections;
  let desk: SampleDesk;

  beforeAll(async () => {
    projections = await runProjections(new VirtualClock(START), metricsProjection);
    desk = sampleDesk(projections);
  });
  afterAll(() => projections.stop());

  const registeredAt = (...instants: readonly string[]) =>
    desk.given(...instants.map((instant) => ({ registered_at: Date.parse(instant) })));
  const spans = ({ groups }: ResponseTimesAnswer) =>
    groups.map(({ group, startsAt, n }) => [group, startsAt, n]);

  it('begins days at midnight of the zone, when the clocks change as well', async () => {
    await registeredAt(
      '2026-03-28T23:59:59.999Z',
      '2026-03-29T00:00:00Z',
      '2026-03-29T22:59:59.999Z',
      '2026-03-29T23:00:00Z',
    );
    expect(spans(await desk.ask({ by: 'day', zone: 'Europe/London' }))).toEqual([
      ['2026-03-28', '2026-03-28T00:00:00.000Z', 1],
      ['2026-03-29', '2026-03-29T00:00:00.000Z', 2],
      ['2026-03-30', '2026-03-29T23:00:00.000Z', 1],
    ]);
    expect(spans(await desk.ask({ by: 'day' }))).toEqual([
      ['2026-03-28', '2026-03-28T00:00:00.000Z', 1],
      ['2026-03-29', '2026-03-29T00:00:00.000Z', 3],
    ]);
    expect(spans(await desk.ask({ by: 'month', zone: 'Asia/Shanghai' }))).toEqual([
      ['2026-03', '2026-02-28T16:00:00.000Z', 4],
    ]);
  });

  it('keeps the two hours apart that bear the same name when the clocks go back', async () => {
    await registeredAt('2026-10-25T00:15:00Z', '2026-10-25T00:45:00Z', '2026-10-25T01:15:00Z');
    expect(spans(await desk.ask({ by: 'hour', zone: 'Europe/London' }))).toEqual([
      ['2026-10-25T01:00', '2026-10-25T00:00:00.000Z', 2],
      ['2026-10-25T01:00', '2026-10-25T01:00:00.000Z', 1],
    ]);
  });

  it('goes by what happened where asked', async () => {
    await desk.given({ registered_at: START, happened_at: START + 30 * HOUR });
    expect(namesAndCounts(await desk.ask({ by: 'day', on: 'happened' }))).toEqual([['2026-03-02', 1]]);
  });

  it('agrees with another implementation of time zones', async () => {
    const instants = fc.array(fc.integer({ min: Date.UTC(2016, 0, 1), max: Date.UTC(2026, 0, 1) }), {
      minLength: 1,
      maxLength: 60,
    });
    const zones = fc.constantFrom(
      'Europe/London',
      'America/New_York',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'UTC',
    );
    await fc.assert(
      fc.asyncProperty(instants, zones, async (all, zone) => {
        await desk.given(...all.map((registered_at) => ({ registered_at })));
        const { groups } = await desk.ask({ by: 'day', zone });
        const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
        const days = all.map((instant) => day.format(instant)).sort();
        expect(groups.flatMap(({ group, n }) => Array.from({ length: n }, () => group))).toEqual(days);
      }),
      { numRuns: 25 },
    );
  });

  it.each(['Mars/Olympus', '+05', 'FOO5', "UTC'; --", 'Europe'])('refuses the zone %s', async (zone) => {
    await expect(desk.ask({ by: 'day', zone })).rejects.toThrow(HttpProblem);
  });
});
