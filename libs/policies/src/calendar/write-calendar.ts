import type { CalendarDocument, SpecialDay } from '@redress/sla';
import { Document, isMap, isScalar, isSeq, visit } from 'yaml';

/** A version of a calendar as YAML that `parseCalendar` reads as the same definition. What was stored of its zone stays behind. */
export function writeCalendar({ name, description, zone, horizon, weekly, days }: CalendarDocument): string {
  const [holidays, own] = [days.filter(isHoliday), days.filter((day) => !isHoliday(day))];
  const document = new Document(
    {
      name,
      ...(description === undefined ? {} : { description }),
      zone: zone.name,
      horizon,
      weekly,
      ...(holidays.length === 0
        ? {}
        : { holidays: Object.fromEntries(holidays.map((day) => [day.date, day.name])) }),
      ...(own.length === 0 ? {} : { days: Object.fromEntries(own.map(({ date, ...day }) => [date, day])) }),
    },
    { aliasDuplicateObjects: false },
  );
  visit(document, {
    Pair(_, { key, value }) {
      const isOfDay = isScalar(key) && /^\d{4}-|^horizon$/.test(String(key.value));
      if (isOfDay && isMap(value)) value.flow = true;
      if (isSeq(value)) value.flow = true;
    },
  });
  return document.toString({ lineWidth: 110 });
}

/** Closed, and known by a name. */
const isHoliday = ({ hours, name }: SpecialDay): boolean => hours.length === 0 && name !== undefined;
