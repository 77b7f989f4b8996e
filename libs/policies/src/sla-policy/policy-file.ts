import { isOwnClock, POLICY_CLOCKS, unreachableRules, type Rule } from '@redress/sla';
import { DocumentFiles } from '../document-file/document-file';
import type { LocatedYaml } from '../document-file/located-yaml';
import type { Draft } from '../domain/versioned-document';
import { readOwnClocks } from './own-clocks';
import schema from './policy.schema.json';
import { calendarNameOf, readTarget, type CalendarFinder } from './read-target';
import type { SlaRules } from './sla-rules';
import type { WrittenPolicy, WrittenRule } from './written-policy';

/**
 * A policy as it stands in its file. It names calendars, not their versions: those it gets when it is published, after the calendars.
 */
export interface PolicyFile {
  readonly name: string;
  /** The calendars that it names, each once. */
  readonly calendars: readonly string[];
  /**
   * The policy, with the newest version that is known of each of its calendars. Throws PolicyFileError where one of them is not known, or
   * does not know what a target counts; and where a rule can never match.
   * @param find the calendars that stand in for those that are published
   */
  draft(find?: CalendarFinder): Draft<SlaRules>;
}

const files = new DocumentFiles<
  WrittenPolicy,
  Omit<PolicyFile, 'name' | 'draft'> & { rules: (find: CalendarFinder) => SlaRules }
>(schema, (written, yaml) => ({
  calendars: [...new Set(targetsOf(written).map(calendarNameOf))],
  rules: (find) => readRules(written, { yaml, find }),
}));

const targetsOf = ({ rules }: WrittenPolicy) =>
  rules.flatMap(({ targets }) => Object.values(targets).filter((target) => target !== undefined));

/** Reads a policy from a YAML file. Throws PolicyFileError. */
export const readPolicyFile = (file: string): PolicyFile => policyFile(files.read(file));

/** Reads a policy from YAML text. Throws PolicyFileError. */
export const parsePolicy = (text: string, file = 'policy'): PolicyFile => policyFile(files.parse(text, file));

const policyFile = ({ calendars, rules, ...head }: ReturnType<typeof files.read>): PolicyFile => ({
  name: head.name,
  calendars,
  draft: (find = () => undefined) => ({ ...head, ...rules(find) }),
});

/** What reading a policy's rules takes. */
interface Reading {
  readonly yaml: LocatedYaml;
  readonly find: CalendarFinder;
}

function readRules(written: WrittenPolicy, reading: Reading): SlaRules {
  const { rules } = written;
  const { yaml } = reading;
  const [read, own] = yaml.readAll([
    () => yaml.readAll(rules.map((rule, place) => () => readRule(rule, place, reading))),
    () => readOwnClocks(written, yaml),
    () => {
      checkReach(rules, yaml);
    },
  ]);
  return { rules: read, ...own };
}

function readRule({ match = {}, targets }: WrittenRule, place: number, reading: Reading): Rule {
  const own = Object.keys(targets).filter((clock) => isOwnClock(clock));
  const parts = [...POLICY_CLOCKS, ...own].flatMap((clock) => {
    const target = targets[clock];
    const path = ['rules', place, 'targets', clock];
    return target === undefined ? [] : [() => readTarget(clock, target, { path, ...reading })];
  });
  return { match, targets: reading.yaml.readAll(parts) };
}

/** Fails the text at the rules that no case ever falls under: what they promise is promised to nobody. */
function checkReach(rules: readonly WrittenRule[], yaml: LocatedYaml): void {
  const matches = rules.map(({ match = {} }) => ({ match }));
  yaml.readAll(
    unreachableRules(matches).map(({ rule, coveredBy }) => () => {
      const covering = `${coveredBy.length > 1 ? 'rules' : 'rule'} ${coveredBy.map(String).join(', ')}`;
      yaml.fail(['rules', rule - 1], `can never match: every case that it matches falls under ${covering}`);
    }),
  );
}
