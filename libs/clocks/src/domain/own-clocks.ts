import type { PolicyBook } from '@redress/sla';
import type { ClockSignal } from './clock-signal';

/** What the clocks of a subject are kept by: a clock that a policy defines is one like any other. */
export type KeptSignal =
  | Exclude<ClockSignal, { signal: 'occurred' | 'start-clock' }>
  | (Extract<ClockSignal, { signal: 'start-clock' }> & {
      /** It does not start again in a cycle in which it runs or was judged. */
      readonly oncePerCycle?: true;
    });

/**
 * Puts what a fact means to the clocks that its policy defines in the place of its name; nothing, where the policy names it nowhere. What a
 * fact ends comes before what it starts, so a clock may start again with the fact that stopped it.
 */
export function withOwnClocks(signals: readonly ClockSignal[], policies: PolicyBook): readonly KeptSignal[] {
  const kept: KeptSignal[] = [];
  for (const signal of signals) {
    if (signal.signal !== 'occurred') kept.push(signal);
    else kept.push(...ownSignals(signal, policies));
  }
  return kept;
}

const NONE: readonly KeptSignal[] = [];

function ownSignals(
  { name, cycle, policy, subject }: Extract<ClockSignal, { signal: 'occurred' }>,
  policies: PolicyBook,
): readonly KeptSignal[] {
  const { clocks } = policies.version(policy.name, policy.version);
  if (clocks === undefined) return NONE;
  return clocks.flatMap(({ clock, starts, stops, closes, per }): readonly KeptSignal[] => [
    ...(stops.includes(name) ? ([{ signal: 'stop', clock }] as const) : []),
    ...(closes.includes(name) ? ([{ signal: 'close', reason: 'closed', clocks: [clock] }] as const) : []),
    ...(starts.includes(name)
      ? [
          {
            ...({ signal: 'start-clock', clock, cycle, policy, subject } as const),
            ...(per === 'cycle' ? ({ oncePerCycle: true } as const) : ({ unlessGoing: true } as const)),
          },
        ]
      : []),
  ]);
}
