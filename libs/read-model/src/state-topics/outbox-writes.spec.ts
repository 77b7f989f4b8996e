import { ManualFeed } from '@redress/testing';
import { Publishing } from '../../../../test/support/publishing';
import { dumpRows } from '..';
import { expectedRows } from '../fixtures/case-board';
import { publishedBoard } from '../fixtures/published-board';
import { shapesOf } from '../table-shape';

describe('what waits for the state topics', () => {
  let publishing: Publishing;
  let feed: ManualFeed;
  beforeEach(async () => {
    // One partition: nothing else is under way when a delivery has failed.
    feed = new ManualFeed(1);
    publishing = await Publishing.begin(feed);
    const publisher = publishing.publish();
    await publishing.reported('leading');
    await publisher.stop();
  });
  afterEach(() => publishing.end());

  it('is the same whether an event is delivered once or twice', async () => {
    const events = await publishing.live(5, 0, 9);
    await feed.deliverAll(events);
    const once = await publishing.entries();
    expect(once.length).toBeGreaterThan(20);
    await feed.deliverAll(events);
    for (const event of events) await feed.deliverAll([event]);
    expect(await publishing.entries()).toEqual(once);
  });

  it('is written with the rows or not at all', async () => {
    const { pool } = publishing.database;
    const stored = async (): Promise<unknown> => [
      await dumpRows(pool, publishing.projection),
      await publishing.entries(),
    ];
    await feed.deliverAll(await publishing.live(2, 0, 2));
    const before = await stored();
    const more = await publishing.live(2, 2, 9);
    // The commit itself fails.
    await pool.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
      CREATE CONSTRAINT TRIGGER refuse AFTER UPDATE ON read_model.checkpoints
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()`);
    await expect(feed.deliverAll(more)).rejects.toThrow('no');
    expect(await stored()).toEqual(before);
    await pool.query('DROP TRIGGER refuse ON read_model.checkpoints');
    // The server ends the connection when the entries are written.
    await pool.query(`CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
      CREATE TRIGGER die AFTER INSERT ON read_model.state_outbox EXECUTE FUNCTION die()`);
    await expect(feed.deliverAll(more)).rejects.toThrow('terminat');
    await pool.query('DROP TRIGGER die ON read_model.state_outbox');
    expect(await stored()).toEqual(before);
    // No rows without their entries.
    await pool.query('ALTER TABLE read_model.state_outbox RENAME TO away');
    await expect(feed.deliverAll(more)).rejects.toThrow('state_outbox');
    await pool.query('ALTER TABLE read_model.away RENAME TO state_outbox');
    expect(await stored()).toEqual(before);
    await feed.deliverAll(more);
    expect(await dumpRows(pool, publishing.projection)).toEqual(
      expectedRows(publishing.projection, await publishing.all()),
    );
    publishing.publish();
    await publishing.agrees();
  });

  it('is one change for each key, however often it changes', async () => {
    for (const event of await publishing.live(1, 0, 30)) await feed.deliverAll([event]);
    const entries = await publishing.entries();
    expect(new Set(entries.map(({ topic, key }) => `${topic} ${key}`)).size).toBe(entries.length);
    publishing.publish();
    await publishing.agrees();
  });
});

describe('the key of a published table', () => {
  it.each([
    [['partition_key', 'clock'], 'does not tell its rows apart'],
    [[], 'does not tell its rows apart'],
    [['partition_key', 'clock', 'instance', 'state'], 'is made of partition_key, clock, instance'],
  ])('is refused where it is made of %j', (key, reason) => {
    const clocks = publishedBoard.tables['board_clocks'];
    if (clocks?.published === undefined) throw new Error('the clocks are not published');
    const published = { ...clocks.published, key };
    expect(() => shapesOf({ board_clocks: { ...clocks, published } })).toThrow(reason);
  });
});
