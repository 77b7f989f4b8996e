import type { Pool } from 'pg';
import { dumpRows } from '../../dump-rows';
import type { Projection } from '../../projection';
import { stateKey, stateOf } from '../outbox-writes';
import type { StateRecord } from '../state-topic';

/** Address of a topic that is not empty → key → value. */
export type States = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What a reader holds who read all of it and takes the last record of each key. */
export function lastStates(records: Iterable<StateRecord>): States {
  return fold(records, () => true);
}

/** What a reader holds who never goes back: older states that come again are dropped. */
export function guardedStates(records: Iterable<StateRecord>): States {
  return fold(
    records,
    (held, { projection, position }) =>
      held?.position === undefined ||
      position === undefined ||
      held.projection !== projection ||
      position >= held.position,
  );
}

function fold(
  records: Iterable<StateRecord>,
  admits: (held: StateRecord | undefined, record: StateRecord) => boolean,
): States {
  const held = new Map<string, Map<string, StateRecord>>();
  for (const record of records) {
    const keys = held.get(record.topic) ?? new Map<string, StateRecord>();
    held.set(record.topic, keys);
    if (record.value === null) keys.delete(record.key);
    else if (admits(keys.get(record.key), record)) keys.set(record.key, record);
  }
  return Object.fromEntries(
    [...held]
      .filter(([, { size }]) => size > 0)
      .map(([topic, keys]) => [
        topic,
        Object.fromEntries([...keys].map(([key, { value }]) => [key, JSON.parse(value ?? 'null')])),
      ]),
  );
}

/** The states of the rows that questions are answered from. */
export async function statesOfRows(pool: Pool, ...projections: readonly Projection[]): Promise<States> {
  const states: Record<string, Record<string, unknown>> = {};
  for (const projection of projections) {
    const dump = await dumpRows(pool, projection);
    for (const [table, { published }] of Object.entries(projection.tables)) {
      if (published === undefined) continue;
      const keys: Record<string, unknown> = {};
      for (const { partition_key: of, ...row } of dump[table] ?? []) {
        const partitionKey = String(of);
        const state = stateOf(published, row, partitionKey);
        if (state !== undefined)
          keys[stateKey(published, row, partitionKey)] = JSON.parse(JSON.stringify(state));
      }
      if (Object.keys(keys).length > 0) states[published.topic.address] = keys;
    }
  }
  return states;
}
