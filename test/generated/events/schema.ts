import type { Json } from '@redress/kernel';

/** The dialect of all schemas: JSON Schema 2020-12. */
export const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** A JSON Schema, in the few keywords that are needed; draft 7 reads them alike. */
export interface Schema {
  readonly $schema?: string;
  readonly $id?: string;
  /** Of a schema that stands in a file beside the document. */
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: Json;
  readonly enum?: readonly Json[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly examples?: readonly Json[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
}

export const KEYWORDS = [
  ...(['$schema', '$id', '$ref', 'title', 'description', 'type', 'const', 'enum', 'format'] as const),
  ...(['pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems'] as const),
  'examples',
  ...(['anyOf', 'items', 'properties', 'required', 'additionalProperties'] as const),
] as const satisfies readonly (keyof Schema)[];

/** The same schema, with its keywords as one reads them: names and words first. */
export function inOrder(schema: Schema): Schema {
  const { anyOf, items, properties } = schema;
  const within: Schema = {
    ...schema,
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(inOrder) }),
    ...(items === undefined ? {} : { items: inOrder(items) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, property]) => [name, inOrder(property)]),
          ),
        }),
  };
  return Object.fromEntries(
    KEYWORDS.filter((keyword) => within[keyword] !== undefined).map((keyword) => [keyword, within[keyword]]),
  );
}

/**
 * One version of the shape of something that is published: the data of an event, the values of a state topic, or the data of an intake
 * message.
 */
export interface VersionedSchema {
  /**
   * Of an event its type, such as `ComplaintChased`; of a state or a message what its topic or type is called: `state.case`,
   * `intake.contact`.
   */
  readonly type: string;
  /** Counts from 1. */
  readonly version: number;
  readonly schema: Schema;
}

type Version = Pick<VersionedSchema, 'type' | 'version'>;

/** Events are stored for ever; states are made anew by a rebuild, and messages are written by others. */
export const isEvent = ({ type }: Version): boolean => !type.includes('.');
export const isState = ({ type }: Version): boolean => type.startsWith('state.');

/** As it is written: `ComplaintChased.v1`, `state.case.v1`. */
export const nameOf = ({ type, version }: Version): string => `${type}.v${String(version)}`;

/** What is written so; undefined: nothing that is. */
export function versionIn(name: string): Version | undefined {
  const [, type, version] = /^([\w.-]+)\.v(\d+)$/.exec(name) ?? [];
  return type === undefined ? undefined : { type, version: Number(version) };
}

/** Where the published contract stands, from the root of the repository. */
export const EVENTS_FOLDER = 'docs/events';

const FILE_ENDING = '.schema.json';

export const schemaFile = (version: Version): string => `${nameOf(version)}${FILE_ENDING}`;

/** What a file in the folder is the schema of; undefined: of nothing. */
export const versionOfFile = (name: string): Version | undefined =>
  name.endsWith(FILE_ENDING) ? versionIn(name.slice(0, -FILE_ENDING.length)) : undefined;
