import { Command } from '@nestjs/cqrs';
import type { CommandOrigin } from '@redress/kernel';
import type { CalendarDefinition } from '@redress/sla/build-calendar';
import type { Published, PublishOptions } from '../publication';

/** What became of it, and the newest version. */
export interface PublishedCalendar extends Published {
  readonly newest: number;
}

/** Publishes a version of a calendar, where the definition says something new. */
export class PublishCalendar extends Command<PublishedCalendar> {
  constructor(
    readonly definition: CalendarDefinition,
    readonly origin: CommandOrigin,
    readonly options: PublishOptions = {},
  ) {
    super();
  }
}
