import type { Position, RecordedEvent } from '@redress/kernel';
import { Folding, type Projection, type Row } from '@redress/read-model';

/** What a projection made of the events; see `projectionSpec`. */
export interface ProjectionOutcome {
  /**
   * Expects exactly these rows in a table, in the order of partition key and key. Columns that a row here does not name are
   * not looked at; `partition_key` may be named as well.
   */
  then(table: string, rows: readonly Row[]): ProjectionOutcome;
}

/**
 * Specs for a projection without SQL: `projectionSpec(p).given(events).then('queue_entries', [{ … }])`.
 *
 * The events are delivered as a runner may deliver them: in batches of any size, each twice, in the end all once more, with the
 * rows stored and loaded in between, and with the events of different partition keys interleaved in many ways. All of it must
 * lead to the same rows. An event that can't be applied fails the spec.
 */
export function projectionSpec(projection: Projection): {
  given(events: readonly RecordedEvent[]): ProjectionOutcome;
} {
  return {
    given: (events) => {
      const rows = deliver(projection, [events]);
      for (let seed = 1; seed <= 8; seed++) {
        const random = randomFrom(seed);
        const batches = cut(interleave(events, random), random);
        expect(deliver(projection, [...batches.flatMap((batch) => [batch, batch]), events])).toEqual(rows);
      }
      const outcome: ProjectionOutcome = {
        then: (table, expected) => {
          const actual = rows[table];
          if (actual === undefined) throw new Error(`${projection.name} has no table ${table}`);
          expect(actual).toMatchObject(expected);
          return outcome;
        },
      };
      return outcome;
    },
  };
}

/** The rows after some batches: each partition key has a checkpoint, and its rows are stored after each batch. */
function deliver(
  projection: Projection,
  batches: readonly (readonly RecordedEvent[])[],
): Record<string, Row[]> {
  const folding = new Folding(projection);
  const checkpoints = new Map<string, Position>();
  const groups = new Map<string, ReturnType<Folding['newGroup']>>();
  for (const batch of batches) {
    for (const key of new Set(batch.map(({ partitionKey }) => partitionKey))) {
      const events = batch.filter(({ partitionKey }) => partitionKey === key);
      const before = groups.get(key) ?? folding.newGroup();
      for (const event of folding.unseen(events, checkpoints.get(key))) {
        before.atomically(() => {
          projection.apply(event, before);
        });
      }
      const last = events.at(-1)?.position ?? '';
      if (last > (checkpoints.get(key) ?? '')) checkpoints.set(key, last);
      const after = folding.newGroup();
      for (const [table, shape] of folding.shapes) {
        for (const row of before.all(table))
          after.load(table, shape.settle(JSON.parse(JSON.stringify(row)) as Row));
      }
      groups.set(key, after);
    }
  }
  const keys = [...groups.keys()].sort();
  return Object.fromEntries(
    [...folding.shapes.keys()].map((table): [string, Row[]] => [
      table,
      keys.flatMap((key) =>
        (groups.get(key)?.all(table) ?? []).map((row) => ({ partition_key: key, ...row })),
      ),
    ]),
  );
}

/** The same events in an order that only keeps those of each partition key in theirs. */
function interleave(events: readonly RecordedEvent[], random: () => number): RecordedEvent[] {
  const queues = new Map<string, RecordedEvent[]>();
  for (const event of events)
    queues.set(event.partitionKey, [...(queues.get(event.partitionKey) ?? []), event]);
  const order: RecordedEvent[] = [];
  while (order.length < events.length) {
    const waiting = [...queues.values()].filter(({ length }) => length > 0);
    const next = waiting[Math.floor(random() * waiting.length)]?.shift();
    if (next !== undefined) order.push(next);
  }
  return order;
}

function cut(events: readonly RecordedEvent[], random: () => number): RecordedEvent[][] {
  const batches: RecordedEvent[][] = [];
  for (let at = 0; at < events.length;) {
    const size = 1 + Math.floor(random() * 5);
    batches.push(events.slice(at, at + size));
    at += size;
  }
  return batches;
}

/** Park and Miller's generator: the same seed gives the same numbers. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
