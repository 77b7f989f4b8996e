import { Command } from '@nestjs/cqrs';
import type { CaseChannel, Tier } from '@redress/complaints';
import type { Decided } from '@redress/event-store';
import type { CommandOrigin, EpochMs } from '@redress/kernel';
import type { SubjectWhy } from '../events';

/** What is said of a subject to be opened. What is left out is taken from its case, where there is one. */
export interface SubjectWanted {
  /** A code: `on-site`, `work-order`, or one of the policy's own. */
  readonly kind: string;
  /** The case that it belongs to. */
  readonly complaintId?: string;
  readonly team?: string;
  readonly category?: string;
  /** Without a case: 3. */
  readonly priority?: number;
  /** Without a case: standard. */
  readonly tier?: Tier;
  /** Without a case: false. */
  readonly specialCare?: boolean;
  /** Without a case: phone. */
  readonly channel?: CaseChannel;
}

/**
 * Puts something on record that has clocks. The id is the sender's: one that is on record already is left as it is.
 * Throws DomainErrors `case-unknown`, `facts-missing`, and those of the decider.
 */
export class OpenSubject extends Command<Decided> {
  constructor(
    readonly subjectId: string,
    readonly wanted: SubjectWanted,
    readonly origin: CommandOrigin,
    readonly why: SubjectWhy = {},
    readonly occurredAt?: EpochMs,
  ) {
    super();
  }
}
