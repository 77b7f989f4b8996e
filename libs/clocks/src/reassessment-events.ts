import type { DomainEvent, IsoInstant } from '@redress/kernel';
import type { ClockName, PolicyRef } from '@redress/sla';

/** What is said of an ended clock. `closed`: it ended, before it was due, without what it waited for. */
export type EndedVerdict = 'met' | 'missed' | 'closed';

/**
 * An ended clock was judged again, under a version of its policy that came out for that (`reassess`). Both verdicts are kept: as it was
 * `judged` then, and what it is `now` under that version; of those by several versions the latest counts. It occurred when the clock ended.
 */
export type VerdictReassessed = DomainEvent<
  'VerdictReassessed',
  1,
  {
    readonly clock: ClockName;
    /** The n-th run of that clock on the stream, from 1. */
    readonly instance: number;
    /** The cycle of the case that it belongs to, from 1. */
    readonly cycle: number;
    readonly judged: EndedVerdict;
    readonly now: EndedVerdict;
    /** The rule that judges it now; `rule` is null where it has none for such a case. */
    readonly policy: PolicyRef;
    /** Under that version: when it was missed, else when it was or would have been due; null where that is not known. */
    readonly dueAt: IsoInstant | null;
    readonly judgedAgainAt: IsoInstant;
  }
>;
