import type { DomainEvent, IsoInstant } from '@redress/kernel';
import type { ClockName, PolicyRef, Target } from '@redress/sla';

export * from './escalation-events';

/**
 * The facts about clocks, appended to the stream of whatever the clock measures, by the command that starts, pauses, re-targets or
 * stops it or by the timekeeper's look. They stand by themselves: with nothing else of the stream every clock can be judged again.
 *
 * `dueAt` says what followed from the facts at that moment; null while a pause keeps the clock from ever running out, and where the
 * instant lies beyond what its calendar vouches for, which `beyondCalendar` then says.
 */
interface ClockIdentity {
  readonly clock: ClockName;
  /** The n-th run of that clock on the stream, from 1. */
  readonly instance: number;
  /** The cycle of the case that it belongs to, from 1. */
  readonly cycle: number;
}

/** When a clock is due as things stand. */
export interface DueInstant {
  readonly dueAt: IsoInstant | null;
  /** It stands still, but a pause that may count for so long only can't keep it from its due instant. */
  readonly paused?: true;
  /** It runs, and is due at an instant that lies beyond what its calendar vouches for. */
  readonly beyondCalendar?: true;
}

/** A clock with what is due for it now. */
export type ClockDue = ClockIdentity & DueInstant;

/** A clock began to run for its target at `startedAt`. */
export type ClockStarted = DomainEvent<
  'ClockStarted',
  1,
  ClockIdentity & {
    readonly startedAt: IsoInstant;
    readonly target: Target;
    readonly policy: PolicyRef;
  } & DueInstant
>;

/** The target changed; start and pauses stay. */
export type ClockRetargeted = DomainEvent<
  'ClockRetargeted',
  1,
  ClockIdentity & { readonly target: Target; readonly policy: PolicyRef } & DueInstant
>;

/**
 * The rule that now applies has another target, or none (null), for a clock that was missed before: it stays missed, under the target that
 * it missed. It counts where it becomes known later that the clock was not missed by then.
 */
export type ClockRetargetedInVain = DomainEvent<
  'ClockRetargetedInVain',
  1,
  ClockIdentity & { readonly target: Target | null; readonly policy: PolicyRef }
>;

/** More time was granted: a new target from the same start, with the same pauses. */
export type ClockExtended = DomainEvent<
  'ClockExtended',
  1,
  ClockIdentity & { readonly target: Target; readonly policy: PolicyRef } & DueInstant
>;

/**
 * Waiting began, for `reason`: every clock whose target names the reason stands still. `clocks` are those that this concerned. `unapproved`:
 * nobody has approved it yet, so a clock whose target wants that runs on; the approval is a further fact from the same instant.
 */
export type ClocksPaused = DomainEvent<
  'ClocksPaused',
  1,
  { readonly reason: string; readonly clocks: readonly ClockDue[]; readonly unapproved?: true }
>;

/** Waiting is over. `clocks` are those that run again, with the instant at which they are now due. */
export type ClocksResumed = DomainEvent<
  'ClocksResumed',
  1,
  { readonly reason: string; readonly clocks: readonly ClockDue[] }
>;

/** A warning mark was passed at `dueAt`, and seen at `detectedAt`. `mark` is in percent. */
export type ClockMarkReached = DomainEvent<
  'ClockMarkReached',
  1,
  ClockIdentity & { readonly mark: number; readonly dueAt: IsoInstant; readonly detectedAt: IsoInstant }
>;

/** So much running time was left until due at `dueAt` (`before`: `PT30M`): a warning mark, seen at `detectedAt`. */
export type ClockNearDue = DomainEvent<
  'ClockNearDue',
  1,
  ClockIdentity & { readonly before: string; readonly dueAt: IsoInstant; readonly detectedAt: IsoInstant }
>;

/** The clock ran for its target at `dueAt` without being stopped, and this was seen at `detectedAt`. It stays missed. */
export type ClockBreached = DomainEvent<
  'ClockBreached',
  1,
  ClockIdentity & { readonly dueAt: IsoInstant; readonly detectedAt: IsoInstant }
>;

/** What the clock waited for happened. `elapsedMs` is the running time it took, as far as its calendar reaches. */
export type ClockStopped = DomainEvent<
  'ClockStopped',
  1,
  ClockIdentity & {
    readonly stoppedAt: IsoInstant;
    readonly verdict: 'met' | 'missed';
    readonly dueAt: IsoInstant | null;
    readonly elapsedMs: number;
  }
>;

/**
 * Why a clock ended without what it waited for: `no-target`: the policy has none for it any more · `renegotiated`: another promise took
 * its place · `unreachable`: the customer could not be reached · `beyond-calendar`: it was stopped, but its calendar does not reach far
 * enough to say whether in time · otherwise what became of its subject.
 */
