import { readFileSync } from 'node:fs';
import Ajv, { type ErrorObject } from 'ajv';
import {
  CLOCK_NAMES,
  findCalendar,
  parseDuration,
  ROUND_THE_CLOCK,
  SlaError,
  type ClockName,
  type EpochMs,
  type Match,
  type Target,
} from '@redress/sla';
import { LocatedYaml, PolicyFileError, type YamlPath } from './located-yaml';
import schema from './policy.schema.json';
import type { PolicyDocument } from './domain/policy-decider';

export { PolicyFileError } from './located-yaml';

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
    readonly targets: { readonly [Clock in ClockName]?: WrittenTarget };
  }[];
}

const isWrittenPolicy = new Ajv({ verbose: true }).compile<WrittenPolicy>(schema);

/** Reads a policy from a YAML file. Throws PolicyFileError. */
export function readPolicyFile(file: string): PolicyDocument {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new PolicyFileError(
      `${file}: can't be read (${error instanceof Error ? error.message : String(error)})`,
    );
  }
  return parsePolicy(text, file);
}

/** Reads a policy from YAML text. Throws PolicyFileError. */
export function parsePolicy(text: string, file = 'policy'): PolicyDocument {
  const yaml = new LocatedYaml(text, file);
  const written = yaml.value;
  if (!isWrittenPolicy(written)) {
    const [error] = isWrittenPolicy.errors ?? [];
    return error === undefined ? yaml.fail([], 'is not a policy') : yaml.fail(pathOf(error), reasonOf(error));
  }
  return {
    name: written.name,
    ...(written.effectiveFrom === undefined ? {} : { effectiveFrom: instant(written.effectiveFrom, yaml) }),
    rules: written.rules.map(({ match = {}, targets }, rule) => ({
      match,
      targets: CLOCK_NAMES.flatMap((clock) => {
        const target = targets[clock];
        return target === undefined ? [] : [targetOf(clock, target, rule, yaml)];
      }),
    })),
  };
}

function targetOf(clock: ClockName, written: WrittenTarget, rule: number, yaml: LocatedYaml): Target {
  const path = ['rules', rule, 'targets', clock];
  const { within, calendar: name = ROUND_THE_CLOCK.name, pausedBy = [], marks = [] } = written;
  const { version } = findCalendar(name) ?? yaml.fail([...path, 'calendar'], `names no calendar: ${name}`);
  try {
    parseDuration(within);
  } catch (error) {
    if (error instanceof SlaError) yaml.fail([...path, 'within'], error.message);
    throw error;
  }
  return { clock, within, calendar: { name, version }, pausedBy, marks: marks.toSorted((a, b) => a - b) };
}

/** The schema has seen to the form; days that no month has are left. */
function instant(text: string, yaml: LocatedYaml): EpochMs {
  const at = Date.parse(text);
  const isDay =
    !Number.isNaN(at) && new Date(at).toISOString().startsWith(text.slice(0, 'YYYY-MM-DDThh:mm'.length));
  return isDay ? at : yaml.fail(['effectiveFrom'], `is no instant: ${text}`);
}

function pathOf({ instancePath, params }: ErrorObject): YamlPath {
  const path = instancePath.split('/').slice(1);
  const extra: unknown = params['additionalProperty'];
  return [
    ...path.map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
    ...(typeof extra === 'string' ? [extra] : []),
  ];
}

function reasonOf({ keyword, params, parentSchema, message = 'is not as it must be' }: ErrorObject): string {
  const description: unknown = parentSchema?.['description'];
  switch (keyword) {
    case 'additionalProperties':
      return 'is not known here';
    case 'enum':
      return `must be one of ${(params['allowedValues'] as readonly string[]).join(', ')}`;
    case 'required':
      return `lacks ${String(params['missingProperty'])}`;
    case 'pattern':
      return typeof description === 'string' ? `is not right. ${description}` : message;
    default:
      return message;
  }
}
