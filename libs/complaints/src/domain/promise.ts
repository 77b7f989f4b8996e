import type { ClockSignal } from '@redress/clocks';
import type { EpochMs } from '@redress/kernel';
import {
  formatDuration,
  ROUND_THE_CLOCK,
  type ClockName,
  type DurationMs,
  type PolicyRef,
  type Target,
} from '@redress/sla';
import { assertDuration, invalidField } from './deciding';

const SECOND_MS = 1000;

/** When to warn of what a person has promised or ordered, in percent. */
const PROMISE_MARKS: readonly number[] = [80];

/**
 * For how long a promise given at `at` for `by` runs. Clocks run for whole seconds, so it is counted in whole seconds, rounded down.
 * Throws DomainErrors `promise-in-past` and `duration-malformed` (more than a hundred years); `field` names what said it.
 */
export function promisedLength(field: string, by: EpochMs, at: EpochMs): DurationMs {
  const length = Math.floor((by - at) / SECOND_MS) * SECOND_MS;
  if (length <= 0) throw invalidField('promise-in-past', field, 'does not lie in the future');
  assertDuration(field, formatDuration(length));
  return length;
}

/** Whether this instant was promised already: it was rounded down when it was, by less than a second. */
export const isPromised = (by: EpochMs, promised: EpochMs): boolean =>
  by >= promised && by - promised < SECOND_MS;

/** The clock of what a person has promised or ordered; `within` in the words of a target. */
export function startPromised(
  clock: ClockName,
  within: string,
  { cycle, policy }: { readonly cycle: number; readonly policy: PolicyRef },
): ClockSignal {
  const { name, version } = ROUND_THE_CLOCK;
  const target: Target = { clock, within, calendar: { name, version }, pausedBy: [], marks: PROMISE_MARKS };
  return { signal: 'start-promised', cycle, target, policy };
}
