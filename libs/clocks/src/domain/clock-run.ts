import type { EpochMs } from '@redress/kernel';
import {
  pauseLimitFor,
  type ClockName,
  type Mark,
  type Pause,
  type PolicyRef,
  type Target,
} from '@redress/sla';
import type { KnownVerdict } from '../events';

/** One run of a clock. It goes on until it has an `end`; a breach is a fact about it, not its end. */
export interface ClockRun {
  readonly clock: ClockName;
  readonly instance: number;
  readonly cycle: number;
  readonly startedAt: EpochMs;
  /** When it was started, which a rule may do from an earlier instant on. */
  readonly since: EpochMs;
  /** The latest by when they came into force. */
  readonly target: Target;
  readonly policy: PolicyRef;
  /** All that it had, in that order, where it had several. */
  readonly targets?: readonly TargetSince[];
  /** In percent, and by the time that was left (`PT30M`). */
  readonly marksReached: readonly Mark[];
  readonly breachedAt?: EpochMs;
  /** As judged then. `asClosed`: without what it waited for. */
  readonly end?: {
    readonly at: EpochMs;
    readonly verdict: 'met' | 'missed' | 'none';
    readonly asClosed?: true;
  };
  /** When what it waited for happened, where that was told after its end. */
  readonly stopToldLate?: EpochMs;
  /** What `VerdictCorrected` said last. */
  readonly known?: {
    readonly verdict: KnownVerdict;
    readonly dueAt?: EpochMs;
    readonly endedAt?: EpochMs;
    readonly number: number;
  };
  /** The pauses that went on for longer than they may, by reason and start. */
  readonly pausesExpired?: readonly string[];
}

/** A target of a run, in force from an instant on. */
export interface TargetSince {
  readonly from: EpochMs;
  /** Null: the rules have none for it any more, which ends it. */
  readonly target: Target | null;
  readonly policy: PolicyRef;
  /** It came when the clock was missed. */
  readonly inVain?: true;
}

/** A time of waiting. */
export interface ReasonedPause extends Pause {
  readonly reason: string;
  /** It stops no clock that wants it approved. */
  readonly unapproved?: true;
}

/** What a stream says of its clocks. Pauses belong to the stream, so that a new target finds all of them. */
export interface ClockLedger {
  readonly runs: readonly ClockRun[];
  /** In order of `from`. */
  readonly pauses: readonly ReasonedPause[];
  /** The instant of the latest clock fact. */
  readonly latestFactAt: EpochMs;
}

/** The target that a run was started with, which counts from its start. */
export const firstTargetOf = ({ startedAt, since, target, policy }: ClockRun): TargetSince => ({
  from: Math.min(startedAt, since),
  target,
  policy,
});

/** Further targets of a run: one that is told late comes before those that came into force after it. */
export function withTargets(run: ClockRun, ...more: readonly TargetSince[]): Partial<ClockRun> {
  const targets = [...(run.targets ?? [firstTargetOf(run)]), ...more]
    .map(({ from, target, policy, inVain }) => ({
      ...{ from, target, policy },
      ...(inVain === undefined ? {} : { inVain }),
    }))
    .sort((a, b) => a.from - b.from);
  return { targets, ...latestOf(targets, run) };
}

/** The targets of a run of which it is known now when it was missed, if ever: those that came later came in vain. */
export function withTargetsUntil(run: ClockRun, missedAt: EpochMs): Partial<ClockRun> {
  if (run.targets === undefined) return {};
  const targets = run.targets.map(({ from, target, policy }) => ({
    ...{ from, target, policy },
    ...(from > missedAt ? ({ inVain: true } as const) : {}),
  }));
  return { targets, ...latestOf(targets, run) };
}

function latestOf(targets: readonly TargetSince[], run: ClockRun): Pick<ClockRun, 'target' | 'policy'> {
  const last = targets.findLast(({ target, inVain }) => target !== null && inVain === undefined);
  return last?.target == null ? run : { target: last.target, policy: last.policy };
}

/** The run under the target that it had at an instant. */
export function asTargetedAt(run: ClockRun, at: EpochMs): ClockRun {
  const targets = run.targets?.filter(({ from }, index) => index === 0 || from <= at) ?? [];
  return { ...run, ...latestOf(targets, run) };
}

/** A pause is known by these two. */
export const nameOfPause = ({ reason, from }: { readonly reason: string; readonly from: EpochMs }): string =>
  `${reason} ${String(from)}`;

/** A time of waiting as far as it stops a clock with such a target; undefined where it does not. */
export function pauseUnder<Waiting extends ReasonedPause>(
  target: Target,
  pause: Waiting,
): (Waiting & Pause) | undefined {
  if (!target.pausedBy.includes(pause.reason)) return undefined;
  const limit = pauseLimitFor(target, pause.reason);
  if (limit?.needsApproval === true && pause.unapproved === true) return undefined;
  return limit?.longest === undefined ? pause : { ...pause, longest: limit.longest };
}

/** All times of waiting that stop a clock with such a target. */
export const pausesUnder = (target: Target, { pauses }: ClockLedger): readonly ReasonedPause[] =>
  pauses.flatMap((pause) => pauseUnder(target, pause) ?? []);

/** What is to be said of a run by all that is known now. */
export const verdictOf = (run: ClockRun): KnownVerdict => run.known?.verdict ?? judgedVerdict(run);

/** What was judged of a run, whatever is known now. */
export function judgedVerdict({ end, breachedAt }: ClockRun): KnownVerdict {
  if (end === undefined) return breachedAt === undefined ? 'running' : 'missed';
  return end.verdict === 'none' ? 'closed' : end.verdict;
}

/** Whether it was missed by all that is known now. */
export const isMissed = (run: ClockRun): boolean => verdictOf(run) === 'missed';

/** Whether it was missed before an instant. What happens at the due instant comes before the miss. */
export const isMissedBefore = (run: ClockRun, at: EpochMs): boolean =>
  isMissed(run) && (run.known?.dueAt ?? run.breachedAt ?? at) < at;

/** Whether the clock still waits for its stop. */
export const isGoing = (run: ClockRun): boolean => run.end === undefined;
