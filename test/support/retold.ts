import { SharedTargets, type JudgedRun, type RunsJudgedAs } from '@redress/clocks';
import type { RecordedEvent } from '@redress/kernel';
import type { PolicyBook } from '@redress/sla';
import { retoldFrom } from '../../libs/what-if/src/retelling/retellables';
import type { ComparedRun } from '../../libs/what-if/src/retelling/retold-stream';

/** Both sides of every run of a stream, told once more under other policies. */
export function retold(
  appends: readonly (readonly RecordedEvent[])[],
  policies: PolicyBook,
  { asOf, as }: { readonly asOf: number; readonly as: RunsJudgedAs },
): readonly ComparedRun[] {
  const first = appends[0]?.[0];
  const one = first === undefined ? undefined : retoldFrom(first, policies, new SharedTargets());
  for (const append of appends) one?.tell(append);
  return one?.takeRuns(asOf, as) ?? [];
}

/** A run as it can be compared; by whatever rule. */
export const inWords = (run: JudgedRun | undefined) =>
  run === undefined ? undefined : { ...run, policy: undefined, dueAt: run.dueAt() };
