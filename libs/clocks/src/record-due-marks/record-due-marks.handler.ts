import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideAndAppend, EVENT_STORE, type Decided, type EventStore } from '@redress/event-store';
import { CLOCK, type Clock, type Decider, type DomainEvent, type EpochMs } from '@redress/kernel';
import { clockConsequence } from '../domain/clock-consequence';
import { evolveClocks, NO_CLOCKS, type ClockLedger } from '../domain/clock-ledger';
import { dueFacts } from '../domain/keep-clocks';
import { isClockEvent } from '../events';
import { RecordDueMarks } from './record-due-marks.command';

@CommandHandler(RecordDueMarks)
export class RecordDueMarksHandler implements ICommandHandler<RecordDueMarks> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute({ stream, partitionKey, origin }: RecordDueMarks): Promise<Decided> {
    return decideAndAppend(this.store, {
      stream,
      partitionKey,
      decider: lookDecider,
      command: () => ({ now: this.clock.now() }),
      consequence: clockConsequence,
      origin,
      stage: 'existing',
    });
  }
}

/** Decided on the stream itself and not on a read model: a stop that was recorded in time is never called a breach. */
const lookDecider: Decider<ClockLedger, { readonly now: EpochMs }, DomainEvent> = {
  initial: NO_CLOCKS,
  decide: ({ now }, ledger) => dueFacts(ledger, now, now),
  evolve: (ledger, event) => (isClockEvent(event) ? evolveClocks(ledger, event) : ledger),
};
