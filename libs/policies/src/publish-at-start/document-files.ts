import { existsSync, readdirSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { PolicyFileError } from '../document-file/policy-file-error';

/** The file of a policy: a path, a name under policies/, or that of a pack under policies/packs/. Throws PolicyFileError. */
export const policyFile = (policy: string): string =>
  shippedFile('policies/packs', `${policy}/policy.yaml`) ?? documentFile('POLICY', policy, 'policies');

/** The file of a contact policy: a path, or a name under policies/contact/. Throws PolicyFileError. */
export const contactPolicyFile = (policy: string): string =>
  documentFile('CONTACT_POLICY', policy, 'policies/contact');

/** The file of authority limits: a path, or a name under policies/authority/. Throws PolicyFileError. */
export const authorityFile = (authority: string): string =>
  documentFile('AUTHORITY', authority, 'policies/authority');

/** The file of intake rules: a path, or a name under policies/intake/. Throws PolicyFileError. */
export const intakeRulesFile = (rules: string): string =>
  documentFile('INTAKE_RULES', rules, 'policies/intake');

/** The file that says whom to tell outside: a path, or a name under policies/notifications/. Throws PolicyFileError. */
export const notificationRulesFile = (rules: string): string =>
  documentFile('NOTIFICATIONS', rules, 'policies/notifications');

/**
 * The file that defines a calendar, under policies/calendars/ or in the pack of its name; undefined where none does: it is built in, or was
 * published otherwise.
 */
export const calendarFile = (calendar: string): string | undefined =>
  shippedFile('policies/calendars', `${calendar}.yaml`) ??
  shippedFile('policies/packs', `${calendar}/calendar.yaml`);

/** The names of the packs that are shipped. */
export const packNames = (): readonly string[] =>
  readdirSync(join(packageFolder(__dirname), 'policies/packs'));

function shippedFile(folder: string, name: string): string | undefined {
  const file = join(packageFolder(__dirname), folder, name);
  return existsSync(file) ? file : undefined;
}

function documentFile(setting: string, value: string, below: string): string {
  if (/\.ya?ml$/.test(value)) return resolve(value);
  const file = join(packageFolder(__dirname), below, `${value}.yaml`);
  if (isAbsolute(value) || !existsSync(file)) {
    throw new PolicyFileError(
      `${setting}=${value}: There is no ${file}. Name a file under ${below}/, or give the path of a YAML file.`,
    );
  }
  return file;
}

/** The folder with package.json, seen from the sources as from the build. */
function packageFolder(from: string): string {
  return existsSync(join(from, 'package.json')) ? from : packageFolder(resolve(from, '..'));
}
