import { Command } from '@nestjs/cqrs';
import type { CommandOrigin } from '@redress/kernel';
import type { CalendarDefinition } from '@redress/sla/build-calendar';
import type { Published, PublishOptions } from '../publication';

/** Publishes a version of a calendar, where the definition says something new. */
export class PublishCalendar extends Command<Published> {
  constructor(
    readonly definition: CalendarDefinition,
    readonly origin: CommandOrigin,
    readonly options: PublishOptions = {},
  ) {
    super();
  }
}
