import { readFileSync } from 'node:fs';
import { toIso, type EpochMs } from '@redress/kernel';
import { policyFile, PolicyShelf } from '@redress/policies';
import { answerWhatIf, type WhatIfAnswer, type WhatIfBody, type WhatIfSources } from '@redress/what-if';
import type { Redress } from '../../apps/all-in-one/src/start-redress';

const CLOCKS: ReadonlySet<string> = new Set(['first-response', 'resolution']);

/** What another policy would have made of all cases of a replay. */
export interface WhatIfVerdicts {
  readonly answer: WhatIfAnswer;
  /** The verdicts of the first cycle as CSV lines, as a replay under that policy gives them; in no order. */
  readonly lines: readonly string[];
  /** How many of them there are of which verdict, by clock and priority: `resolution P2`. */
  readonly byPriority: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Runs whose verdict or due instant is another one, in words. */
  readonly differences: readonly string[];
}

/**
 * Asks it of a replayed Redress.
 * @param policy a name under policies/, or the number of a version of office-hours; without it, the versions as they were in force
 */
export async function whatIfVerdicts(
  { app, engines }: Pick<Redress, 'app' | 'engines'>,
  asOf: EpochMs,
  policy?: string | number,
  onCase: (name: Parameters<NonNullable<WhatIfSources['onRun']>>[0]) => void = () => undefined,
): Promise<WhatIfVerdicts> {
  const lines: string[] = [];
  const differences: string[] = [];
  const byPriority: Record<string, Record<string, number>> = {};
  const answer = await answerWhatIf(
    {
      from: toIso(0),
      to: toIso(asOf),
      ...questionOf(policy),
    },
    {
      store: engines.store,
      policies: app.get(PolicyShelf),
      now: asOf,
      onRun: (name, { was, wouldBe, place }) => {
        const { reference } = name;
        onCase(name);
        const [before, after] = [was, wouldBe].map(
          (run) => `${run?.verdict ?? 'none'} ${dueOf(run?.dueAt())}`,
        );
        if (before !== after) {
          differences.push(
            `${reference ?? ''} ${was?.clock ?? wouldBe?.clock ?? ''}: ${before ?? ''}, ${after ?? ''}`,
          );
        }
        if (wouldBe === undefined || wouldBe.cycle !== 1 || !CLOCKS.has(wouldBe.clock)) return;
        const counts = (byPriority[`${wouldBe.clock} P${String(place.priority)}`] ??= {});
        counts[wouldBe.verdict] = (counts[wouldBe.verdict] ?? 0) + 1;
        const due = wouldBe.verdict === 'missed' ? dueOf(wouldBe.dueAt()) : '';
        lines.push([wouldBe.policy.name, wouldBe.clock, reference, wouldBe.verdict, due].join(','));
      },
    },
  );
  return { answer, lines, byPriority, differences };
}

function questionOf(policy: string | number | undefined): Pick<WhatIfBody, 'policy' | 'policyYaml'> {
  if (policy === undefined) return {};
  if (typeof policy === 'number') return { policy: { name: 'office-hours', version: policy } };
  return { policyYaml: readFileSync(policyFile(policy), 'utf8') };
}

/** Without milliseconds where there are none. */
const dueOf = (at: EpochMs | null | undefined): string =>
  at === null || at === undefined ? '' : toIso(at).replace('.000Z', 'Z');
