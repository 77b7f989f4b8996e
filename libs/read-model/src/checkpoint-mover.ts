import type { Position } from '@redress/kernel';
import type { Pool } from 'pg';
import { selectRows } from './transaction';

/** A checkpoint that goes on without any rows: of all that came, nothing concerns the projection. */
export interface Move {
  readonly generation: number;
  readonly partition: number;
  /** Where it stands, as far as is known; undefined: at the start. */
  readonly from: Position | undefined;
  readonly to: Position;
}

interface Waiting {
  readonly move: Move;
  readonly done: (moved: boolean) => void;
  readonly failed: (error: unknown) => void;
}

/** As transactions with rows are: while events trickle in, each of them begins this far after the one before, in ms. */
const PACE_MS = 20;

/**
 * Only those that stand where they were thought to, and that nobody is at work on: so it waits for no lock, and whoever holds one decides.
 * It does not wait for the disk either, as no transaction with rows does that nobody has numbered.
 */
const MOVE_CHECKPOINTS = {
  name: 'read_model.move_checkpoints',
  text: `WITH free AS (
      SELECT old.generation, old.partition, new.to_position
      FROM json_to_recordset($1::json) AS new (generation integer, partition integer, from_position text, to_position text)
      JOIN read_model.checkpoints AS old USING (generation, partition)
      WHERE old.position IS NOT DISTINCT FROM new.from_position
      FOR UPDATE OF old SKIP LOCKED)
    UPDATE read_model.checkpoints AS old SET position = free.to_position
    FROM free, set_config('synchronous_commit', 'off', true)
    WHERE old.generation = free.generation AND old.partition = free.partition
    RETURNING old.generation, old.partition`,
};

/**
 * Moves checkpoints over what does not concern their projections: those of all projections of a process in one statement. Most events
 * concern a few of them only, and a transaction for each of the others would cost more than the rows do.
 */
export class CheckpointMover {
  #waiting: Waiting[] = [];
  #isRunning = false;
  #begunAt = -Infinity;

  constructor(private readonly pool: Pool) {}

  /** Resolves false where the checkpoint stands elsewhere, or somebody is at work on it: then nothing has been done. */
  move(move: Move): Promise<boolean> {
    return new Promise((done, failed) => {
      this.#waiting.push({ move, done, failed });
      if (!this.#isRunning) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      const restMs = this.#begunAt + PACE_MS - performance.now();
      if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
      this.#begunAt = performance.now();
      await this.#moveAll(this.#waiting.splice(0));
    }
    this.#isRunning = false;
  }

  async #moveAll(all: readonly Waiting[]): Promise<void> {
    const wanted = all.map(({ move: { generation, partition, from, to } }) => ({
      generation,
      partition,
      from_position: from ?? null,
      to_position: to,
    }));
    try {
      const rows = await selectRows(this.pool, MOVE_CHECKPOINTS, [JSON.stringify(wanted)]);
      const moved = new Set(
        rows.map(([generation, partition]) => `${String(generation)}/${String(partition)}`),
      );
      for (const { move, done } of all)
        done(moved.has(`${String(move.generation)}/${String(move.partition)}`));
    } catch (error) {
      for (const { failed } of all) failed(error);
    }
  }
}
