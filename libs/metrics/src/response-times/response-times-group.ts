import { groupHead } from '../asking/figure-answer.dto';
import type { Group } from '../asking/grouping';
import type { ResponseTimesGroup, ShareWithin } from './response-times.dto';
import type { BinnedGroup, ExactGroup, SampleSums } from './response-times.sql';
import { sketchQuantiles } from './sketch';

/** The figures of a group whose quantiles the database gave. */
export const exactGroup = (group: Group<ExactGroup>, target: string | undefined): ResponseTimesGroup =>
  groupOf(group, target, group.rows[0]?.quantiles ?? []);

/** The figures of a group whose values the database counted by bin. */
export const sketchedGroup = (group: Group<BinnedGroup>, target: string | undefined): ResponseTimesGroup =>
  groupOf(group, target, sketchQuantiles(group.rows));

function groupOf(
  group: Group<SampleSums>,
  target: string | undefined,
  quantiles: readonly number[],
): ResponseTimesGroup {
  const { n, rows } = group;
  const isEmpty = n === 0;
  const [p50Ms = null, p90Ms = null, p95Ms = null, p99Ms = null] = quantiles.map(rounded);
  return {
    ...groupHead(group),
    n,
    meanMs: isEmpty ? null : rounded(sumOf(rows, 'total_ms') / n),
    p50Ms,
    p90Ms,
    p95Ms,
    p99Ms,
    maxMs: isEmpty ? null : Math.max(...rows.map(({ max_ms }) => max_ms)),
    within:
      target === undefined
        ? share(null, sumOf(rows, 'met'), sumOf(rows, 'judged'))
        : share(target, sumOf(rows, 'within'), n),
  };
}

/** To the microsecond: samples are whole milliseconds, and what lies beyond is noise of the interpolation. */
const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;

const sumOf = <Name extends 'total_ms' | 'met' | 'judged' | 'within'>(
  rows: readonly Pick<SampleSums, Name>[],
  name: Name,
): number => rows.reduce((sum, row) => sum + (row[name] ?? 0), 0);

const share = (target: string | null, count: number, of: number): ShareWithin => ({
  target,
  count,
  of,
  share: of === 0 ? null : count / of,
});
