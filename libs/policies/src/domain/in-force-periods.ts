import type { EpochMs } from '@redress/kernel';
import { inForceAt, type Version } from './versioned-document';

/** From when, included, until when, not included, a version is in force; `from` left out: ever since, `to` left out: from then on. */
export interface InForcePeriod {
  readonly version: number;
  readonly from?: EpochMs;
  readonly to?: EpochMs;
}

/** What is in force when, in order and without gap: see `inForceAt`. */
export function inForcePeriods<Body extends object>(
  versions: readonly Version<Body>[],
): readonly InForcePeriod[] {
  const edges = versions
    .flatMap(({ effectiveFrom, withdrawnAt }) => [effectiveFrom, withdrawnAt ?? []])
    .flat();
  const instants = [-Infinity, ...new Set(edges.toSorted((a, b) => a - b))];
  const periods: InForcePeriod[] = [];
  for (const at of instants) {
    const version = inForceAt(versions, at)?.version;
    const last = periods.at(-1);
    if (version === undefined || version === last?.version) continue;
    if (last !== undefined) periods.splice(-1, 1, { ...last, to: at });
    periods.push({ version, ...(at === -Infinity ? {} : { from: at }) });
  }
  return periods;
}
