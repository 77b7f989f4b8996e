import { PolicyFileError } from '../document-file/policy-file-error';
import { readPolicyFile, type PolicyFile } from '../sla-policy/policy-file';
import { calendarFile, packNames, policyFile } from './document-files';

/** The files that define the calendars of a policy, as far as they are shipped. */
export const calendarFilesOf = ({ calendars }: PolicyFile): readonly string[] =>
  calendars.map(calendarFile).filter((file) => file !== undefined);

/** The files of a policy pack: those of its calendars, then its policy. Throws PolicyFileError, which names the packs that there are. */
export function packFiles(pack: string): readonly string[] {
  const known = packNames();
  if (!known.includes(pack)) {
    throw new PolicyFileError(`There is no pack ${pack}. There are ${known.join(', ')}.`);
  }
  const file = policyFile(pack);
  return [...calendarFilesOf(readPolicyFile(file)), file];
}
