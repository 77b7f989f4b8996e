import { checkTimeZone, DocumentFiles } from '../document-file/document-file';
import type { LocatedYaml } from '../document-file/located-yaml';
import type { Draft } from '../domain/versioned-document';
import type { AuthorityLimit, AuthorityRules } from './authority-limits';
import schema from './authority-limits.schema.json';

/** The file's shape, as the schema promises it. */
interface WrittenAuthority extends AuthorityRules {
  readonly name: string;
  readonly effectiveFrom?: string;
}

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

const files = new DocumentFiles<WrittenAuthority, AuthorityRules>(schema, ({ timeZone, limits }, yaml) => {
  checkTimeZone(timeZone, yaml);
  limits.forEach((limit, place) => {
    check(limit, place, limits.slice(0, place), yaml);
  });
  return { timeZone, limits };
});

/** Reads authority limits from a YAML file. Throws PolicyFileError. */
export const readAuthorityFile = (file: string): Draft<AuthorityRules> => files.read(file);

/** Reads authority limits from YAML text. Throws PolicyFileError. */
export const parseAuthority = (text: string, file = 'authority'): Draft<AuthorityRules> =>
  files.parse(text, file);

function check(
  { role, currency, perCase, perDay, perMonth }: AuthorityLimit,
  place: number,
  before: readonly AuthorityLimit[],
  yaml: LocatedYaml,
): void {
  if (!CURRENCIES.has(currency)) yaml.fail(['limits', place, 'currency'], `names no currency: ${currency}`);
  if (before.some((one) => one.role === role && one.currency === currency)) {
    yaml.fail(['limits', place], `is a second limit for ${role} in ${currency}`);
  }
  const notAbove = (less: 'perCase' | 'perDay', amount: number, more: string, bound: number): void => {
    if (amount <= bound) return;
    yaml.fail(['limits', place, less], `is ${String(amount)}, more than ${more}, ${String(bound)}`);
  };
  notAbove('perCase', perCase, 'perDay', perDay);
  notAbove('perDay', perDay, 'perMonth', perMonth);
}
