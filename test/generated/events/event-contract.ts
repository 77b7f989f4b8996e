import { breaksOf } from './schema-breaks';
import type { Released } from './released-schemas';
import { EVENTS_FOLDER, isEvent, isState, nameOf, schemaFile, type VersionedSchema } from './schema';

/** The code would break what was promised to those who read events or states. Nothing is generated from it. */
export class ContractBroken extends Error {
  override readonly name = 'ContractBroken';

  constructor(readonly breaches: readonly string[]) {
    super(
      [
        'The published contract would break:',
        ...breaches.map((breach) => `- ${breach}`),
        'Stored events are never changed, and others read them and the states. See docs/events/README.md and "Events are for ever" in CONTRIBUTING.md.',
      ].join('\n'),
    );
  }
}

/** A schema and its file, from the root of the repository. */
export interface SchemaDocument extends VersionedSchema {
  readonly path: string;
  readonly text: string;
}

/** Names it in a document in the same folder. */
export const schemaBeside = (document: SchemaDocument): { readonly $ref: string } => ({
  $ref: `./${schemaFile(document)}`,
});

/**
 * The schemas in the code, and of the versions of events that may be met in a log and whose types the code has no more, as they were
 * released. Throws ContractBroken where the code breaks what was released of events and states.
 */
export function schemaDocuments(
  inCode: readonly VersionedSchema[],
  { schemas: released }: Pick<Released, 'schemas'>,
): readonly SchemaDocument[] {
  const events = released.filter(isEvent);
  const read = inCode.filter((one) => isEvent(one) || isState(one));
  const breaches = [
    ...new Set([...changed(read, released), ...gone(inCode, events), ...skipped(read, released)]),
  ];
  if (breaches.length > 0) throw new ContractBroken(breaches);
  const documents = new Map<string, SchemaDocument>();
  for (const event of inCode) {
    const path = `${EVENTS_FOLDER}/${schemaFile(event)}`;
    documents.set(path, { ...event, path, text: `${JSON.stringify(event.schema, null, 2)}\n` });
  }
  for (const event of events) {
    const path = `${EVENTS_FOLDER}/${schemaFile(event)}`;
    if (!documents.has(path)) documents.set(path, { ...event, path });
  }
  return [...documents.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Other than it was released. */
function changed(
  inCode: readonly VersionedSchema[],
  released: readonly VersionedSchema[],
): readonly string[] {
  return inCode.flatMap((now) =>
    released
      .filter(({ type, version }) => type === now.type && version === now.version)
      .flatMap((before) => breaksOf(before.schema, now.schema))
      .map(({ path, what }) => {
        const next =
          Math.max(...inCode.filter(({ type }) => type === now.type).map(({ version }) => version)) + 1;
        const shape = isEvent(now)
          ? `give the new shape version ${String(next)}, with an upcaster from version ${String(next - 1)}`
          : `publish the new shape to ${now.type}.v${String(next)}`;
        const mend = `Leave version ${String(now.version)} as it is; ${shape}`;
        return `${nameOf(now)}: ${path === '' ? 'data' : `data.${path}`} ${what}. ${mend}`;
      }),
  );
}

/** Released, and no more in the code, though nothing has taken its place. */
function gone(inCode: readonly VersionedSchema[], released: readonly VersionedSchema[]): readonly string[] {
  return released
    .filter((old) => !inCode.some(({ type, version }) => type === old.type && version >= old.version))
    .map(
      (old) =>
        `${nameOf(old)}: was released, and the code has neither it nor a later version. Events of it are stored: give it back its type, even if nothing writes it any more`,
    );
}

/** A version whose forerunner nobody knows: there could be no chain of upcasters. */
function skipped(
  inCode: readonly VersionedSchema[],
  released: readonly VersionedSchema[],
): readonly string[] {
  const known = [...inCode, ...released];
  return inCode
    .filter(
      ({ type, version }) =>
        version !== 1 && !known.some((other) => other.type === type && other.version === version - 1),
    )
    .map(
      (event) =>
        `${nameOf(event)}: there is no version ${String(event.version - 1)}. Versions count from 1, without a gap`,
    );
}
