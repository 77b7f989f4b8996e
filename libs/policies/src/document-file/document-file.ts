import { readFileSync } from 'node:fs';
import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import { isTimeZone, type EpochMs } from '@redress/kernel';
import { parseDuration, SlaError } from '@redress/sla';
import type { Draft } from '../domain/versioned-document';
import { LocatedYaml, type YamlPath } from './located-yaml';
import { PolicyFileError } from './policy-file-error';
import definitions from './versioned-document.schema.json';

/** How long the text of a document that is sent may be. */
export const MAX_DOCUMENT_CHARACTERS = 200_000;

/** What every document says of itself, as the schema promises it. */
interface WrittenHead {
  readonly name: string;
  readonly effectiveFrom?: string;
}

/** Documents of one kind, in YAML. `Written` is the shape that the schema promises. */
export class DocumentFiles<Written extends WrittenHead, Body extends object> {
  readonly #isWritten: ValidateFunction<Written>;

  /** @param bodyOf makes the document's own part, and fails the text where that makes no sense */
  constructor(
    schema: object,
    private readonly bodyOf: (written: Written, yaml: LocatedYaml) => Body,
  ) {
    this.#isWritten = new Ajv({ verbose: true, allErrors: true, schemas: [definitions] }).compile<Written>(
      schema,
    );
  }

  /** Reads a document from a file. Throws PolicyFileError. */
  read(file: string): Draft<Body> {
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      throw new PolicyFileError(
        `${file}: can't be read (${error instanceof Error ? error.message : String(error)})`,
      );
    }
    return this.parse(text, file);
  }

  /** Reads a document from its text. Throws PolicyFileError. */
  parse(text: string, file: string): Draft<Body> {
    const yaml = new LocatedYaml(text, file);
    const written = yaml.value;
    if (!this.#isWritten(written)) {
      const all = this.#isWritten.errors ?? [];
      const errors = all.filter(({ keyword }) => !SUMS_UP.includes(keyword));
      throw PolicyFileError.of(
        file,
        (errors.length > 0 ? errors : all).map((error) => yaml.problemAt(pathOf(error), reasonOf(error))),
      );
    }
    const { name, effectiveFrom } = written;
    const [from, body] = yaml.readAll([
      () => (effectiveFrom === undefined ? {} : { effectiveFrom: instant(effectiveFrom, yaml) }),
      () => this.bodyOf(written, yaml),
    ]);
    return { name, ...from, ...body };
  }
}

/** The milliseconds of a length of running time; fails the text where it is none. */
export function runningTimeAt(path: YamlPath, text: string, yaml: LocatedYaml): number {
  try {
    return parseDuration(text);
  } catch (error) {
    if (!(error instanceof SlaError)) throw error;
    return yaml.fail(
      path,
      `${JSON.stringify(text)} is no length of running time; write it like PT15M, PT4H or PT1H30M`,
    );
  }
}

/** Fails the text where this runtime's zone data know no such zone. */
export function checkTimeZone(timeZone: string, yaml: LocatedYaml): void {
  if (!isTimeZone(timeZone)) yaml.fail(['timeZone'], `names no time zone: ${timeZone}`);
}

/** The schema has seen to the form; days that no month has are left. */
function instant(text: string, yaml: LocatedYaml): EpochMs {
  const at = Date.parse(text);
  const isDay =
    !Number.isNaN(at) && new Date(at).toISOString().startsWith(text.slice(0, 'YYYY-MM-DDThh:mm'.length));
  return isDay ? at : yaml.fail(['effectiveFrom'], `is no instant: ${text}`);
}

/** Keywords whose errors only say that there are others. */
const SUMS_UP: readonly string[] = ['if', 'anyOf', 'oneOf'];

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
