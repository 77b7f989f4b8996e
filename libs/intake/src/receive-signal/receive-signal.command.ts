import { Command } from '@nestjs/cqrs';
import type { Severity, Tier } from '@redress/complaints';
import type { NamedCustomer } from '@redress/customers';
import type { Decided } from '@redress/event-store';
import type { CommandOrigin, EpochMs } from '@redress/kernel';

/** A customer whom a signal concerns, as it is told. */
export interface ConcernedTold {
  /** Somebody who can be recognised the next time: by their id, or by their reference. */
  readonly customer: NamedCustomer;
  readonly tier: Tier;
  readonly specialCare: boolean;
  /** Personal: never in events. */
  readonly description?: string;
}

/** A failure was seen. What follows from it is for the automation `raise-case-on-signal`. */
export class ReceiveSignal extends Command<Decided & { readonly signalId: string }> {
  constructor(
    readonly signal: {
      readonly kind: string;
      readonly reference: string;
      readonly severity: Severity;
      readonly resolved: boolean;
    },
    readonly concerned: readonly ConcernedTold[],
    readonly origin: CommandOrigin,
    /** When it was seen, if not now. */
    readonly seenAt?: EpochMs,
  ) {
    super();
  }
}
