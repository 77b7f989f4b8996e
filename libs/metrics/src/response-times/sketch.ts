import { DDSketch } from '@datadog/sketches-js';
import { sql } from '@redress/read-model';
import type { RawBuilder } from 'kysely';

/** How far a quantile of a sketch may be from the sample at its rank, as a share of that sample. */
export const RELATIVE_ACCURACY = 0.01;

/** The quantiles that are answered. */
export const QUANTILES = [0.5, 0.9, 0.95, 0.99] as const;

const GAMMA = (1 + RELATIVE_ACCURACY) / (1 - RELATIVE_ACCURACY);

/**
 * The bin of DDSketch (Masson, Rim, Lee 2019) that a row's value falls into: the i with γ^(i-1) < value ≤ γ^i; null for zero. The database
 * counts the values of each bin, so that a sketch of any number of samples takes some hundred rows.
 */
export const binSql: RawBuilder<number | null> =
  sql`CASE WHEN value_ms > 0 THEN ceil(ln(value_ms::double precision) / ${sql.lit(Math.log(GAMMA))}::double precision)::integer END`;

/** How many values fall into a bin. */
export interface Bin {
  readonly bin: number | null;
  readonly n: number;
}

/** QUANTILES of the values in the bins; none where there are no values. */
export function sketchQuantiles(bins: readonly Bin[]): readonly number[] {
  const sketch = new DDSketch({ relativeAccuracy: RELATIVE_ACCURACY });
  for (const { bin, n } of bins) sketch.accept(bin === null ? 0 : middleOf(bin), n);
  return sketch.count === 0 ? [] : QUANTILES.map((quantile) => sketch.getValueAtQuantile(quantile));
}

/** The value that is as far from both ends of its bin, relatively. */
const middleOf = (bin: number): number => (2 * GAMMA ** bin) / (1 + GAMMA);
