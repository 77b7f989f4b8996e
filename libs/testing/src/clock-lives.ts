import fc from 'fast-check';
import type { LifeStep } from './stepped-clocks';

type Without<Step, Key extends string> = Step extends unknown ? Omit<Step, Key> : never;

/** A step that a life may take next; `gap` is the time since the step before. */
type Proposal = { readonly gap: number } & Without<LifeStep, 'at'>;

const after = <Words extends object>(
  words: { readonly [Word in keyof Words]: fc.Arbitrary<Words[Word]> },
  gap = 8,
) => fc.tuple(fc.nat(gap), fc.record<Words>(words)).map(([gap, rest]) => ({ gap, ...rest }));

/**
 * Lives of something with clocks, for property tests: it starts at 0, starts again now and then, is paused and re-targeted, often
 * several things at one instant. Nothing is paused twice for one reason, and nothing happens after its close.
 */
export function someLives(words: {
  readonly priorities: readonly number[];
  readonly reasons: readonly string[];
  readonly clocks: readonly string[];
}): fc.Arbitrary<LifeStep[]> {
  const does = <What extends LifeStep['does']>(what: What) => fc.constant(what);
  const priority = fc.constantFrom(...words.priorities);
  const proposal: fc.Arbitrary<Proposal> = fc.oneof(
    { weight: 4, arbitrary: after({ does: does('pause'), reason: fc.constantFrom(...words.reasons) }) },
    { weight: 4, arbitrary: after({ does: does('resume') }) },
    { weight: 4, arbitrary: after({ does: does('retarget'), priority }) },
    { weight: 2, arbitrary: after({ does: does('stop'), clock: fc.constantFrom(...words.clocks) }) },
    { weight: 1, arbitrary: after({ does: does('start'), priority }) },
    { weight: 1, arbitrary: after({ does: does('close') }, 40) },
  );
  return fc.tuple(priority, fc.array(proposal, { maxLength: 12 })).map(([first, proposals]) => {
    const life: LifeStep[] = [];
    const paused = new Set<string>();
    let at = 0;
    for (const { gap, ...step } of [{ gap: 0, does: 'start' as const, priority: first }, ...proposals]) {
      at += gap;
      if (step.does === 'resume') paused.clear();
      if (step.does === 'pause') {
        if (paused.has(step.reason)) continue;
        paused.add(step.reason);
      }
      life.push({ at, ...step });
      if (step.does === 'close') break;
    }
    return life;
  });
}
