import type { Schema } from './schema';

/** The paths of the texts in a schema that may be anything: they have no pattern, no format and no set of words. */
export const freeTextsIn = (schema: Schema): readonly string[] =>
  textsIn(schema)
    .filter(([, { const: one, enum: several, pattern, format }]) =>
      [one, several, pattern, format].every((limit) => limit === undefined),
    )
    .map(([path]) => path);

/** Every text in a schema with its path; of one that may be written in several ways each of these. */
function textsIn(schema: Schema, path = ''): readonly (readonly [path: string, Schema])[] {
  return [
    ...([schema.type].flat().includes('string') && schema.anyOf === undefined
      ? [[path, schema] as const]
      : []),
    ...(schema.items === undefined ? [] : textsIn(schema.items, `${path}[]`)),
    ...(schema.anyOf ?? []).flatMap((one) => textsIn(one, path)),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
      textsIn(property, path === '' ? name : `${path}.${name}`),
    ),
  ];
}
