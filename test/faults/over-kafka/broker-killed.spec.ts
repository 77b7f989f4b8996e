import { join } from 'node:path';
import { OwnBroker } from '../../services/own-broker';
import { describeWithKafka } from '../../services/with-kafka';
import { eventually, Fleet, type AppName, type FleetProcess } from '../../support/fleet';
import { Desk } from './desk';
import { intact, WITHIN_MS } from './intact';

describeWithKafka('Redress whose broker is killed while work goes on', () => {
  let broker: OwnBroker;
  let fleet: Fleet;
  let all: Readonly<Record<AppName, FleetProcess>>;
  let desk: Desk;

  beforeAll(async () => {
    broker = await OwnBroker.begin();
    fleet = await Fleet.begin([broker.address], {
      POLICY: join(__dirname, '../../support/short-promises.yaml'),
    });
    all = await fleet.startAll();
    desk = await Desk.open(fleet, () => all.api);
  }, 180_000);

  afterAll(async () => {
    await fleet.end();
    await broker.end();
  }, 30_000);

  it('goes on by itself when the broker is back', async () => {
    await desk.during(async () => {
      await desk.more(10);
      await broker.kill();
      await broker.start();
      await desk.more(5);
    });
    await intact(fleet, desk);
  }, 180_000);

  it('takes commands and answers questions meanwhile, and says that what it shows is old, and why', async () => {
    await desk.during(async () => {
      await desk.more(5);
      await broker.kill();
      await desk.more(20);
      await eventually(async () => {
        expect((await all.api.health()).reasons).toContain('behind the event store');
        expect((await all.timekeeper.health()).reasons).toContain('behind the events');
        expect((await all.automation.health()).reasons).toMatch(/behind the events: .*; the feed: /);
        expect((await all.projector.health()).reasons).toMatch(/behind the event store: .*; the feed: /);
        expect((await all.relay.health()).ready).toBe(false);
      }, WITHIN_MS);
      expect((await desk.poolIsShown()).status).toBe(200);
      await broker.start();
      await desk.more(5);
    });
    await Promise.all(Object.values(all).map((one) => one.isReady()));
    expect(desk.putOff).toEqual([]);
    await intact(fleet, desk);
  }, 180_000);
});
