import { isDeepStrictEqual } from 'node:util';
import type { Pool, PoolClient } from 'pg';
import { readCheckpoints } from './checkpoints';
import type { Folding } from './fold';
import { dropOutbox, handOver, storedPublishing, type StoredTable } from './state-topics/outbox-writes';
import { historyOf, physicalName, tableSql, versionsOf, viewName, viewsSql } from './table-sql';
import { inTransaction, selectRows } from './transaction';

/** One set of physical tables of a projection. `live` answers questions; `building` is on its way to replace it. */
export interface Generation {
  readonly generation: number;
  readonly version: number;
  readonly state: 'live' | 'building';
  readonly tables: readonly string[];
}

interface Definition {
  readonly tables: Readonly<Record<string, StoredTable>>;
  readonly events: readonly string[];
}

const definitionOf = ({ projection }: Folding): Definition => ({
  tables: Object.fromEntries(
    Object.entries(projection.tables).map(([name, { published, ...table }]): [string, StoredTable] => [
      name,
      published === undefined ? table : { ...table, published: storedPublishing(published) },
    ]),
  ),
  events: [...projection.events].sort(),
});

const named = (definition: Definition, more: (table: string) => string): string[] =>
  Object.entries(definition.tables).flatMap(([table, { history }]) =>
    history === undefined ? [table] : [table, more(table)],
  );
const tablesOf = (definition: Definition): string[] => named(definition, historyOf);
const viewsOf = (definition: Definition): string[] => named(definition, versionsOf);

/**
 * Finds the generations of a projection, and makes those that are missing: a first one, or one to replace a live one of another
 * version. What is being built for another version than this one is dropped: the code that started last decides.
 * Throws where the definition has changed and the version has not, or the number of partitions is not that of the checkpoints.
 */
export async function openGenerations(
  pool: Pool,
  folding: Folding,
  partitions: number,
): Promise<Generation[]> {
  const { name, version } = folding.projection;
  return inTransaction(pool, async (client) => {
    await lockProjection(client, name);
    const found = await findGenerations(client, folding, partitions);
    const live = found.find(({ state }) => state === 'live');
    if (live === undefined) return [await createGeneration(client, folding, 'live', partitions)];
    const building = found.find(({ state }) => state === 'building');
    if (building?.version === version) return [live, building];
    if (building !== undefined) await dropGeneration(client, building);
    if (live.version === version) return [live];
    return [live, await createGeneration(client, folding, 'building', partitions)];
  });
}

/** The generations that there are, whoever made them; nothing is changed. Throws as `openGenerations` does. */
export const presentGenerations = (pool: Pool, folding: Folding, partitions: number): Promise<Generation[]> =>
  inTransaction(pool, (client) => findGenerations(client, folding, partitions));

/** Makes a generation to replace the live one, or finds the one that is being built. */
export async function startRebuild(pool: Pool, folding: Folding, partitions: number): Promise<Generation> {
  return inTransaction(pool, async (client) => {
    await lockProjection(client, folding.projection.name);
    const found = await findGenerations(client, folding, partitions);
    const building = found.find(({ state }) => state === 'building');
    return building ?? createGeneration(client, folding, 'building', partitions);
  });
}

/**
 * How long the switch waits for readers in the middle of a question. Others queue behind it meanwhile, so it is short; the switch is
 * tried again later.
 */
const SWITCH_LOCK_TIMEOUT = '200ms';

/**
 * Puts the generation that is being built in the place of the live one: `switched`, also where that was done before; `behind` where it
 * has not come as far in every partition; `gone` where it was dropped. Throws where readers hold it up.
 *
 * One transaction, checkpoints locked: readers see one or the other as a whole, and never an earlier state than before.
 */
export async function switchOver(
  pool: Pool,
  folding: Folding,
  building: number,
): Promise<'switched' | 'behind' | 'gone'> {
  const { name } = folding.projection;
  return inTransaction(pool, async (client) => {
    await lockProjection(client, name);
    const found = await readGenerations(client, name);
    const old = found.find(({ state }) => state === 'live');
    if (old?.generation === building) return 'switched';
    if (old === undefined || !found.some(({ generation }) => generation === building)) return 'gone';
    if (!(await hasReached(client, building, old.generation, false))) return 'behind';
    await client.query(`SET LOCAL lock_timeout TO '${SWITCH_LOCK_TIMEOUT}'`);
    // Readers first, while writers still go on; then nobody is left who would hold up what follows.
    for (const view of viewsOf(old.definition)) await client.query(`DROP VIEW ${viewName(view)}`);
    if (!(await hasReached(client, building, old.generation, true))) throw new SwitchBack();
    const { generation, definition } = old;
    await handOver(client, { generation, tables: definition.tables }, { generation: building, folding });
    await dropGeneration(client, old);
    await client.query("UPDATE read_model.generations SET state = 'live' WHERE generation = $1", [building]);
    await createViews(client, folding, building);
    return 'switched' as const;
  }).catch((error: unknown) => {
    if (error instanceof SwitchBack) return 'behind' as const;
    throw error;
  });
}

