import type { EventStore } from '@redress/event-store';
import type { EpochMs } from '@redress/kernel';
import type { CalendarRef } from '@redress/sla';
import { learnCalendar } from '../calendar/published-calendars';
import type { PolicyShelf } from '../document-lookup/shelves';

/**
 * How long before its end a calendar is spoken of: the notice of China's holidays comes out about so long before the year that it is for.
 */
const WARN_DAYS = 60;
const DAY_MS = 86_400_000;

/**
 * A line for the operator for each calendar of the policy in force that soon vouches for no more days: what would be due after its last one
 * has no due instant.
 */
export async function endingCalendars(
  now: EpochMs,
  { store, shelf }: { readonly store: EventStore; readonly shelf: PolicyShelf },
): Promise<readonly string[]> {
  const { name: policy, rules } = await shelf.inForce(now);
  const used = new Map<string, CalendarRef>();
  for (const { calendar } of rules.flatMap(({ targets }) => targets))
    used.set(`${calendar.name} ${String(calendar.version)}`, calendar);
  const lines: string[] = [];
  for (const { name, version } of used.values()) {
    const document = (await learnCalendar(store, name)).find((one) => one.version === version);
    // The one that is built in has no end.
    if (document === undefined) continue;
    const { lastDay } = document.horizon;
    const daysLeft = Math.ceil((Date.parse(lastDay) + DAY_MS - now) / DAY_MS);
    if (daysLeft > WARN_DAYS) continue;
    const ends =
      daysLeft <= 0 ? `ended with ${lastDay}` : `ends with ${lastDay} (days left: ${String(daysLeft)})`;
    lines.push(
      `calendar ${name} version ${String(version)} ${ends}, and policy ${policy} goes by it: what would be due later is not due at all. ` +
        'Publish a longer one, then the policy again: see "A calendar ends" in docs/operations.md.',
    );
  }
  return lines;
}
