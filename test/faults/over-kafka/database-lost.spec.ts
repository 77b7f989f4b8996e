import { join } from 'node:path';
import { OwnPostgres } from '../../services/own-postgres';
import { describeWithKafka } from '../../services/with-kafka';
import { eventually, Fleet, type AppName, type FleetProcess } from '../../support/fleet';
import { Desk } from './desk';
import { eventsByStream, intact, WITHIN_MS } from './intact';

/** Longer than every lease and every session, in ms. An operator's minute differs from it by nothing but patience. */
const GONE_MS = 12_000;

describeWithKafka('Redress whose PostgreSQL is lost', (brokers) => {
  let postgres: OwnPostgres;
  let fleet: Fleet;
  let all: Record<AppName, FleetProcess>;
  let desk: Desk;

  beforeAll(async () => {
    postgres = await OwnPostgres.begin();
    process.env['TEST_DATABASE_URL'] = postgres.url;
    fleet = await Fleet.begin(brokers, { POLICY: join(__dirname, '../../support/short-promises.yaml') });
    all = { ...(await fleet.startAll()) };
    desk = await Desk.open(fleet, () => all.api);
  }, 180_000);

  afterAll(async () => {
    await fleet.end();
    await postgres.end();
  }, 30_000);

  it('catches up by itself where the read models were restored from an older backup', async () => {
    const putBack = await desk.during(async () => {
      await desk.more(10);
      const backup = await postgres.backUp(fleet.database.url, 'read_model');
      await desk.more(20);
      return backup;
    });
    // So that the restored timers know nothing of what fell due and of what followed since.
    await intact(fleet, desk);
    const readers = ['api', 'projector', 'timekeeper', 'automation'] as const;
    for (const app of readers) expect(await all[app].stop()).toBe(0);
    await putBack();
    await Promise.all(readers.map(async (app) => (all[app] = await fleet.start(app))));
    await Promise.all(Object.values(all).map((one) => one.isReady()));
    await desk.openCases(3);
    await intact(fleet, desk);
  }, 180_000);

  it('goes on by itself after the database was gone for a while, and nothing that was acknowledged is lost', async () => {
    const gone = await desk.during(async () => {
      await desk.more(10);
      const due = await desk.openCase(0);
      const from = Date.now();
      await postgres.kill();
      await eventually(async () => {
        for (const one of Object.values(all))
          expect((await one.health()).reasons).toContain('the database gives no answer');
      }, WITHIN_MS);
      const { status, headers } = await desk.poolIsShown();
      expect([status, headers.get('retry-after')]).toEqual([503, '2']);
      while (Date.now() < from + GONE_MS) await desk.isPutOff();
      await eventually(() => postgres.start(), WITHIN_MS);
      const to = Date.now();
      await desk.more(10);
      return { due, from, to };
    });
    await Promise.all(Object.values(all).map((one) => one.isReady()));
    expect(desk.putOff.length).toBeGreaterThan(0);
    for (const putOff of desk.putOff) expect(putOff).toEqual({ code: 'unavailable', retryAfter: '2' });
    await intact(fleet, desk);
    const breach = (await eventsByStream(fleet))
      .get(`complaint-${gone.due}`)
      ?.find(({ type }) => type === 'ClockBreached');
    const { dueAt } = breach?.data as { readonly dueAt: string };
    expect(Date.parse(dueAt)).toBeGreaterThan(gone.from);
    expect(Date.parse(dueAt)).toBeLessThan(gone.to);
  }, 180_000);
});
