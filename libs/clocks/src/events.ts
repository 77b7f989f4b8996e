import type { DomainEvent, IsoInstant } from '@redress/kernel';
import type { ClockName, PolicyRef, Target } from '@redress/sla';

/**
 * The facts about clocks, appended to the stream of whatever the clock measures, by the command that starts, pauses, re-targets or
 * stops it or by the timekeeper's look. They stand by themselves: with nothing else of the stream every clock can be judged again.
 *
 * `dueAt` says what followed from the facts at that moment; null while a pause keeps the clock from ever running out, and where the
 * instant lies beyond what its calendar vouches for.
 */
interface ClockIdentity {
  readonly clock: ClockName;
  /** The n-th run of that clock on the stream, from 1. */
  readonly instance: number;
  /** The cycle of the case that it belongs to, from 1. */
  readonly cycle: number;
}

/** A clock with what is due for it now. */
export type ClockDue = ClockIdentity & { readonly dueAt: IsoInstant | null };

/** A clock began to run for its target at `startedAt`. */
export type ClockStarted = DomainEvent<
  'ClockStarted',
  1,
  ClockIdentity & {
    readonly startedAt: IsoInstant;
    readonly target: Target;
    readonly policy: PolicyRef;
    readonly dueAt: IsoInstant | null;
  }
>;

/** The target changed; start and pauses stay. */
export type ClockRetargeted = DomainEvent<
  'ClockRetargeted',
  1,
  ClockIdentity & { readonly target: Target; readonly policy: PolicyRef; readonly dueAt: IsoInstant | null }
>;

/** More time was granted: a new target from the same start, with the same pauses. */
export type ClockExtended = DomainEvent<
  'ClockExtended',
  1,
  ClockIdentity & { readonly target: Target; readonly policy: PolicyRef; readonly dueAt: IsoInstant | null }
>;

/** Waiting began, for `reason`: every clock whose target names the reason stands still. `clocks` are those that this concerned. */
export type ClocksPaused = DomainEvent<
  'ClocksPaused',
  1,
  { readonly reason: string; readonly clocks: readonly ClockDue[] }
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
  'reopened',
  'renegotiated',
  'cancelled',
  'unreachable',
] as const;
export type ClockCloseReason = (typeof CLOCK_CLOSE_REASONS)[number];

/** The clock ended without what it waited for. */
export type ClockClosed = DomainEvent<
  'ClockClosed',
  1,
  ClockIdentity & { readonly closedAt: IsoInstant; readonly reason: ClockCloseReason }
>;

export type ClockEvent =
  | ClockStarted
  | ClockRetargeted
  | ClockExtended
  | ClocksPaused
  | ClocksResumed
  | ClockMarkReached
  | ClockBreached
  | ClockStopped
  | ClockClosed;

export const CLOCK_EVENT_TYPES = [
  'ClockStarted',
  'ClockRetargeted',
  'ClockExtended',
  'ClocksPaused',
  'ClocksResumed',
  'ClockMarkReached',
  'ClockBreached',
  'ClockStopped',
  'ClockClosed',
] as const satisfies readonly ClockEvent['type'][];

const TYPES: ReadonlySet<string> = new Set(CLOCK_EVENT_TYPES);

/** Whether an event is one of these. */
export const isClockEvent = <Event extends { readonly type: string }>(
  event: Event,
): event is Extract<Event, { readonly type: ClockEvent['type'] }> => TYPES.has(event.type);
