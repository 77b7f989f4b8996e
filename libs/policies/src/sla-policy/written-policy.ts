import type { Mark, Match, OwnClock, PolicyClock } from '@redress/sla';
import type { WrittenStep } from './escalation-ladder';
import type { WrittenPause } from './paused-by';

/** A target as people write it. */
export interface WrittenTarget {
  readonly within: string;
  readonly calendar?: string;
  readonly pausedBy?: readonly WrittenPause[];
  readonly marks?: readonly Mark[];
  readonly escalation?: readonly WrittenStep[];
}

/** A rule as people write it. */
export interface WrittenRule {
  readonly match?: Match;
  readonly targets: { readonly [Clock in PolicyClock]?: WrittenTarget };
}

/** A clock of a policy's own as people write it. */
export type WrittenClock = Omit<OwnClock, 'clock' | 'closes'> & Partial<Pick<OwnClock, 'closes'>>;

/** The shape of a policy's file, as the schema promises it. */
export interface WrittenPolicy {
  readonly name: string;
  readonly effectiveFrom?: string;
  readonly clocks?: Readonly<Record<string, WrittenClock>>;
  readonly rules: readonly WrittenRule[];
}
