import { Controller, Get } from '@nestjs/common';
import { PathId, QuestionEndpoint } from '@redress/http';
import { numberInPath } from '../path-number';
import { LIBRARY_READERS } from '../roles';
import { CalendarLibrary } from './calendar-library';
import { CalendarSummary, CalendarVersionView, CalendarView } from './calendar-library.dto';

@Controller('calendars')
export class CalendarLibraryController {
  constructor(private readonly library: CalendarLibrary) {}

  @Get()
  @QuestionEndpoint({
    summary: 'The calendars',
    description: 'Those that were published; `24x7` is built in.',
    roles: LIBRARY_READERS,
    answer: { listOf: CalendarSummary },
  })
  calendarList(): Promise<readonly CalendarSummary[]> {
    return this.library.list();
  }

  @Get(':name')
  @QuestionEndpoint({
    summary: 'A calendar with its versions',
    roles: LIBRARY_READERS,
    answer: CalendarView,
    one: true,
  })
  calendarView(@PathId('name') name: string): Promise<CalendarView> {
    return this.library.calendar(name);
  }

  @Get(':name/versions/:version')
  @QuestionEndpoint({
    summary: 'A version of a calendar, with its holidays',
    roles: LIBRARY_READERS,
    answer: CalendarVersionView,
    one: true,
  })
  calendarVersion(
    @PathId('name') name: string,
    @PathId('version') version: string,
  ): Promise<CalendarVersionView> {
    return this.library.version({ name, version: numberInPath(version) });
  }
}
