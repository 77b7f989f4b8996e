export { ROUND_THE_CLOCK, type Calendar, type CalendarDays, type HoursRule } from './calendar';
export * from './calendar-book';
export * from './calendar-document';
export { compileCalendar } from './compile-calendar';
export * from './duration';
export * from './explain';
export type { EpochMs, Interval } from './interval';
export type { LocalDate, Weekday } from './local-date';
export * from './policy';
export * from './sla-error';
export {
  checkWithin,
  deadline,
  deadlineBy,
  elapsed,
  pauseLimit,
  type Mark,
  type Pause,
  type Timing,
} from './timing';
export * from './unreachable-rules';
export * from './verdict';
