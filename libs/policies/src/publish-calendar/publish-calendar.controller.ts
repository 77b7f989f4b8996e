import { Body, Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { EVENT_FEED, type EventFeed } from '@redress/event-feed';
import {
  CommandContext,
  CommandEndpoint,
  CommandOutcomeSchema,
  IsText,
  originOf,
  outcomeOf,
  PathId,
} from '@redress/http';
import { parseCalendar } from '../calendar/calendar-file';
import { MAX_DOCUMENT_CHARACTERS } from '../document-file/document-file';
import { assertNamed, readSent } from '../document-file/unusable';
import { PUBLISHERS } from '../roles';
import { PublishCalendar } from './publish-calendar.command';

class PublishCalendarBody {
  @IsText(MAX_DOCUMENT_CHARACTERS, { description: 'The calendar, in YAML: see policies/schema.' })
  readonly text!: string;
}

/** A calendar that was published, and its newest version. */
@ApiSchema({ name: 'CalendarOutcome' })
class CalendarOutcome extends CommandOutcomeSchema {
  @ApiProperty({ type: 'integer', description: 'The newest version: the one that says what was sent.' })
  readonly version!: number;
}

@Controller('calendars')
export class PublishCalendarController {
  constructor(
    private readonly bus: CommandBus,
    @Inject(EVENT_FEED) private readonly feed: EventFeed,
  ) {}

  @Post(':name/publish')
  @CommandEndpoint({
    summary: 'Publish the next version of a calendar',
    description:
      'Where it says something new. What the time-zone database says of its zone is written into it and never changes. Policies name versions of calendars: publish the policy again to have it take this one. What is wrong with it is told all at once, each with its line.',
    roles: PUBLISHERS,
    answer: CalendarOutcome,
  })
  async publishCalendar(
    @PathId('name') name: string,
    @Body() { text }: PublishCalendarBody,
    @CommandContext() context: CommandContext,
  ): Promise<CalendarOutcome> {
    const definition = readSent('text', () => parseCalendar(text));
    assertNamed(name, definition);
    const published = await this.bus.execute(new PublishCalendar(definition, originOf(context)));
    return { ...outcomeOf(this.feed, name, published), version: published.newest };
  }
}
