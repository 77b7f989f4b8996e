import type { OccurredFact } from '@redress/clocks';
import type { EpochMs } from '@redress/kernel';
import type { PolicyRef, SubjectFacts } from '@redress/sla';
import type {
  CaseChannel,
  Classification,
  ExtendableClock,
  FollowUpOutcome,
  Placement,
  Relation,
  Severity,
  WaitReason,
} from '../events';
import type { EndedAs, Phase, Standing } from './phases';

/** More time that was asked for a clock and not decided yet. */
export interface PendingExtension {
  readonly clock: ExtendableClock;
  readonly within: string;
  readonly requestedBy: string;
}

/** A wait that somebody else has to approve. */
export interface PendingWait {
  readonly waitsFor: WaitReason;
  readonly requestedBy: string;
  readonly beganAt: EpochMs;
  readonly endedAt?: EpochMs;
}

/** What may still be told of a cycle that is over. */
export interface CycleOver {
  readonly startedAt: EpochMs;
  /** The earliest answer in it. */
  readonly respondedAt: EpochMs | null;
}

/** A case on record, as far as its decisions need it. */
export interface CaseOnRecord extends Placement {
  readonly complaintId: string;
  readonly phase: Phase;
  /** Null while it has not ended. */
  readonly endedAs: EndedAs | null;
  readonly registeredAt: EpochMs;
  /** The latest instant of any fact so far. */
  readonly lastFactAt: EpochMs;
  readonly facts: Omit<SubjectFacts, 'priority'> & Classification & { readonly channel: CaseChannel };
  readonly policy: PolicyRef;
  /** The earliest that is known; null where it was not. */
  readonly acceptedAt: EpochMs | null;
  readonly acknowledgedAt: EpochMs | null;
  readonly claimed: boolean;
  /** In this cycle. */
  readonly responded: boolean;
  /** The earliest answer in this cycle. */
  readonly respondedAt: EpochMs | null;
  readonly cycle: number;
  readonly cycleStartedAt: EpochMs;
  /** The cycles that are over, in their order. */
  readonly earlierCycles: readonly CycleOver[];
  /** When the customer was last told how it stands; the registration or the reopening tells it first. */
  readonly toldAt: EpochMs;
  /** Since when the customer waits for an answer to having spoken again; null where they do not. */
  readonly spokenAt: EpochMs | null;
  /**
   * The latest of what changes from when an answer to the customer's asking again is owed: answers, that they asked, and the rules for it.
   */
  readonly spokenNotBefore: EpochMs;
  /** Null while it waits for nothing. */
  readonly waitsFor: WaitReason | null;
  /** When it last began to wait, or the waiting ended; null where it never waited. */
  readonly waitChangedAt: EpochMs | null;
  /** When the waiting last ended. */
  readonly waitedUntil: EpochMs | null;
  readonly waitApproval: { readonly asked: number; readonly pending: PendingWait | null };
  readonly chases: number;
  readonly escalationLevel: number;
  readonly severity: Severity;
  readonly supervision: { readonly ordered: number; readonly open: boolean };
  readonly extension: {
    readonly asked: number;
    readonly pending: PendingExtension | null;
    /** What was granted since the policy last set the targets. */
    readonly granted: { readonly [Clock in ExtendableClock]?: string };
  };
  readonly links: readonly { readonly otherId: string; readonly relation: Relation }[];
  readonly appeal: { readonly made: number; readonly open: boolean };
  /** Who resolved it last, where that is known. */
  readonly resolvedBy: string | null;
  /** `by`: until when the customer was promised an answer that was not given yet. */
  readonly answer: {
    readonly promised: number;
    readonly by: EpochMs | null;
    readonly promisedAt: EpochMs | null;
  };
  /** How asking the customer ended, in this cycle. */
  readonly followedUp: readonly FollowUpOutcome[];
  /** All facts so far, as they were recorded: a policy may define clocks by any of them. */
  readonly occurred: readonly OccurredFact[];
}

/** `undefined` before the registration. */
export type CaseState = CaseOnRecord | undefined;

/** The cycle to which an instant belongs: its number, and the earliest answer in it so far. */
export function cycleAt(
  {
    cycle,
    cycleStartedAt,
    respondedAt,
    earlierCycles,
  }: Pick<CaseOnRecord, 'cycle' | 'cycleStartedAt' | 'respondedAt' | 'earlierCycles'>,
  at: EpochMs,
): { readonly number: number; readonly respondedAt: EpochMs | null } {
  if (at >= cycleStartedAt) return { number: cycle, respondedAt };
  const index = Math.max(
    0,
    earlierCycles.findLastIndex(({ startedAt }) => startedAt <= at),
  );
  return { number: index + 1, respondedAt: earlierCycles[index]?.respondedAt ?? null };
}

/** What the policy looks at. */
export function subjectFacts({ facts, priority }: CaseOnRecord): SubjectFacts {
  const { kind, category, channel, tier, specialCare } = facts;
  return { kind, category, channel, tier, specialCare, priority };
}

/** See `Standing`. */
export const standingOf = ({ phase, endedAs }: CaseOnRecord): Standing => endedAs ?? phase;
