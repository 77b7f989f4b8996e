import {
  findCalendar,
  POLICY_CLOCKS,
  ROUND_THE_CLOCK,
  type Match,
  type PolicyClock,
  type Target,
} from '@redress/sla';
import { DocumentFiles, runningTimeAt } from '../document-file/document-file';
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

const files = new DocumentFiles<WrittenPolicy, SlaRules>(schema, ({ rules }, yaml) => ({
  rules: rules.map(({ match = {}, targets }, rule) => ({
    match,
    targets: POLICY_CLOCKS.flatMap((clock) => {
      const target = targets[clock];
      return target === undefined ? [] : [targetOf(clock, target, rule, yaml)];
    }),
  })),
}));

/** Reads a policy from a YAML file. Throws PolicyFileError. */
export const readPolicyFile = (file: string): Draft<SlaRules> => files.read(file);

/** Reads a policy from YAML text. Throws PolicyFileError. */
export const parsePolicy = (text: string, file = 'policy'): Draft<SlaRules> => files.parse(text, file);

function targetOf(clock: PolicyClock, written: WrittenTarget, rule: number, yaml: LocatedYaml): Target {
  const path = ['rules', rule, 'targets', clock];
  const { within, calendar: name = ROUND_THE_CLOCK.name, pausedBy = [], marks = [] } = written;
  const { version } = findCalendar(name) ?? yaml.fail([...path, 'calendar'], `names no calendar: ${name}`);
  runningTimeAt([...path, 'within'], within, yaml);
  return { clock, within, calendar: { name, version }, pausedBy, marks: marks.toSorted((a, b) => a - b) };
}
