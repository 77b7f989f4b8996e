import { Command } from '@nestjs/cqrs';
import type { Decided } from '@redress/event-store';
import type { CommandOrigin } from '@redress/kernel';
import type { CalendarDefinition } from '@redress/sla/build-calendar';

/** Publishes a version of a calendar, where the definition says something new. */
export class PublishCalendar extends Command<Decided> {
  constructor(
    readonly definition: CalendarDefinition,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}
