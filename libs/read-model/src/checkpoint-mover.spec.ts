import { createTestDatabase, type TestDatabase } from '@redress/testing';
import { readModelMigrations } from '.';
import { CheckpointMover, type Move } from './checkpoint-mover';
import { readCheckpoints } from './checkpoints';

const POSITIONS = ['01', '02', '03', '04'] as const;
const [P1, P2, P3] = POSITIONS;

describe('checkpoints that only go on', () => {
  let database: TestDatabase;
  let mover: CheckpointMover;
  let generations: number[];

  beforeEach(async () => {
    database = await createTestDatabase([readModelMigrations]);
    mover = new CheckpointMover(database.pool);
    const { rows } = await database.pool.query<{ generation: number }>(
      `INSERT INTO read_model.generations (projection, version, state, definition)
       VALUES ('one', 1, 'live', '{}'), ('other', 1, 'live', '{}') RETURNING generation`,
    );
    generations = rows.map(({ generation }) => generation);
    await database.pool.query(
      `INSERT INTO read_model.checkpoints (generation, partition)
       SELECT generation, partition FROM unnest($1::integer[]) AS generation, generate_series(0, 1) AS partition`,
      [generations],
    );
  });
  afterEach(() => database.drop());

  const move = (which: number, partition: number, from: Move['from'], to: string): Promise<boolean> =>
    mover.move({ generation: generations[which] ?? 0, partition, from, to });
  const standing = async (which: number): Promise<(string | undefined)[]> =>
    (await readCheckpoints(database.pool, generations[which] ?? 0)).map(({ position }) => position);

  it('go on from the start and from a place, those of several projections together', async () => {
    expect(await Promise.all([move(0, 0, undefined, P1), move(1, 1, undefined, P2)])).toEqual([true, true]);
    expect(await move(0, 0, P1, P3)).toBe(true);
    expect(await standing(0)).toEqual([P3, undefined]);
    expect(await standing(1)).toEqual([undefined, P2]);
  });

  it('stay where they are unless they stand where they were thought to', async () => {
    await move(0, 0, undefined, P2);
    expect(await Promise.all([move(0, 0, P1, P3), move(0, 1, P1, P3), move(1, 0, undefined, P1)])).toEqual([
      false,
      false,
      true,
    ]);
    expect(await standing(0)).toEqual([P2, undefined]);
    expect(await mover.move({ generation: -1, partition: 0, from: undefined, to: P1 })).toBe(false);
  });

  it('are left to whoever is at work on them, without waiting', async () => {
    const other = await database.pool.connect();
    try {
      await other.query('BEGIN');
      await readCheckpoints(other, generations[0] ?? 0, { partitions: [0], lock: true });
      expect(await Promise.all([move(0, 0, undefined, P1), move(0, 1, undefined, P1)])).toEqual([
        false,
        true,
      ]);
      await other.query('ROLLBACK');
    } finally {
      other.release();
    }
    expect(await move(0, 0, undefined, P1)).toBe(true);
  });

  it('fail where the database does, and go on with the next', async () => {
    await database.pool.query('ALTER TABLE read_model.checkpoints RENAME TO away');
    await expect(move(0, 0, undefined, P1)).rejects.toThrow('checkpoints');
    await database.pool.query('ALTER TABLE read_model.away RENAME TO checkpoints');
    expect(await move(0, 0, undefined, P1)).toBe(true);
  });
});
