import { NOTIFIABLE_EVENT_TYPES } from '@redress/escalations';
import { checkDocuments, PolicyFileError, type CheckedDocument } from '@redress/policies';
import { Command } from 'commander';
import { say } from './say';

/** `check <file…>`. */
export const checkCommand = (): Command =>
  new Command('check')
    .description(
      'reads files as a publication would: policies, calendars, contact policies, authority limits, intake and notification rules',
    )
    .argument('<file...>', 'YAML files; a calendar among them is the one that policies among them mean')
    .action((files: string[]) => {
      for (const { file, noun, name } of checked(files)) say(`${file}: ${noun} ${name} can be used`);
    });

/** The files, all of which can be used. Throws PolicyFileError with all that is wrong with any of them. */
export function checked(files: readonly string[]): readonly CheckedDocument[] {
  const found = checkDocuments(files, NOTIFIABLE_EVENT_TYPES);
  const wrong = found.filter((one) => one instanceof PolicyFileError);
  if (wrong.length > 0) throw new PolicyFileError(wrong.map(({ message }) => message).join('\n'));
  return found.flatMap((one) => (one instanceof PolicyFileError ? [] : [one]));
}
