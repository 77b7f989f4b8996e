import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { complaintStream } from '@redress/complaints';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { CLOCK, type Clock } from '@redress/kernel';
import { explanationOf, type ClockExplanation } from './clock-explanation.dto';
import { ExplainClock } from './explain-clock.query';
import { explainOnStream } from './explain-on-stream';

@QueryHandler(ExplainClock)
export class ExplainClockHandler implements IQueryHandler<ExplainClock> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws as `explainOnStream` does. */
  async execute({ complaintId, asked }: ExplainClock): Promise<ClockExplanation> {
    const { store, clock } = this;
    const { told, marked } = await explainOnStream({ store, clock }, complaintStream(complaintId), asked);
    return { ...explanationOf(complaintId, told), ...marked };
  }
}
