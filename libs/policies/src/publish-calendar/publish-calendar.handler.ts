import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideAndAppend, EVENT_STORE, type EventStore } from '@redress/event-store';
import { CLOCK, type Clock } from '@redress/kernel';
import { buildCalendar } from '@redress/sla/build-calendar';
import { calendarDecider, saysTheSame } from '../calendar/calendar-decider';
import { learnCalendar } from '../calendar/published-calendars';
import { calendarStream } from '../events';
import { mayGoBack, published } from '../publication';
import { PublishCalendar, type PublishedCalendar } from './publish-calendar.command';

/** Once it returns, policies and clocks find the version. */
@CommandHandler(PublishCalendar)
export class PublishCalendarHandler implements ICommandHandler<PublishCalendar> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ definition, origin, options }: PublishCalendar): Promise<PublishedCalendar> {
    const stream = calendarStream(definition.name);
    const decided = await decideAndAppend(this.store, {
      stream,
      partitionKey: stream,
      decider: calendarDecider,
      command: (history) => ({
        definition,
        now: this.clock.now(),
        mayGoBack: mayGoBack(options, origin, history, ['CalendarPublished', 'CalendarWithdrawn']),
      }),
      origin,
      stage: 'either',
    });
    const versions = await learnCalendar(this.store, definition.name);
    const built = buildCalendar(definition, 1);
    const newest = versions.at(-1)?.version ?? 0;
    return { ...published(decided, versions, (version) => saysTheSame(version, built)), newest };
  }
}
