import { MESSAGE_BODIES, MESSAGE_TYPES, type MessageType } from '@redress/intake';
import { DIALECT, inOrder, KEYWORDS, versionIn, type Schema, type VersionedSchema } from './schema';

/** A schema as the OpenAPI document has it. */
export interface ApiSchema extends Omit<Schema, 'properties' | 'items'> {
  readonly allOf?: readonly ApiSchema[];
  readonly properties?: Readonly<Record<string, ApiSchema>>;
  readonly items?: ApiSchema;
  readonly example?: NonNullable<Schema['examples']>[number];
}

/** The part of the OpenAPI document that describes the DTOs. */
export interface ApiSchemas {
  readonly components: { readonly schemas: Readonly<Record<string, ApiSchema>> };
}

const DESCRIPTIONS: Readonly<Record<MessageType, string>> = {
  'redress.intake.complaint.v1': 'A case to be put on record. It came up at the `time` of the message.',
  'redress.intake.contact.v1': 'One interaction took place. It is put on record, and changes no case.',
  'redress.intake.fact.v1':
    'What happened to a case or a call that is on record, at the `time` of the message. `fact` says what.',
  'redress.intake.signal.v1': 'A failure was seen before anyone called, at the `time` of the message.',
};

/**
 * The schemas of the data of what outside systems hand in, from the DTOs by which it is checked: what they do not name is refused.
 * @param api has the DTOs
 */
export const intakeSchemas = (api: ApiSchemas): readonly VersionedSchema[] =>
  MESSAGE_TYPES.map((type) => {
    const version = versionIn(type.replace(/^redress\./, ''));
    if (version === undefined) throw new Error(`${type} has no version`);
    const { 'redress.intake.fact.v1': facts, ...bodies } = MESSAGE_BODIES;
    const data: Schema =
      type === 'redress.intake.fact.v1'
        ? { anyOf: Object.entries(facts).map(([fact, body]) => factOf(fact, standingAlone(api, body.name))) }
        : standingAlone(api, bodies[type].name);
    const named = {
      $schema: DIALECT,
      $id: `urn:redress:${version.type.replace('.', ':')}:v${String(version.version)}`,
      title: type,
      description: DESCRIPTIONS[type],
    };
    return { ...version, schema: inOrder({ ...data, ...named }) };
  });

const factOf = (fact: string, body: Schema): Schema => ({
  ...body,
  title: fact,
  properties: { ...body.properties, fact: { type: 'string', const: fact } },
});

function standingAlone(api: ApiSchemas, name: string): Schema {
  const schema = api.components.schemas[name];
  if (schema === undefined) throw new Error(`the OpenAPI document has no ${name}`);
  return written(api, schema);
}

/** With every reference written out, and closed. */
function written(api: ApiSchemas, schema: ApiSchema): Schema {
  const { $ref, allOf, items, properties, example } = schema;
  if ($ref !== undefined) return standingAlone(api, $ref.slice($ref.lastIndexOf('/') + 1));
  const kept = Object.fromEntries(
    KEYWORDS.filter((keyword) => schema[keyword] !== undefined).map((keyword) => [keyword, schema[keyword]]),
  );
  return {
    ...allOf?.map((one) => written(api, one)).reduce((all, one) => ({ ...all, ...one }), {}),
    ...kept,
    ...(example === undefined ? {} : { examples: [example] }),
    ...(items === undefined ? {} : { items: written(api, items) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, property]) => [name, written(api, property)]),
          ),
          additionalProperties: false,
        }),
  };
}
