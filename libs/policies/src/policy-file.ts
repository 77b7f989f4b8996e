import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import {
  CLOCK_NAMES,
  findCalendar,
  parseDuration,
  ROUND_THE_CLOCK,
  SlaError,
  type Match,
  type Target,
} from '@redress/sla';
import { isCollection, LineCounter, parseDocument, type Document } from 'yaml';
import schema from './policy.schema.json';
import type { PolicyDocument } from './domain/policy-decider';

/** A policy file that can't be used. The message names the file, the line and the reason. */
export class PolicyFileError extends Error {
  override readonly name = 'PolicyFileError';
}

/** The file's shape, as the schema promises it. */
interface WrittenPolicy {
  readonly name: string;
  readonly effectiveFrom?: string;
  readonly rules: readonly {
    readonly match?: Match;
    readonly targets: Readonly<
      Record<
        string,
        {
          readonly within: string;
          readonly calendar?: string;
          readonly pausedBy?: readonly string[];
          readonly marks?: readonly number[];
        }
      >
    >;
  }[];
}

const isWrittenPolicy = new Ajv().compile<WrittenPolicy>(schema);

type Path = readonly (string | number)[];

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
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [syntaxError] = document.errors;
  if (syntaxError !== undefined) throw new PolicyFileError(`${file}: ${syntaxError.message}`);
  const fail = (path: Path, reason: string): never => {
    throw new PolicyFileError(
      `${file}:${String(lineOf(document, lines, path))}: ${path.join('.') || 'the file'} ${reason}`,
    );
  };
  const written: unknown = document.toJS();
  if (!isWrittenPolicy(written)) {
    const [error] = isWrittenPolicy.errors ?? [];
    const path = (error?.instancePath ?? '')
      .split('/')
      .slice(1)
      .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    const extra: unknown = error?.params['additionalProperty'];
    return fail(
      typeof extra === 'string' ? [...path, extra] : path,
      typeof extra === 'string' ? 'is not known here' : (error?.message ?? 'is not a policy'),
    );
  }
  return {
    name: written.name,
    ...(written.effectiveFrom === undefined ? {} : { effectiveFrom: Date.parse(written.effectiveFrom) }),
    rules: written.rules.map(({ match = {}, targets }, index) => ({
      match,
      targets: CLOCK_NAMES.flatMap((clock): Target[] => {
        const target = targets[clock];
        if (target === undefined) return [];
        const path = ['rules', index, 'targets', clock];
        const { within, calendar: name = ROUND_THE_CLOCK.name, pausedBy = [], marks = [] } = target;
        const calendar = findCalendar(name) ?? fail([...path, 'calendar'], `names no calendar: ${name}`);
        try {
          parseDuration(within);
        } catch (error) {
          if (error instanceof SlaError) fail([...path, 'within'], error.message);
          throw error;
        }
        return [
          {
            clock,
            within,
            calendar: { name: calendar.name, version: calendar.version },
            pausedBy,
            marks: marks.toSorted((a, b) => a - b),
          },
        ];
      }),
    })),
  };
}

/** The line of the deepest node on the path that the file has. */
function lineOf(document: Document, lines: LineCounter, path: Path): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node: unknown = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    const range =
      node !== null && typeof node === 'object' && 'range' in node
        ? (node.range as [number] | undefined)
        : undefined;
    if (range !== undefined && (depth > 0 || isCollection(node))) return lines.linePos(range[0]).line;
  }
  return 1;
}
