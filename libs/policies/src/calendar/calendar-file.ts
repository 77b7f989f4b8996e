import { ROUND_THE_CLOCK, SlaError } from '@redress/sla';
import { buildCalendar, type CalendarDefinition } from '@redress/sla/build-calendar';
import { DocumentFiles } from '../document-file/document-file';
import type { LocatedYaml, YamlPath } from '../document-file/located-yaml';
import schema from './calendar.schema.json';

const files = new DocumentFiles<CalendarDefinition, CalendarDefinition>(
  schema,
  ({ name, description, zone, horizon, weekly, holidays = {}, days = {} }, yaml) => {
    const definition: CalendarDefinition = {
      name,
      ...(description === undefined ? {} : { description }),
      zone,
      horizon,
      weekly,
      holidays,
      days,
    };
    check(definition, yaml);
    return definition;
  },
);

/** Reads the definition of a calendar from a YAML file. Throws PolicyFileError. */
export const readCalendarFile = (file: string): CalendarDefinition => files.read(file);

/** Reads the definition of a calendar from YAML text. Throws PolicyFileError. */
export const parseCalendar = (text: string, file = 'calendar'): CalendarDefinition => files.parse(text, file);

/** Fails the text at the first part with which no calendar can be built. */
function check(definition: CalendarDefinition, yaml: LocatedYaml): void {
  const { name, weekly, holidays = {}, days = {} } = definition;
  if (name === ROUND_THE_CLOCK.name) yaml.fail(['name'], `is built in: ${name}`);
  const reason = refusal(definition);
  if (reason === undefined) return;
  const bare = { ...definition, weekly: {}, holidays: {}, days: {} };
  const parts: [YamlPath, CalendarDefinition][] = [
    [[reason.code === 'zone-unknown' ? 'zone' : 'horizon'], bare],
    ...eachOf(weekly, (day, alone): [YamlPath, CalendarDefinition] => [
      ['weekly', day],
      { ...bare, weekly: alone },
    ]),
    [['weekly'], { ...bare, weekly }],
    ...eachOf(holidays, (date, alone): [YamlPath, CalendarDefinition] => [
      ['holidays', date],
      { ...bare, weekly, holidays: alone },
    ]),
    ...eachOf(days, (date, alone): [YamlPath, CalendarDefinition] => [
      ['days', date],
      { ...bare, weekly, holidays, days: alone },
    ]),
  ];
  for (const [path, part] of parts) {
    const wrong = refusal(part);
    if (wrong !== undefined) yaml.fail(path, `can't be used: ${wrong.message}`);
  }
  yaml.fail([], `can't be used: ${reason.message}`);
}

/** Each entry alone. */
const eachOf = <Part, Made>(
  parts: Readonly<Record<string, Part>>,
  make: (key: string, alone: Record<string, Part>) => Made,
): Made[] => Object.entries(parts).map(([key, part]) => make(key, { [key]: part }));

function refusal(definition: CalendarDefinition): SlaError | undefined {
  try {
    buildCalendar(definition, 1);
    return undefined;
  } catch (error) {
    if (error instanceof SlaError) return error;
    throw error;
  }
}
