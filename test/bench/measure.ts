/** What one measurement gave. */
export interface Measured {
  readonly value: number;
  /** What else was seen, such as the slowest answer; by name with its unit. */
  readonly also?: Readonly<Record<string, number>>;
}

/** The product beside its floor, measured one right after the other. */
export interface Run {
  readonly value: number;
  readonly floor: number;
  readonly ratio: number;
  readonly also?: Readonly<Record<string, number>>;
  readonly floorAlso?: Readonly<Record<string, number>>;
}

/** One figure of the product, over all its runs. */
export interface BenchReport {
  readonly name: string;
  readonly aim: string;
  readonly unit: string;
  readonly runs: readonly Run[];
  readonly median: number;
  readonly floorMedian: number;
  /** The median of the runs' ratios: product and floor of one run met the same machine. */
  readonly ratio: number;
  readonly notes: readonly string[];
}

/** A bench that could not be run here. */
export interface SkippedBench {
  readonly name: string;
  /** What is missing, and how to give it. */
  readonly skipped: string;
}

/** Two significant places more than anybody needs. */
export const rounded = (value: number): number => Number(value.toPrecision(5));

/** The middle one; of an even number the mean of the two in the middle. Throws a RangeError where there is none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError('no values, no median');
  return (lower + upper) / 2;
}

/** The smallest value that at least `share` of all values do not exceed (nearest rank). Throws a RangeError where there is none. */
export function quantile(values: readonly number[], share: number): number {
  const value = values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(share * values.length) - 1)];
  if (value === undefined) throw new RangeError('no values, no quantile');
  return value;
}

/** Seconds of machine time that something takes. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}

export function runOf(product: Measured, floor: Measured): Run {
  return {
    value: rounded(product.value),
    floor: rounded(floor.value),
    ratio: rounded(product.value / floor.value),
    ...(product.also === undefined ? {} : { also: allRounded(product.also) }),
    ...(floor.also === undefined ? {} : { floorAlso: allRounded(floor.also) }),
  };
}

const allRounded = (values: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, rounded(value)]));