export const CLOCK_CLOSE_REASONS = [
  'refused',
  'no-target',
  'beyond-calendar',
  'withdrawn',
  'merged',
  'closed',
  'resolved',
  'reopened',
  'renegotiated',
  'cancelled',
  'unreachable',
  'carried-over',
] as const;
export type ClockCloseReason = (typeof CLOCK_CLOSE_REASONS)[number];

/** The clock ended without what it waited for. */
export type ClockClosed = DomainEvent<
  'ClockClosed',
  1,
  ClockIdentity & { readonly closedAt: IsoInstant; readonly reason: ClockCloseReason }
>;

/**
 * The case still waits for `reason`, since `pausedAt`, but has done so for as long as the target lets it stop the clock: from `dueAt` on the
 * clock runs again, and is due at `clockDueAt`.
 */
export type ClockPauseExpired = DomainEvent<
  'ClockPauseExpired',
  1,
  ClockIdentity & {
    readonly reason: string;
    readonly pausedAt: IsoInstant;
    readonly dueAt: IsoInstant;
    readonly clockDueAt: IsoInstant | null;
    readonly detectedAt: IsoInstant;
  }
>;

/** What an ended clock waited for had happened before its end, and was told late: at `stoppedAt`. What was judged stays. */
export type ClockStopCorrected = DomainEvent<
  'ClockStopCorrected',
  1,
  ClockIdentity & { readonly stoppedAt: IsoInstant }
>;

/** What is to be said of a clock. `closed`: it ended, before it was due, without what it waited for. */
export const KNOWN_VERDICTS = ['met', 'missed', 'running', 'closed'] as const;
export type KnownVerdict = (typeof KNOWN_VERDICTS)[number];

/**
 * A fact was told late that would have changed the verdict: what was judged then stays on record, and `known` is what is to be said by all
 * that is known now, in the order in which it occurred. A later one takes its place. It occurred when the fact did; or, where the clock then
 * ran out after all, at that instant.
 */
export type VerdictCorrected = DomainEvent<
  'VerdictCorrected',
  1,
  ClockIdentity & {
    /** The how-manieth correction of this run, from 1. */
    readonly number: number;
    readonly judged: KnownVerdict;
    readonly known: KnownVerdict;
    /** As known now: when it was missed, else when it was or would have been due. */
    readonly dueAt: IsoInstant | null;
    /** As known now: its end, with what it waited for or without; null where it goes on. */
    readonly endedAt: IsoInstant | null;
    /** The types of the facts on this stream that were recorded with it; none where only time has passed. */
    readonly because: readonly string[];
    readonly detectedAt: IsoInstant;
    /** As known now it runs, and stands still, as `DueInstant` says. */
    readonly paused?: true;
    /** As known now it runs, and is due at an instant that lies beyond what its calendar vouches for. */
    readonly beyondCalendar?: true;
  }
>;

export type ClockEvent =
  | ClockStarted
  | ClockRetargeted
  | ClockExtended
  | ClocksPaused
  | ClocksResumed
  | ClockMarkReached
  | ClockNearDue
  | ClockBreached
  | ClockStopped
  | ClockClosed
  | ClockRetargetedInVain
  | ClockPauseExpired
  | ClockStopCorrected
  | VerdictCorrected;

export const CLOCK_EVENT_TYPES = [
  'ClockStarted',
  'ClockRetargeted',
  'ClockExtended',
  'ClocksPaused',
  'ClocksResumed',
  'ClockMarkReached',
  'ClockNearDue',
  'ClockBreached',
  'ClockStopped',
  'ClockClosed',
  'ClockRetargetedInVain',
  'ClockPauseExpired',
  'ClockStopCorrected',
  'VerdictCorrected',
] as const satisfies readonly ClockEvent['type'][];

const TYPES: ReadonlySet<string> = new Set(CLOCK_EVENT_TYPES);

/** Whether an event is one of these. */
export const isClockEvent = <Event extends { readonly type: string }>(
  event: Event,
): event is Extract<Event, { readonly type: ClockEvent['type'] }> => TYPES.has(event.type);

/** What falls due by itself, and is on record once somebody has looked. */
export type NoticedEvent = ClockMarkReached | ClockNearDue | ClockBreached;

const NOTICED: ReadonlySet<string> = new Set([
  'ClockMarkReached',
  'ClockNearDue',
  'ClockBreached',
] satisfies NoticedEvent['type'][]);

export const isNoticed = <Event extends { readonly type: string }>(
  event: Event,
): event is Extract<Event, { readonly type: NoticedEvent['type'] }> => NOTICED.has(event.type);