/** The live generation went ahead at the last moment: everything is rolled back. */
class SwitchBack extends Error {
  override readonly name = 'SwitchBack';
}

async function hasReached(
  client: PoolClient,
  building: number,
  live: number,
  lock: boolean,
): Promise<boolean> {
  const before = await readCheckpoints(client, live, { lock });
  const after = await readCheckpoints(client, building, { lock });
  return before.every(
    ({ position }, index) => position === undefined || position <= (after[index]?.position ?? ''),
  );
}

/** Serialises all that creates, replaces and drops generations of a projection. */
export async function lockProjection(client: PoolClient, projection: string): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended('read_model/' || $1, 0))", [projection]);
}

export async function readGenerations(
  client: Pool | PoolClient,
  projection: string,
): Promise<(Generation & { readonly definition: Definition })[]> {
  const rows = await selectRows(
    client,
    'SELECT generation, version, state, definition FROM read_model.generations WHERE projection = $1',
    [projection],
  );
  return rows.map(([generation, version, state, stored]) => {
    const definition = stored as Definition;
    return {
      generation: Number(generation),
      version: Number(version),
      state: state === 'live' ? 'live' : 'building',
      tables: tablesOf(definition),
      definition,
    };
  });
}

async function findGenerations(
  client: PoolClient,
  folding: Folding,
  partitions: number,
): Promise<Generation[]> {
  const { name, version } = folding.projection;
  const found = await readGenerations(client, name);
  const expected = JSON.parse(JSON.stringify(definitionOf(folding))) as Definition;
  for (const { generation, version: storedVersion, definition } of found) {
    if (storedVersion === version && !isDeepStrictEqual(definition, expected)) {
      throw new Error(
        `projection ${name}: tables or events have changed, so its version must be raised from ${String(version)}`,
      );
    }
    const checkpoints = await readCheckpoints(client, generation);
    if (checkpoints.length !== partitions) {
      throw new Error(
        `projection ${name} was kept for ${String(checkpoints.length)} partitions, and the feed has ${String(partitions)}`,
      );
    }
  }
  return found;
}

async function createGeneration(
  client: PoolClient,
  folding: Folding,
  state: Generation['state'],
  partitions: number,
): Promise<Generation> {
  const { name, version } = folding.projection;
  const definition = definitionOf(folding);
  const [row] = await selectRows(
    client,
    `INSERT INTO read_model.generations (projection, version, state, definition) VALUES ($1, $2, $3, $4)
     RETURNING generation`,
    [name, version, state, JSON.stringify(definition)],
  );
  const generation = Number(row?.[0]);
  await client.query('INSERT INTO read_model.change_counters (generation) VALUES ($1)', [generation]);
  await client.query(
    'INSERT INTO read_model.checkpoints (generation, partition) SELECT $1, generate_series(0, $2 - 1)',
    [generation, partitions],
  );
  for (const shape of folding.shapes.values()) {
    for (const statement of tableSql(shape, generation).create) await client.query(statement);
  }
  if (state === 'live') await createViews(client, folding, generation);
  return { generation, version, state, tables: tablesOf(definition) };
}

async function createViews(client: PoolClient, folding: Folding, generation: number): Promise<void> {
  for (const shape of folding.shapes.values()) {
    for (const [view, query] of viewsSql(shape, generation))
      await client.query(`CREATE VIEW ${viewName(view)} AS ${query}`);
  }
}

async function dropGeneration(client: PoolClient, { generation, tables }: Generation): Promise<void> {
  for (const table of tables) await client.query(`DROP TABLE IF EXISTS ${physicalName(table, generation)}`);
  await dropOutbox(client, generation);
  // Checkpoints, parked events and the counter go with it.
  await client.query('DELETE FROM read_model.generations WHERE generation = $1', [generation]);
}
