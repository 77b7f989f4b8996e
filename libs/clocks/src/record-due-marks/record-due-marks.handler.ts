import { setTimeout as pause } from 'node:timers/promises';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideAndAppend, EVENT_STORE, type Decided, type EventStore } from '@redress/event-store';
import { CLOCK, type Clock, type Decider, type DomainEvent, type EpochMs } from '@redress/kernel';
import { clockConsequence } from '../domain/clock-consequence';
import { evolveClocks, NO_CLOCKS, type ClockLedger } from '../domain/clock-ledger';
import { withEscalations } from '../domain/escalations';
import { dueFacts } from '../domain/keep-clocks';
import { isClockEvent } from '../events';
import { RecordDueMarks } from './record-due-marks.command';

/** Machine time: a business clock that stands still, or is set back meanwhile, holds nobody up. */
const MAX_WAIT_MS = 1_000;

@CommandHandler(RecordDueMarks)
export class RecordDueMarksHandler implements ICommandHandler<RecordDueMarks> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute({ stream, partitionKey, origin, time }: RecordDueMarks): Promise<Decided> {
    const sentAt = performance.now();
    return decideAndAppend(this.store, {
      stream,
      partitionKey,
      decider: lookDecider,
      command: async () => {
        await this.#reach(time.notBefore);
        const latestNow = Math.floor(time.latestNow + performance.now() - sentAt);
        return { now: Math.min(this.clock.now(), latestNow) };
      },
      consequence: clockConsequence,
      origin,
      stage: 'existing',
    });
  }

  /** The history that was read before may be old by then: what is decided on it is appended only where nothing has come after it. */
  async #reach(instant: EpochMs): Promise<void> {
    const giveUpAt = performance.now() + MAX_WAIT_MS;
    for (let waitMs = instant - this.clock.now(); waitMs > 0; waitMs = instant - this.clock.now()) {
      const leftMs = giveUpAt - performance.now();
      if (leftMs <= 0) return;
      await pause(Math.min(waitMs, leftMs));
    }
  }
}

/** Decided on the stream itself and not on a read model: a stop that was recorded in time is never called a breach. */
const lookDecider: Decider<ClockLedger, { readonly now: EpochMs }, DomainEvent> = {
  initial: NO_CLOCKS,
  decide: ({ now }, ledger) => withEscalations(dueFacts(ledger, now, now), ledger),
  evolve: (ledger, event) => (isClockEvent(event) ? evolveClocks(ledger, event) : ledger),
};
