import type { EpochMs } from '@redress/kernel';
import type { ClockName, PolicyRef, SubjectFacts, Target } from '@redress/sla';
import type { ClockCloseReason } from '../events';

/** A fact of the subject, by the name that a policy may start and stop clocks of its own with. */
export interface OccurredFact {
  readonly name: string;
  readonly at: EpochMs;
  readonly cycle: number;
}

/** What a fact of the subject means to its clocks. */
export type ClockSignal =
  /** A cycle began: every clock of a cycle that the policy has a target for starts. */
  | {
      readonly signal: 'start';
      readonly cycle: number;
      readonly policy: PolicyRef;
      readonly subject: SubjectFacts;
    }
  /** What the policy looks at has changed: the targets are chosen anew, from the start of the cycle. */
  | {
      readonly signal: 'retarget';
      readonly cycle: number;
      readonly cycleStartedAt: EpochMs;
      readonly policy: PolicyRef;
      readonly subject: SubjectFacts;
      /** The clocks whose stop has happened in this cycle, with or without a target for it. */
      readonly settled: readonly ClockName[];
      /** What is waited for beside the clocks of a cycle, and since when: it starts where it has a target and does not run. */
      readonly owed?: readonly { readonly clock: ClockName; readonly since: EpochMs }[];
      /** What occurred before: by that the clocks that the policy defines are owed likewise. */
      readonly occurred?: readonly OccurredFact[];
      /** The clocks for which more time was granted: their targets stay. */
      readonly extended?: readonly ClockName[];
    }
  /** One clock starts, where the policy has a target for it. */
  | {
      readonly signal: 'start-clock';
      readonly clock: ClockName;
      readonly cycle: number;
      readonly policy: PolicyRef;
      readonly subject: SubjectFacts;
      /** Where it starts at another time than the fact. */
      readonly startsAt?: EpochMs;
      /** One that goes goes on, and no other starts. */
      readonly unlessGoing?: true;
    }
  /** A fact of this name occurred: the clocks that the policy defines start, stop and end with the facts that it names. */
  | {
      readonly signal: 'occurred';
      readonly name: string;
      readonly cycle: number;
      readonly policy: PolicyRef;
      readonly subject: SubjectFacts;
    }
  /** A clock starts for what a person promised or ordered; no change of rule touches it. */
  | {
      readonly signal: 'start-promised';
      readonly cycle: number;
      readonly target: Target;
      /** The document that the promise was made under. */
      readonly policy: Omit<PolicyRef, 'rule'>;
      /** Where it starts at another time than the fact. */
      readonly startsAt?: EpochMs;
    }
  /** More time was granted: `within` from the start that the latest run of the clock has. */
  | { readonly signal: 'extend'; readonly clock: ClockName; readonly within: string }
  | { readonly signal: 'stop'; readonly clock: ClockName }
  | {
      readonly signal: 'pause';
      readonly reason: string;
      /** Where it began at another time than the fact, and where it has ended since. */
      readonly from?: EpochMs;
      readonly to?: EpochMs;
      /** It stops no clock whose target wants it approved. */
      readonly unapproved?: true;
    }
  | { readonly signal: 'resume' }
  /** The clocks named, or all, end without what they waited for. */
  | {
      readonly signal: 'close';
      readonly reason: Exclude<ClockCloseReason, 'no-target' | 'beyond-calendar'>;
      readonly clocks?: readonly ClockName[];
    };
