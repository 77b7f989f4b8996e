import { asyncApiText, ASYNCAPI_PATH } from './asyncapi';
import { channels } from './channels';
import { schemaDocuments } from './event-contract';
import { eventSchemas } from './event-schemas';
import { intakeSchemas, type ApiSchemas } from './intake-schemas';
import { releasedSchemas, type Released } from './released-schemas';
import type { VersionedSchema } from './schema';
import { stateSchemas } from './state-schemas';

/** The published contract of events, states and intake, as the code has it. */
export interface EventDocuments {
  /** Path from the root of the repository → text. */
  readonly documents: ReadonlyMap<string, string>;
  /** Why the comparison with what was released was not, or not wholly, made. */
  readonly gap?: string;
}

/** The schemas of everything that others read or hand in. Throws TypesRefused. */
export const schemasInCode = (api: ApiSchemas): readonly VersionedSchema[] => [
  ...eventSchemas(),
  ...stateSchemas(),
  ...intakeSchemas(api),
];

/**
 * @param root of the repository
 * @param api the OpenAPI document, for the DTOs of the intake
 * @param released what the code is held against; default: the git history of the repository
 * Throws ContractBroken and TypesRefused.
 */
export function eventDocuments(
  root: string,
  api: ApiSchemas,
  released: Released = releasedSchemas(root),
): EventDocuments {
  const schemas = schemaDocuments(schemasInCode(api), released);
  return {
    documents: new Map([
      ...schemas.map(({ path, text }) => [path, text] as const),
      [ASYNCAPI_PATH, asyncApiText(channels(schemas))],
    ]),
    ...(released.gap === undefined ? {} : { gap: released.gap }),
  };
}
