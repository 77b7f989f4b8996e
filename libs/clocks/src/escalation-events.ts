import type { DomainEvent, IsoInstant } from '@redress/kernel';
import type { ClockName, LadderAction, LadderMark } from '@redress/sla';

/** A step of a clock's ladder that fell due. (clock, instance, at, step) is on record once on a stream, as raised or as superseded. */
interface EscalationStep {
  readonly clock: ClockName;
  /** The n-th run of that clock on the stream, from 1. */
  readonly instance: number;
  /** The cycle of the case that it belongs to, from 1. */
  readonly cycle: number;
  /** The mark at which the step stands: in percent, as the time that was left, or `due`. */
  readonly at: LadderMark;
  /** The place of the step in the ladder, from 1. */
  readonly step: number;
  readonly action: LadderAction;
  /** Whom it tells, or the team that gets the case. */
  readonly to: string;
  /** When the step fell due. */
  readonly dueAt: IsoInstant;
  /** When the clock itself is due, as things stood then; null where that was beyond what its calendar vouches for. */
  readonly clockDueAt: IsoInstant | null;
  readonly detectedAt: IsoInstant;
}

/** A step of the ladder is to be taken: its mark was reached, or the target missed. */
export type EscalationRaised = DomainEvent<'EscalationRaised', 1, EscalationStep>;

/** Why a step helps nobody any more. */
export const SUPERSEDED_BY = ['later-mark', 'breach', 'end'] as const;

/**
 * A step fell due and is not taken: when it was noticed, a later mark or the breach had been reached (`later-mark`, `breach`), or what the
 * clock waited for had happened or was waited for no more (`end`).
 */
export type EscalationSuperseded = DomainEvent<
  'EscalationSuperseded',
  1,
  EscalationStep & { readonly supersededBy: (typeof SUPERSEDED_BY)[number] }
>;

export type EscalationEvent = EscalationRaised | EscalationSuperseded;

export const ESCALATION_EVENT_TYPES = [
  'EscalationRaised',
  'EscalationSuperseded',
] as const satisfies readonly EscalationEvent['type'][];

const TYPES: ReadonlySet<string> = new Set(ESCALATION_EVENT_TYPES);

/** Whether an event is one of these. */
export const isEscalation = <Event extends { readonly type: string }>(
  event: Event,
): event is Extract<Event, { readonly type: EscalationEvent['type'] }> => TYPES.has(event.type);
