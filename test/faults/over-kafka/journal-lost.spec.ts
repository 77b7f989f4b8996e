import { join } from 'node:path';
import { readSettings } from '@redress/platform';
import { makeTopics } from '@redress/wiring';
import { KafkaAdmin } from '../../../libs/kafka/src/testing/kafka-admin';
import { describeWithKafka } from '../../services/with-kafka';
import { eventually, Fleet, type AppName, type FleetProcess } from '../../support/fleet';
import { Desk } from './desk';
import { eventsByStream, intact, WITHIN_MS } from './intact';

const SUBSCRIBERS = ['projector', 'automation'] as const;

describeWithKafka('Redress whose journal somebody else lays hands on', (brokers) => {
  const admin = new KafkaAdmin(brokers);
  let fleet: Fleet;
  let journal: string;
  let all: Record<AppName, FleetProcess>;
  let desk: Desk;

  beforeAll(async () => {
    fleet = await Fleet.begin(brokers, { POLICY: join(__dirname, '../../support/short-promises.yaml') });
    journal = `${fleet.topicPrefix}events.v1`;
    all = { ...(await fleet.startAll()) };
    desk = await Desk.open(fleet, () => all.api);
  }, 180_000);

  afterAll(() => fleet.end());

  const start = async (...apps: readonly AppName[]): Promise<void> => {
    await Promise.all(apps.map(async (app) => (all[app] = await fleet.start(app))));
  };
  const reasons = async (app: AppName): Promise<string> => (await all[app].health()).reasons;

  it('needs none of the offsets that Kafka keeps: they may be lost, or anywhere', async () => {
    const losses = [
      (group: string) => admin.forgetOffsets(group),
      (group: string) => admin.moveOffsets(group, journal, fleet.partitions, 1),
      // Whoever believed it would never hear of what was recorded meanwhile.
      (group: string) => admin.moveOffsets(group, journal, fleet.partitions, 'end'),
    ];
    for (const lose of losses) {
      await desk.openCases(3);
      await intact(fleet, desk);
      for (const app of SUBSCRIBERS) expect(await all[app].stop()).toBe(0);
      await desk.openCases(3);
      await eventually(async () => {
        const recorded = [...(await eventsByStream(fleet)).values()].flat();
        expect(await admin.recordsIn(journal)).toBe(recorded.length);
      }, WITHIN_MS);
      const groups = (await admin.groups(fleet.topicPrefix)).filter((group) => !group.endsWith('.intake'));
      expect(groups.length).toBeGreaterThan(10);
      await Promise.all(groups.map(lose));
      await start(...SUBSCRIBERS);
    }
    await intact(fleet, desk);
  }, 180_000);

  it('passes over what is no event, and says so and where; what comes after it is shown, whoever starts there', async () => {
    const litter = async (): Promise<void> => {
      for (let partition = 0; partition < fleet.partitions; partition++)
        await admin.write(journal, partition, 'hello');
    };
    await litter();
    await desk.openCases(6);
    for (const app of SUBSCRIBERS) {
      const line = await all[app].logs(/somebody else writes to the journal/);
      expect(JSON.parse(line)).toMatchObject({
        level: 'error',
        partition: expect.any(Number) as number,
        err: { type: 'NotAnEvent', message: expect.stringMatching(/^offset \d+ has no header/) as string },
      });
      await all[app].isReady();
    }
    await litter();
    await Promise.all([...SUBSCRIBERS, 'relay' as const].map((app) => all[app].kill()));
    await start('relay', ...SUBSCRIBERS);
    await desk.openCases(6);
    await intact(fleet, desk);
  }, 180_000);

  it('publishes and shows nothing where it was deleted and made anew, says so, and goes on when somebody has looked', async () => {
    await desk.openCases(6);
    await intact(fleet, desk);
    await admin.deleteTopic(journal);
    await makeTopics(readSettings({ ...fleet.environment }));
    await desk.openCases(3);
    const madeAnew = 'was deleted and made anew';
    await eventually(async () => {
      for (const app of ['relay', ...SUBSCRIBERS] as const) expect(await reasons(app)).toContain(madeAnew);
    }, WITHIN_MS);
    // Those who have never seen the other one know it by where they stand.
    for (const app of ['relay', ...SUBSCRIBERS] as const) await all[app].kill();
    await start('relay', ...SUBSCRIBERS);
    await eventually(async () => {
      expect(await reasons('relay')).toContain(madeAnew);
      for (const app of SUBSCRIBERS)
        expect(await reasons(app)).toContain('the topic does not reach there yet');
    }, WITHIN_MS);
    expect(await admin.recordsIn(journal)).toBe(0);

    await fleet.database.pool.query('DELETE FROM event_feed.relays WHERE topic = $1', [journal]);
    await intact(fleet, desk);
    for (const one of Object.values(all)) await one.isReady();
  }, 180_000);
});
