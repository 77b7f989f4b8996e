import { readdirSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';

/** Where the schemas are that editors and other tools take. */
export const POLICY_SCHEMAS_FOLDER = 'policies/schema';

/** What all documents have in common; the others refer to it. */
const COMMON = 'versioned-document.schema.json';

interface SchemaFile {
  readonly $id: string;
  readonly definitions?: Readonly<Record<string, unknown>>;
}

/**
 * The JSON Schemas of the documents that people write, by their paths: those that the readers go by, each made whole, so that an editor
 * needs nothing but the one file. Throws where two definitions share a name.
 */
export function policySchemas(root: string): ReadonlyMap<string, string> {
  const folder = resolve(root, 'libs/policies/src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.schema.json'),
  );
  const read = (file: string) => JSON.parse(readFileSync(resolve(folder, file), 'utf8')) as SchemaFile;
  const common = files.find((file) => basename(file) === COMMON);
  if (common === undefined) throw new Error(`there is no ${COMMON}`);
  const { definitions = {} } = read(common);
  return new Map(
    files
      .filter((file) => file !== common)
      .map((file) => [`${POLICY_SCHEMAS_FOLDER}/${basename(file)}`, whole(read(file), definitions)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** One schema with what it refers to in the common one. */
function whole({ $id: _, ...schema }: SchemaFile, common: Readonly<Record<string, unknown>>): string {
  const used = new Set<string>();
  const own = JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    if (key !== '$ref' || typeof value !== 'string' || !value.startsWith(COMMON)) return value;
    const name = value.slice(`${COMMON}#/definitions/`.length);
    if (!(name in common)) throw new Error(`${COMMON} has no definition ${name}`);
    used.add(name);
    return `#/definitions/${name}`;
  }) as typeof schema;
  const taken = [...used].filter((name) => own.definitions !== undefined && name in own.definitions);
  if (taken.length > 0) throw new Error(`two definitions are called ${taken.join(', ')}`);
  const brought = Object.fromEntries([...used].sort().map((name) => [name, common[name]]));
  const made = { ...own, definitions: { ...brought, ...own.definitions } };
  return `${JSON.stringify(made, null, 2)}\n`;
}
