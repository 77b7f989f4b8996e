import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideAndAppend, EVENT_STORE, type Decided, type EventStore } from '@redress/event-store';
import { CLOCK, type Clock } from '@redress/kernel';
import { calendarWithdrawalDecider } from '../calendar/calendar-decider';
import { learnCalendar } from '../calendar/published-calendars';
import { calendarStream } from '../events';
import { WithdrawCalendar } from './withdraw-calendar.command';

@CommandHandler(WithdrawCalendar)
export class WithdrawCalendarHandler implements ICommandHandler<WithdrawCalendar> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ calendar: { name, version }, origin, reason }: WithdrawCalendar): Promise<Decided> {
    const stream = calendarStream(name);
    const decided = await decideAndAppend(this.store, {
      stream,
      partitionKey: stream,
      decider: calendarWithdrawalDecider,
      command: () => ({ version, now: this.clock.now(), ...(reason === undefined ? {} : { reason }) }),
      origin,
      stage: 'existing',
    });
    await learnCalendar(this.store, name);
    return decided;
  }
}
