import { checkWithin, findCalendar, SlaError, type Target } from '@redress/sla';
import { DomainError } from '@redress/kernel';
import type { SlaRules } from './sla-rules';

/**
 * The rules, with the newest version that is known of each calendar. Throws DomainError `document-unusable` where a calendar does not know
 * any more what a target counts.
 */
export const withNewestCalendars = <Rules extends SlaRules>(said: Rules): Rules => ({
  ...said,
  rules: said.rules.map((rule) => ({ ...rule, targets: rule.targets.map(onNewest) })),
});

function onNewest(target: Target): Target {
  const { name } = target.calendar;
  const calendar = findCalendar(name);
  try {
    if (calendar === undefined) throw new SlaError('calendar-unknown', `there is no calendar ${name}`);
    checkWithin(target.within, calendar);
  } catch (error) {
    if (!(error instanceof SlaError)) throw error;
    throw new DomainError('invalid', 'document-unusable', `The draft can't be used: ${error.message}.`);
  }
  return { ...target, calendar: { name, version: calendar.version } };
}
