import { join } from 'node:path';
import { KafkaAdmin } from '../../../libs/kafka/src/testing/kafka-admin';
import { describeWithKafka } from '../../services/with-kafka';
import { eventually, Fleet, type AppName, type FleetProcess } from '../../support/fleet';
import { Desk } from './desk';
import { eventsByStream, intact } from './intact';

describeWithKafka('Redress whose processes are killed while work goes on', (brokers) => {
  let fleet: Fleet;
  let all: Record<AppName, FleetProcess>;
  let desk: Desk;
  let records: () => Promise<number>;

  beforeAll(async () => {
    fleet = await Fleet.begin(brokers, { POLICY: join(__dirname, '../../support/short-promises.yaml') });
    all = { ...(await fleet.startAll()) };
    desk = await Desk.open(fleet, () => all.api);
    const admin = new KafkaAdmin(brokers);
    records = () => admin.recordsIn(`${fleet.topicPrefix}events.v1`);
  }, 180_000);

  afterAll(() => fleet.end());

  /** Another one takes over, which has waited for that. */
  const replace = async (app: AppName): Promise<void> => {
    const next = await fleet.start(app);
    await all[app].kill();
    all[app] = next;
  };
  const moreRecords = async (): Promise<void> => {
    const before = await records();
    await eventually(async () => {
      expect(await records()).toBeGreaterThan(before);
    });
  };
  /** How many records the topic has beyond the relay's checkpoint. */
  const unsaved = async (): Promise<number> => {
    const { rows } = await fleet.database.pool.query<{ position: string | null }>(
      'SELECT position FROM event_feed.relays',
    );
    const saved = rows[0]?.position ?? '';
    const events = [...(await eventsByStream(fleet)).values()].flat();
    return (await records()) - events.filter(({ position }) => position <= saved).length;
  };

  it('loses and repeats nothing by a relay that ends after the acknowledgement and before its checkpoint', async () => {
    let caught = 0;
    await desk.during(async () => {
      while (caught < 2) {
        const next = await fleet.start('relay');
        await moreRecords();
        await all.relay.kill();
        all.relay = next;
        if ((await unsaved()) > 0) caught++;
      }
      await moreRecords();
    });
    await intact(fleet, desk);
  }, 180_000);

  it('is exact where two relays run, one is paused beyond its lease, and wakes', async () => {
    const other = await fleet.start('relay');
    await desk.during(async () => {
      for (const [paused, leading] of [
        [all.relay, other],
        [other, all.relay],
      ] as const) {
        paused.pause();
        // Its lease runs out, and the other one leads.
        await moreRecords();
        await leading.isReady();
        paused.wake();
        await paused.logs(/LeaseLost/);
      }
      await moreRecords();
    });
    await other.stop();
    await intact(fleet, desk);
  }, 180_000);

  it('is exact where a projector ends in the middle of a transaction, and another takes over', async () => {
    const url = new URL(fleet.database.url);
    url.searchParams.set('application_name', 'victim');
    const victim = await fleet.start('projector', { DATABASE_URL: url.href });
    await victim.isReady();
    const { pool } = fleet.database;
    const blocking = await pool.connect();
    try {
      const { rows } = await blocking.query<{ generation: number }>(
        `SELECT generation FROM read_model.generations WHERE projection = 'cases' AND state = 'live'`,
      );
      await desk.during(async () => {
        // The checkpoint has moved on by then, and the rows are to be written.
        await blocking.query(
          `BEGIN; LOCK TABLE read_model.cases__g${String(rows[0]?.generation)} IN SHARE MODE`,
        );
        await eventually(async () => {
          const waiting = await pool.query(
            `SELECT FROM pg_stat_activity WHERE application_name = 'victim' AND wait_event_type = 'Lock'`,
          );
          expect(waiting.rowCount).toBeGreaterThan(0);
        });
        await victim.kill();
        await blocking.query('ROLLBACK');
        await desk.more(10);
      });
    } finally {
      blocking.release(true);
    }
    await intact(fleet, desk);
  }, 180_000);

  it('is exact where projectors come and go in the middle of batches', async () => {
    await desk.during(async () => {
      const second = await fleet.start('projector');
      await desk.more(5);
      const third = await fleet.start('projector');
      await desk.more(5);
      expect(await second.stop()).toBe(0);
      await desk.more(5);
      await third.kill();
      const fourth = await fleet.start('projector');
      await desk.more(5);
      await all.projector.kill();
      all.projector = fourth;
    });
    await intact(fleet, desk);
  }, 180_000);

  it('lets follow once what follows, and records once what falls due, by automations and timekeepers that end at any time', async () => {
    await desk.during(async () => {
      for (let round = 0; round < 2; round++) {
        await desk.more(5);
        await Promise.all([replace('automation'), replace('timekeeper')]);
      }
      await desk.more(5);
    });
    await intact(fleet, desk);
  }, 180_000);
});
