import { resolve } from 'node:path';
import {
  createFormatter,
  createParser,
  createProgram,
  DEFAULT_CONFIG,
  EnumType,
  SchemaGenerator,
  type CompletedConfig,
  type Definition,
} from 'ts-json-schema-generator';

const ROOT = resolve(__dirname, '../../..');

/** Types of events or states cannot be told as JSON Schemas, or hold what neither may hold. */
export class TypesRefused extends Error {
  override readonly name = 'TypesRefused';
}

export type Definitions = Readonly<Record<string, Definition>>;

/**
 * The exported types of some files, by their names. Takes two seconds: it compiles them. `files`: a pattern, from the root of the
 * repository.
 */
export function definitionsIn(files: string): Definitions {
  const config: CompletedConfig = {
    ...DEFAULT_CONFIG,
    path: resolve(ROOT, files),
    tsconfig: resolve(ROOT, 'tsconfig.json'),
    expose: 'export',
    jsDoc: 'extended',
    skipTypeCheck: true,
    additionalProperties: true,
    functions: 'hide',
  };
  const program = createProgram(config);
  const checker = program.getTypeChecker();
  // The words of `(typeof WORDS)[number]` or `Row['phase']`, sorted, with null where it may be: the library reads lists only where nothing is
  // spread into them, no members of types in other files, and the compiler keeps no order.
  const wordsOf = (node: Parameters<typeof checker.getTypeAtLocation>[0]): (string | null)[] | undefined => {
    if (!('objectType' in node && 'indexType' in node)) return undefined;
    const type = checker.getTypeAtLocation(node);
    const all = type.isUnion() ? type.types : [type];
    const words = all.flatMap((one) => (one.isStringLiteral() ? one.value : [])).toSorted();
    const nulls = all.filter((one) => checker.typeToString(one) === 'null').map(() => null);
    return words.length > 0 && words.length + nulls.length === all.length ? [...words, ...nulls] : undefined;
  };
  const parser = createParser(program, config, (chain) => {
    chain.addNodeParser({
      supportsNode: (node) => wordsOf(node) !== undefined,
      createType: (node) => {
        const words = wordsOf(node) ?? [];
        return new EnumType(words.join('|'), words);
      },
    });
  });
  const { definitions = {} } = new SchemaGenerator(
    program,
    parser,
    createFormatter(config),
    config,
  ).createSchema('*');
  return definitions as Definitions;
}

/** Follows references; `name`: the last one on the way that is a plain name; `description`: the first there is. */
export function target(
  definition: Definition,
  definitions: Definitions,
): { readonly body: Definition; readonly name?: string; readonly description?: string } {
  const { $ref, description } = definition;
  if ($ref === undefined) return { body: definition, ...(description === undefined ? {} : { description }) };
  const key = decodeURIComponent($ref.replace('#/definitions/', ''));
  const next = definitions[key];
  if (next === undefined) throw new TypesRefused(`there is no type ${key}`);
  const found = target(next, definitions);
  return {
    ...(/^\w+$/.test(key) ? { name: key } : {}),
    ...found,
    ...(description === undefined ? {} : { description }),
  };
}
