import {
  checkWithin,
  findCalendar,
  POLICY_CLOCKS,
  ROUND_THE_CLOCK,
  SlaError,
  type Match,
  type PolicyClock,
  type Target,
} from '@redress/sla';
import { DocumentFiles } from '../document-file/document-file';
import type { LocatedYaml } from '../document-file/located-yaml';
import type { Draft } from '../domain/versioned-document';
import schema from './policy.schema.json';
import type { SlaRules } from './sla-rules';

interface WrittenTarget {
  readonly within: string;
  readonly calendar?: string;
  readonly pausedBy?: readonly string[];
  readonly marks?: readonly number[];
}

/** The file's shape, as the schema promises it. */
interface WrittenPolicy {
  readonly name: string;
  readonly effectiveFrom?: string;
  readonly rules: readonly {
    readonly match?: Match;
    readonly targets: { readonly [Clock in PolicyClock]?: WrittenTarget };
  }[];
}

/**
 * A policy as it stands in its file. It names calendars, not their versions: those it gets when it is published, after the calendars.
 */
export interface PolicyFile {
  readonly name: string;
  /** The calendars that it names, each once. */
  readonly calendars: readonly string[];
  /**
   * The policy, with the newest version that is known of each of its calendars. Throws PolicyFileError where one of them is not known, or
   * does not know what a target counts.
   */
  draft(): Draft<SlaRules>;
}

const files = new DocumentFiles<
  WrittenPolicy,
  Omit<PolicyFile, 'name' | 'draft'> & { rules: () => SlaRules }
>(schema, ({ rules }, yaml) => ({
  calendars: [...new Set(rules.flatMap(({ targets }) => Object.values(targets).map(calendarOf)))],
  rules: () => ({
    rules: rules.map(({ match = {}, targets }, rule) => ({
      match,
      targets: POLICY_CLOCKS.flatMap((clock) => {
        const target = targets[clock];
        return target === undefined ? [] : [targetOf(clock, target, rule, yaml)];
      }),
    })),
  }),
}));

/** Reads a policy from a YAML file. Throws PolicyFileError. */
export const readPolicyFile = (file: string): PolicyFile => policyFile(files.read(file));

/** Reads a policy from YAML text. Throws PolicyFileError. */
export const parsePolicy = (text: string, file = 'policy'): PolicyFile => policyFile(files.parse(text, file));

const policyFile = ({ calendars, rules, ...head }: ReturnType<typeof files.read>): PolicyFile => ({
  name: head.name,
  calendars,
  draft: () => ({ ...head, ...rules() }),
});

const calendarOf = ({ calendar = ROUND_THE_CLOCK.name }: WrittenTarget): string => calendar;

function targetOf(clock: PolicyClock, written: WrittenTarget, rule: number, yaml: LocatedYaml): Target {
  const path = ['rules', rule, 'targets', clock];
  const { within, pausedBy = [], marks = [] } = written;
  const name = calendarOf(written);
  const calendar = findCalendar(name) ?? yaml.fail([...path, 'calendar'], `names no calendar: ${name}`);
  try {
    checkWithin(within, calendar);
  } catch (error) {
    if (!(error instanceof SlaError)) throw error;
    yaml.fail([...path, 'within'], `can't be used: ${error.message}`);
  }
  const { version } = calendar;
  return { clock, within, calendar: { name, version }, pausedBy, marks: marks.toSorted((a, b) => a - b) };
}
