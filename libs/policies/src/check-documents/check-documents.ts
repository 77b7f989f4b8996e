import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { compileCalendar, type Calendar } from '@redress/sla';
import { buildCalendar } from '@redress/sla/build-calendar';
import { parse } from 'yaml';
import { parseAuthority } from '../authority/authority-file';
import { parseCalendar } from '../calendar/calendar-file';
import { parseContactPolicy } from '../contact-policy/contact-policy-file';
import { PolicyFileError } from '../document-file/policy-file-error';
import { parseIntakeRules } from '../intake-rules/intake-rules-file';
import { parseNotificationRules } from '../notification-rules/notification-rules-file';
import { calendarFile } from '../publish-at-start/document-files';
import { parsePolicy } from '../sla-policy/policy-file';

/** What a file can be, in the words of messages. */
export type DocumentNoun =
  'policy' | 'calendar' | 'contact policy' | 'authority limits' | 'intake rules' | 'notification rules';

/** A file that was looked at. */
export interface CheckedDocument {
  readonly file: string;
  readonly text: string;
  readonly noun: DocumentNoun;
  readonly name: string;
}

/** What tells documents apart: members that no other kind has. */
const MARKS: readonly (readonly [member: string, noun: DocumentNoun])[] = [
  ['weekly', 'calendar'],
  ['horizon', 'calendar'],
  ['quietHours', 'contact policy'],
  ['limits', 'authority limits'],
  ['destinations', 'notification rules'],
];

/**
 * Reads files as a publication would read them, and publishes nothing. A calendar that a policy names is that of the files, else the one
 * that is shipped. Gives for each what it is, or the PolicyFileError with all that is wrong with it.
 * @param notifiable the types of events that can be told outside
 */
export function checkDocuments(
  files: readonly string[],
  notifiable: readonly string[],
): readonly (CheckedDocument | PolicyFileError)[] {
  const texts = files.map((file) => ({ file, text: textOf(file) }));
  const calendars = new Map<string, Calendar>();
  for (const { file, text } of texts) {
    if (typeof text !== 'string' || nounOf(text) !== 'calendar') continue;
    const calendar = orError(() => parseCalendar(text, file));
    if (!(calendar instanceof PolicyFileError))
      calendars.set(calendar.name, compileCalendar(buildCalendar(calendar, 1)));
  }
  const find = (name: string): Calendar | undefined => calendars.get(name) ?? shipped(name);
  return texts.map(({ file, text }) => {
    if (text instanceof PolicyFileError) return text;
    const noun = nounOf(text);
    return orError(() => ({ file, text, noun, name: readAs(noun, { text, file, find, notifiable }) }));
  });
}

interface Reading {
  readonly text: string;
  readonly file: string;
  readonly find: (name: string) => Calendar | undefined;
  readonly notifiable: readonly string[];
}

/** Its name. Throws PolicyFileError. */
function readAs(noun: DocumentNoun, { text, file, find, notifiable }: Reading): string {
  switch (noun) {
    case 'policy':
      return parsePolicy(text, file).draft(find).name;
    case 'calendar':
      return parseCalendar(text, file).name;
    case 'contact policy':
      return parseContactPolicy(text, file).name;
    case 'authority limits':
      return parseAuthority(text, file).name;
    case 'intake rules':
      return parseIntakeRules(text, file).name;
    case 'notification rules':
      return parseNotificationRules(text, { folder: dirname(file), events: notifiable, file }).name;
  }
}

/** By what the text has; what can't be told is read as a policy, whose reader then says what is wrong. */
function nounOf(text: string): DocumentNoun {
  const written = plain(text);
  const marked = MARKS.find(([member]) => member in written);
  if (marked !== undefined) return marked[1];
  const rules: unknown = written['rules'];
  const isIntake = Array.isArray(rules) && rules.some((rule: unknown) => 'case' in asObject(rule));
  return isIntake ? 'intake rules' : 'policy';
}

function plain(text: string): Readonly<Record<string, unknown>> {
  try {
    return asObject(parse(text));
  } catch {
    return {};
  }
}

const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

function shipped(name: string): Calendar | undefined {
  const file = calendarFile(name);
  return file === undefined
    ? undefined
    : compileCalendar(buildCalendar(parseCalendar(readFileSync(file, 'utf8'), file), 1));
}

const textOf = (file: string): string | PolicyFileError => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return new PolicyFileError(
      `${file}: can't be read (${error instanceof Error ? error.message : String(error)})`,
    );
  }
};

function orError<T>(read: () => T): T | PolicyFileError {
  try {
    return read();
  } catch (error) {
    if (error instanceof PolicyFileError) return error;
    throw error;
  }
}
