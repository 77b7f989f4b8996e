import { stateTopics, type Projection } from '@redress/read-model';
import { PROJECTIONS } from '@redress/wiring';
import { Inliner } from './inliner';
import { DIALECT, inOrder, versionIn, type VersionedSchema } from './schema';
import { definitionsIn, TypesRefused } from './type-definitions';

/**
 * The schemas of the values of all state topics, read from the TypeScript types that the topics name, in the `published-*.ts` of the libs.
 * Like events, states hold no string that may be free text. Takes two seconds: it compiles these files. Throws TypesRefused.
 */
export function stateSchemas(
  projections: readonly Projection[] = PROJECTIONS,
  files = 'libs/*/src/**/published-*.ts',
): readonly VersionedSchema[] {
  const definitions = definitionsIn(files);
  return stateTopics(projections).map(({ address, valueType }) => {
    const definition = definitions[valueType];
    if (definition === undefined)
      throw new TypesRefused(`${address}: there is no type ${valueType} in ${files}`);
    if (definition.description === undefined) throw new TypesRefused(`${valueType} has no doc comment`);
    const version = versionIn(address);
    if (version === undefined) throw new TypesRefused(`${address} does not end in a version, such as .v1`);
    const named = {
      $schema: DIALECT,
      $id: `urn:redress:${version.type.replace('.', ':')}:v${String(version.version)}`,
      title: address,
      description: definition.description,
    };
    return {
      ...version,
      schema: inOrder({ ...new Inliner(definitions, address).schema(definition), ...named }),
    };
  });
}
