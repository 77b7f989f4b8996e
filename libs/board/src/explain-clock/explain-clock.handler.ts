import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { explainClock } from '@redress/clocks';
import { complaintStream } from '@redress/complaints';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { CLOCK, DomainError, type Clock } from '@redress/kernel';
import { explanationOf, type ClockExplanation } from './clock-explanation.dto';
import { ExplainClock } from './explain-clock.query';

/** Read from the stream of the case itself: there is nothing newer, and every edge is an event of it. */
@QueryHandler(ExplainClock)
export class ExplainClockHandler implements IQueryHandler<ExplainClock> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws DomainError `not-found` where there is no such case, or no such clock on it. */
  async execute({ complaintId, clock, instance }: ExplainClock): Promise<ClockExplanation> {
    const history = await this.store.readStream(complaintStream(complaintId));
    const which = { clock, ...(instance === undefined ? {} : { instance }) };
    const told = explainClock(history, which, this.clock.now());
    if (told === undefined) {
      throw new DomainError('not-found', 'not-found', 'There is nothing under this id.');
    }
    return explanationOf(complaintId, told);
  }
}
