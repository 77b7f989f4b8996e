import type { Definition } from 'ts-json-schema-generator';
import { Inliner } from './inliner';
import { DIALECT, inOrder, type VersionedSchema } from './schema';
import { definitionsIn, target, TypesRefused, type Definitions } from './type-definitions';

/**
 * The schemas of all stored events, read from the TypeScript types in the `events.ts` (and `*-events.ts`) of the libs: every exported
 * `DomainEvent<Type, Version, Data>` is one, in the order of their names. Takes two seconds: it compiles these files.
 * Throws TypesRefused.
 */
export function eventSchemas(files = 'libs/*/src/**/{events,*-events}.ts'): readonly VersionedSchema[] {
  const definitions = definitionsIn(files);
  const found = new Map<string, VersionedSchema | undefined>();
  for (const [alias, definition] of Object.entries(definitions)) {
    const event = eventOf(definition, definitions);
    if (event === undefined) continue;
    const { type, version, data } = event;
    const key = `${type} v${String(version)}`;
    // Others (a union of one, the generic that it is made of) mean the same event.
    const itsOwn = alias === type || alias === `${type}V${String(version)}`;
    if (!itsOwn) {
      found.set(key, found.get(key));
      continue;
    }
    if (definition.description === undefined) throw new TypesRefused(`${alias} has no doc comment`);
    const named = {
      $schema: DIALECT,
      $id: `urn:redress:event:${type}:v${String(version)}`,
      title: key,
      description: definition.description,
    };
    found.set(key, {
      type,
      version,
      schema: inOrder({ ...new Inliner(definitions, type).schema(data), ...named }),
    });
  }
  return [...found]
    .map(([key, event]) => {
      if (event !== undefined) return event;
      throw new TypesRefused(`${key} has no exported type of its name: it cannot be read by others`);
    })
    .toSorted((a, b) => (a.type === b.type ? a.version - b.version : a.type < b.type ? -1 : 1));
}

function eventOf(
  definition: Definition,
  definitions: Definitions,
): { readonly type: string; readonly version: number; readonly data: Definition } | undefined {
  const { type, version, data, occurredAt } = target(definition, definitions).body.properties ?? {};
  if (typeof type !== 'object' || typeof version !== 'object' || typeof data !== 'object') return undefined;
  if (typeof type.const !== 'string' || typeof version.const !== 'number') return undefined;
  return occurredAt === undefined ? undefined : { type: type.const, version: version.const, data };
}
