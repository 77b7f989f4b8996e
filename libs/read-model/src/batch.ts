import type { Position, RecordedEvent } from '@redress/kernel';
import { DatabaseError, type PoolClient } from 'pg';
import { advanceCheckpoints, blockedKeys, park, readCheckpoints, type Checkpoint } from './checkpoints';
import type { Waiting } from './fold';
import type { Loaded, RowStore } from './row-store';
import { UnfitValue } from './row-values';
import { askAll, type Query } from './transaction';

/** Events of a partition that came together. */
export interface Batch {
  readonly partition: number;
  readonly events: readonly RecordedEvent[];
}

/** What a transaction has done. */
export interface Outcome {
  readonly waiting: readonly Waiting[];
  readonly positions: ReadonlyMap<number, Position>;
}

/** The generation was replaced or dropped; nothing is to be written for it any more. */
export class GenerationGone extends Error {
  override readonly name = 'GenerationGone';

  constructor(group: string) {
    super(`${group} was replaced or dropped`);
  }
}

/** The database has lost commits that were reported as done, as asynchronous commits are when its server crashes. */
export class CheckpointFellBack extends Error {
  override readonly name = 'CheckpointFellBack';

  constructor(
    group: string,
    readonly checkpoint: Checkpoint,
  ) {
    super(`${group}, partition ${String(checkpoint.partition)}: the database has lost commits`);
  }
}

interface Generation {
  readonly rows: RowStore;
  /** What the feed was told last of each partition. */
  readonly told: ReadonlyMap<number, Position>;
  /** Events whose rows the database would not take, with the reason. */
  readonly unfit: ReadonlyMap<Position, string> | undefined;
}

/**
 * Handles batches of a generation within a transaction: what the locked checkpoints let through is applied to the rows. Gives what has become
 * of it once the statements that it gives as well are committed. Throws GenerationGone and CheckpointFellBack.
 */
export async function handleBatches(
  client: PoolClient,
  batches: readonly Batch[],
  { rows, told, unfit }: Generation,
): Promise<{ result: Outcome; writes: readonly Query[] }> {
  const { folding, generation } = rows;
  const partitions = batches.map(({ partition }) => partition);
  // By what is known here; of what the checkpoints say was handled before, the rows are loaded for nothing.
  const known = batches.map(({ partition, events }) => folding.unseen(events, told.get(partition)));
  const keys = new Set(known.flat().map(({ partitionKey }) => partitionKey));
  let checkpoints: readonly Checkpoint[] = [];
  let loaded: Loaded = { groups: new Map(), openTopics: new Set() };
  await askAll(client, [
    async () => {
      checkpoints = await readCheckpoints(client, generation, { partitions, lock: true });
    },
    async () => {
      loaded = await rows.load(client, keys);
    },
  ]);
  const steps = batches.flatMap(({ partition, events }, index) => {
    const position = events.at(-1)?.position;
    const from = foundAt(checkpoints, partition, { rows, told });
    if (position === undefined || (from !== undefined && position <= from)) return [];
    return { partition, position, events: folding.unseen(known[index] ?? [], from) };
  });
  const anyParked = checkpoints.some(({ parked }) => parked > 0);
  const blocked = anyParked ? await blockedKeys(client, generation, partitions, keys) : new Set<string>();
  const waiting: (Waiting & { readonly partition: number })[] = [];
  for (const { partition, events: own } of steps) {
    const parked = await folding.applyLearning(own, loaded.groups, blocked, unfit);
    waiting.push(...parked.map((one) => ({ ...one, partition })));
  }
  const advances = steps.map(({ partition, position }) => ({
    partition,
    position,
    parked: waiting.filter((parked) => parked.partition === partition).length,
  }));
  const positions = new Map<number, Position>();
  for (const { partition, position } of [...checkpoints, ...advances]) {
    if (position !== undefined) positions.set(partition, position);
  }
  return {
    result: { waiting, positions },
    writes: [
      ...park(generation, waiting),
      ...advanceCheckpoints(generation, advances),
      ...rows.writes(loaded),
    ],
  };
}

/** Where the checkpoint of a partition is. */
function foundAt(
  checkpoints: readonly Checkpoint[],
  partition: number,
  { rows: { group }, told }: Pick<Generation, 'rows' | 'told'>,
): Position | undefined {
  const checkpoint = checkpoints.find((candidate) => candidate.partition === partition);
  if (checkpoint === undefined) throw new GenerationGone(group);
  if ((checkpoint.position ?? '') < (told.get(partition) ?? ''))
    throw new CheckpointFellBack(group, checkpoint);
  return checkpoint.position;
}

/** SQLSTATE classes for values that the database does not take: data exception, integrity, limits of a row. */
export const isUnfit = (error: unknown): boolean =>
  error instanceof UnfitValue ||
  (error instanceof DatabaseError && ['22', '23', '54'].includes(error.code?.slice(0, 2) ?? ''));

/** Whether an error may be due to one of several batches rather than to the database as a whole. */
export const concernsSome = (error: unknown): boolean =>
  error instanceof CheckpointFellBack || isUnfit(error);
