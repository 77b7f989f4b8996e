import fc from 'fast-check';
import { VirtualClock } from '@redress/kernel';
import { runProjections, type RunningProjections } from '@redress/testing';
import { metricsProjection } from '../metrics.projection';
import { HOUR, sampleDesk, START, type SampleDesk } from './fixtures/sample-desk';
import type { ResponseTimesGroup } from './response-times.dto';

const QUANTILES = { p50Ms: 0.5, p90Ms: 0.9, p95Ms: 0.95, p99Ms: 0.99 } as const;

/** Type 7 (Hyndman and Fan 1996), written out. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const rank = (sorted.length - 1) * share;
  const below = sorted[Math.floor(rank)]!;
  const above = sorted[Math.ceil(rank)]!;
  return below + (rank - Math.floor(rank)) * (above - below);
}
describe('the quantiles of response times', () => {
  let projections: RunningProjections;
  let desk: SampleDesk;

  beforeAll(async () => {
    projections = await runProjections(new VirtualClock(START), metricsProjection);
    desk = sampleDesk(projections);
  });
  afterAll(() => projections.stop());

  it('is exact: count, mean, quantiles and maximum of every group are those of a plain calculation', async () => {
    const samples = fc.array(
      fc.record({
        value_ms: fc.oneof(fc.nat(10), fc.nat(10 * HOUR), fc.nat(2_000_000_000)),
        agent: fc.constantFrom('anna', 'ben', null),
      }),
      { minLength: 1, maxLength: 120 },
    );
    await fc.assert(
      fc.asyncProperty(samples, async (all) => {
        await desk.given(...all);
        const { groups, quantiles } = await desk.ask({ by: 'agent' });
        expect(quantiles).toEqual({ method: 'exact', relativeAccuracy: 0 });
        expect(new Set(groups.map(({ group }) => group))).toEqual(new Set(all.map(({ agent }) => agent)));
        for (const group of groups) {
          const values = all.filter(({ agent }) => agent === group.group).map(({ value_ms }) => value_ms);
          expect(group.n).toBe(values.length);
          expect(group.maxMs).toBe(Math.max(...values));
          expect(group.meanMs).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 2);
          for (const [name, share] of Object.entries(QUANTILES)) {
            expect(group[name as keyof typeof QUANTILES]).toBeCloseTo(quantile(values, share), 2);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('sketches above its limit: quantiles within their accuracy of the sample at the rank, all else exact', async () => {
    const samples = fc.array(
      fc.record({
        value_ms: fc.oneof(fc.constant(0), fc.nat(100), fc.nat(10 * HOUR), fc.nat(2_000_000_000)),
        team: fc.constantFrom('north', 'south'),
        verdict: fc.constantFrom('met' as const, 'missed' as const, null),
      }),
      { minLength: 11, maxLength: 120 },
    );
    const withoutQuantiles = (groups: readonly ResponseTimesGroup[]) =>
      groups.map(({ p50Ms: _, p90Ms: __, p95Ms: ___, p99Ms: ____, ...rest }) => rest);
    await fc.assert(
      fc.asyncProperty(samples, async (all) => {
        await desk.given(...all);
        const exact = await desk.ask({ by: 'team', within: 'PT1H' }, { exactUpTo: all.length });
        const sketched = await desk.ask({ by: 'team', within: 'PT1H' }, { exactUpTo: all.length - 1 });
        expect(exact.quantiles.method).toBe('exact');
        expect(sketched.quantiles).toEqual({ method: 'ddsketch', relativeAccuracy: 0.01 });
        expect(withoutQuantiles(sketched.groups)).toEqual(withoutQuantiles(exact.groups));
        for (const group of sketched.groups) {
          const sorted = all
            .filter(({ team }) => team === group.group)
            .map(({ value_ms }) => value_ms)
            .sort((one, other) => one - other);
          for (const [name, share] of Object.entries(QUANTILES)) {
            const atRank = sorted[Math.floor((sorted.length - 1) * share)]!;
            const error = Math.abs(group[name as keyof typeof QUANTILES]! - atRank);
            expect(error).toBeLessThanOrEqual(atRank * 0.01 + 0.001);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});
