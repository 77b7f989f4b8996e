import { join } from 'node:path';
import { KafkaAdmin } from '../../../libs/kafka/src/testing/kafka-admin';
import { describeWithKafka } from '../../services/with-kafka';
import { eventually, Fleet, type AppName, type FleetProcess } from '../../support/fleet';
import { Desk } from './desk';
import { eventsByStream, intact, WITHIN_MS } from './intact';

/** Holds the checkpoints of one automation back, those as well that are not there yet. */
const FOLLOW_UP_CHECKPOINTS = `
  INSERT INTO automation.checkpoints
    SELECT 'follow-up-when-resolved', partition, '' FROM generate_series(0, 3) AS partition
    ON CONFLICT (automation, partition) DO UPDATE SET position = checkpoints.position`;

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

  /** Starts one that can be told from the others by its connections to the database. */
  const startVictim = (app: AppName): Promise<FleetProcess> => {
    const url = new URL(fleet.database.url);
    url.searchParams.set('application_name', `victim-${app}`);
    return fleet.start(app, { DATABASE_URL: url.href });
  };
  /**
   * Kills a victim as soon as it waits to write what a statement holds back, and then holds nothing back any more.
   * @param isDone whether the database still does what it was sent: nobody hears then how that ended
   */
  const killAtWrite = async (
    hold: string,
    victim: FleetProcess,
    { isDone }: { readonly isDone: boolean },
  ): Promise<void> => {
    const name = `victim-${victim.app}`;
    const { pool } = fleet.database;
    const held = await pool.connect();
    try {
      await held.query(`BEGIN; ${hold}`);
      await eventually(async () => {
        const waiting = await pool.query(
          `SELECT FROM pg_stat_activity WHERE application_name = $1 AND wait_event_type = 'Lock'`,
          [name],
        );
        expect(waiting.rowCount).toBeGreaterThan(0);
      }, WITHIN_MS);
      await victim.kill();
      if (!isDone)
        await pool.query(
          'SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = $1',
          [name],
        );
    } finally {
      held.release(true);
    }
  };
  const moreRecords = async (): Promise<void> => {
    const before = await records();
    await eventually(async () => {
      expect(await records()).toBeGreaterThan(before);
    }, WITHIN_MS);
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
    const victim = await startVictim('projector');
    await victim.isReady();
    const { rows } = await fleet.database.pool.query<{ generation: number }>(
      `SELECT generation FROM read_model.generations WHERE projection = 'cases' AND state = 'live'`,
    );
    await desk.during(async () => {
      // By then its checkpoint has moved on.
      const hold = `LOCK TABLE read_model.cases__g${String(rows[0]?.generation)} IN SHARE MODE`;
      await killAtWrite(hold, victim, { isDone: false });
      await desk.more(10);
    });
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

  it('lets follow once what follows by an automation that ends after its command and before its checkpoint', async () => {
    const victim = await startVictim('automation');
    expect(await all.automation.stop()).toBe(0);
    await desk.during(async () => {
      await killAtWrite(FOLLOW_UP_CHECKPOINTS, victim, { isDone: false });
      all.automation = await fleet.start('automation');
      await desk.more(5);
    });
    await intact(fleet, desk);
  }, 180_000);

  it('records once what falls due by a timekeeper that ends while it is being recorded', async () => {
    const victim = await startVictim('timekeeper');
    expect(await all.timekeeper.stop()).toBe(0);
    await desk.during(async () => {
      // Falls due in two seconds.
      await desk.openCase(0);
      await killAtWrite('LOCK TABLE event_store.events IN SHARE MODE', victim, { isDone: true });
      all.timekeeper = await fleet.start('timekeeper');
      await desk.more(5);
    });
    await intact(fleet, desk);
  }, 180_000);
});
