import type { CalendarDefinition } from '@redress/sla/build-calendar';
import { readAuthorityFile } from '../authority/authority-file';
import type { AuthorityRules } from '../authority/authority-limits';
import { readCalendarFile } from '../calendar/calendar-file';
import type { ContactRules } from '../contact-policy/contact-policy';
import { readContactPolicyFile } from '../contact-policy/contact-policy-file';
import type { Draft } from '../domain/versioned-document';
import type { IntakeRulesBody } from '../intake-rules/intake-rules';
import { readIntakeRulesFile } from '../intake-rules/intake-rules-file';
import type { DocumentsInForce } from '../policies.module';
import { readPolicyFile, type PolicyFile } from '../sla-policy/policy-file';
import { authorityFile, contactPolicyFile, intakeRulesFile, policyFile } from './document-files';
import { calendarFilesOf } from './pack-files';

/**
 * Which documents are in force: for each the path of a YAML file, or the name of one that is shipped. As in the settings of the same names.
 */
export interface DocumentSettings {
  readonly policy: string;
  readonly contactPolicy: string;
  readonly authority: string;
  readonly intakeRules: string;
}

/** The documents that the settings name, as they stand in their files. */
export interface Documents {
  readonly policy: PolicyFile;
  /** Those of the policy's calendars that a file under policies/calendars/, or in its pack, defines. */
  readonly calendars: readonly CalendarDefinition[];
  readonly contactPolicy: Draft<ContactRules>;
  readonly authority: Draft<AuthorityRules>;
  readonly intakeRules: Draft<IntakeRulesBody>;
  /** Their names, for PoliciesModule: every process that decides needs them, whether it publishes or not. */
  readonly inForce: Required<DocumentsInForce>;
}

/**
 * Reads all of them, before anything is started. Throws PolicyFileError: one line that names the setting or the place in the file, and the
 * mend.
 */
export function readDocuments(settings: DocumentSettings): Documents {
  const policy = readPolicyFile(policyFile(settings.policy));
  const contactPolicy = readContactPolicyFile(contactPolicyFile(settings.contactPolicy));
  const authority = readAuthorityFile(authorityFile(settings.authority));
  const intakeRules = readIntakeRulesFile(intakeRulesFile(settings.intakeRules));
  return {
    policy,
    calendars: calendarFilesOf(policy).map(readCalendarFile),
    contactPolicy,
    authority,
    intakeRules,
    inForce: {
      policy: policy.name,
      contactPolicy: contactPolicy.name,
      authority: authority.name,
      intakeRules: intakeRules.name,
    },
  };
}
