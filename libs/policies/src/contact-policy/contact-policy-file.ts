import { checkTimeZone, DocumentFiles, runningTimeAt } from '../document-file/document-file';
import type { LocatedYaml } from '../document-file/located-yaml';
import type { Draft } from '../domain/versioned-document';
import type { ContactRules } from './contact-policy';
import schema from './contact-policy.schema.json';

/** The file's shape, as the schema promises it. */
interface WrittenContactPolicy extends ContactRules {
  readonly name: string;
  readonly effectiveFrom?: string;
}

const files = new DocumentFiles<WrittenContactPolicy, ContactRules>(schema, (written, yaml) => {
  check(written, yaml);
  const {
    quietHours,
    timeZone,
    attempts,
    ownerFirst,
    careNeedsConsent,
    followUp,
    closing,
    repeatWithinDays,
  } = written;
  return {
    quietHours,
    timeZone,
    attempts,
    ownerFirst,
    careNeedsConsent,
    followUp,
    closing,
    repeatWithinDays,
  };
});

/** Reads a contact policy from a YAML file. Throws PolicyFileError. */
export const readContactPolicyFile = (file: string): Draft<ContactRules> => files.read(file);

/** Reads a contact policy from YAML text. Throws PolicyFileError. */
export const parseContactPolicy = (text: string, file = 'contact policy'): Draft<ContactRules> =>
  files.parse(text, file);

function check(
  { quietHours, timeZone, attempts, ownerFirst, followUp }: ContactRules,
  yaml: LocatedYaml,
): void {
  checkTimeZone(timeZone, yaml);
  if (quietHours.from === quietHours.to) {
    yaml.fail(
      ['quietHours', 'to'],
      `is ${quietHours.to} like from: that leaves the whole day, or none of it`,
    );
  }
  runningTimeAt(['attempts', 'apart'], attempts.apart, yaml);
  if (attempts.perDay > attempts.most) {
    yaml.fail(
      ['attempts', 'perDay'],
      `is ${String(attempts.perDay)}, more than the ${String(attempts.most)} in all`,
    );
  }
  runningTimeAt(['ownerFirst'], ownerFirst, yaml);
  const opensAfter = runningTimeAt(['followUp', 'opensAfter'], followUp.opensAfter, yaml);
  if (runningTimeAt(['followUp', 'within'], followUp.within, yaml) <= opensAfter) {
    yaml.fail(
      ['followUp', 'within'],
      `is ${followUp.within}: the window opens only after ${followUp.opensAfter}`,
    );
  }
}
