import { SlaError, type ClockName, type Policy, type PolicyBook, type Target } from '@redress/sla';

/** A target, around the clock unless it is said otherwise. */
export const promise = (
  clock: ClockName,
  within: string,
  {
    marks = [],
    pausedBy = [],
    calendar = { name: '24x7', version: 1 },
    ...more
  }: Partial<Omit<Target, 'clock' | 'within'>> = {},
): Target => ({ clock, within, calendar, pausedBy, marks, ...more });

/** A policy with one rule for each priority, in rising order. */
export const policyByPriority = (
  promises: Readonly<Record<number, readonly Target[]>>,
  { name = 'test', version = 1, effectiveFrom = 0 }: Partial<Omit<Policy, 'rules'>> = {},
): Policy => ({
  name,
  version,
  effectiveFrom,
  rules: Object.entries(promises).map(([priority, targets]) => ({
    match: { priority: [Number(priority)] },
    targets,
  })),
});

/** A book of versions of one policy, the oldest first. */
export const bookOf = (...versions: readonly Policy[]): PolicyBook => {
  const known = (policy: Policy | undefined): Policy => {
    if (policy === undefined) throw new SlaError('policy-unknown', 'this book has no such policy');
    return policy;
  };
  return {
    inForceAt: (at) => known(versions.findLast(({ effectiveFrom }) => effectiveFrom <= at) ?? versions[0]),
    version: (name, version) => known(versions.find((one) => one.name === name && one.version === version)),
  };
};
