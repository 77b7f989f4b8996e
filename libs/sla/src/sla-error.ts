import type { CalendarRef } from './calendar-document';

/** A policy, calendar or duration that says something impossible. `code` is stable and kebab-case. */
export class SlaError extends Error {
  override readonly name = 'SlaError';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** A calendar that is not known here, code `calendar-unknown`: whoever can find out may make it known and ask again. */
export class CalendarUnknown extends SlaError {
  constructor(readonly calendar: CalendarRef) {
    const { name, version } = calendar;
    super('calendar-unknown', `there is no calendar ${name} in version ${String(version)}`);
  }
}
