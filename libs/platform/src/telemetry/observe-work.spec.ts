import { AutomationRunner, type Automation } from '@redress/automation';
import { automationMigrations, PostgresAutomationStore } from '@redress/automation/postgres';
import type { RelayStatus } from '@redress/event-feed/kafka';
import { VirtualClock } from '@redress/kernel';
import type { Projection } from '@redress/read-model';
import {
  createTestDatabase,
  ManualFeed,
  metricValue,
  readMetrics,
  recordedEvents,
  runProjections,
} from '@redress/testing';
import {
  countNotified,
  countRelayed,
  observeAutomations,
  observeNotifications,
  observeProjections,
  observeRelay,
  observeStateTopics,
  startTelemetry,
  type Telemetry,
} from '.';

const T0 = Date.UTC(2026, 0, 5, 9);

let telemetry: Telemetry;
beforeEach(() => {
  telemetry = startTelemetry({ service: 'redress-spec', instance: 'one' });
});
afterEach(() => telemetry.stop());

const value = async (name: string, labels: Record<string, string> = {}): Promise<number | undefined> =>
  metricValue(readMetrics(await telemetry.metricsText()), name, labels);

/** Refuses every second event of a case. */
const squeamish: Projection = {
  name: 'squeamish',
  version: 1,
  tables: { squeamish_rows: { columns: { n: 'integer' }, key: [] } },
  events: ['Counted'],
  apply({ data }) {
    if ('n' in data && data.n === 2) throw new RangeError('not that one');
  },
};

const countedEvent = (n: number) => ({ type: 'Counted', version: 1, occurredAt: T0, data: { n } });

describe('a projection', () => {
  it('shows how far behind it is and what it has parked; one that never caught up, since when', async () => {
    const running = await runProjections(new VirtualClock(T0), squeamish);
    try {
      observeProjections(running.readModel, [squeamish, { name: 'never-started' }]);
      await running.record('c1', countedEvent(1));
      await running.shown();
      await running.record('c2', countedEvent(2), countedEvent(3));
      const last = (await running.store.readAll({ limit: 10 })).at(-1);
      const partition = running.feed.partitionOf('c2');
      await running.readModel.waitFor('squeamish', partition, last?.position ?? '', { timeoutMs: 10_000 });
      expect(await value('redress_projection_parked', { projection: 'squeamish' })).toBe(2);
      expect(await value('redress_projection_parked', { projection: 'never-started' })).toBe(0);
      expect(await value('redress_projection_lag_seconds', { projection: 'squeamish' })).toBeLessThan(6);
      expect(await value('redress_projection_lag_seconds', { projection: 'never-started' })).toBeGreaterThan(
        0,
      );
    } finally {
      await running.stop();
    }
  });

  it('that does not know whether it is behind shows since when; a count that fails leaves a gap', async () => {
    let freshness: number | undefined = 2_000;
    const readModel = {
      freshness: () => freshness,
      parkedCounts: () => Promise.reject(new Error('the database is gone')),
    };
    observeProjections(readModel, [squeamish]);
    expect(await value('redress_projection_lag_seconds')).toBe(2);
    expect(await value('redress_projection_parked')).toBeUndefined();
    freshness = undefined;
    expect(await value('redress_projection_lag_seconds')).toBeGreaterThanOrEqual(2);
    freshness = 0;
    expect(await value('redress_projection_lag_seconds')).toBe(0);
  });

  it('is counted rarely, however often somebody asks, and nobody waits long for it', async () => {
    let asked = 0;
    const readModel = {
      freshness: () => 0,
      parkedCounts: () => {
        asked++;
        return new Promise<never>(() => undefined);
      },
    };
    observeProjections(readModel, [squeamish]);
    const began = performance.now();
    await Promise.all([1, 2, 3].map(() => telemetry.metricsText()));
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(asked).toBe(1);
  });
});

describe('an automation', () => {
  const broken: Automation = {
    name: 'broken',
    events: ['ComplaintResolved'],
    react: () => Promise.reject(new RangeError('broken')),
  };

  it('shows how far behind it is and what it has parked', async () => {
    const database = await createTestDatabase([automationMigrations]);
    const feed = new ManualFeed(1);
    const store = new PostgresAutomationStore(database.pool);
    const runner = new AutomationRunner({ automations: [broken], feed, store, clock: new VirtualClock(T0) });
    await runner.start();
    try {
      const [first, second] = [1, 2].map(() => ({ type: 'ComplaintResolved', data: {} }));
      const events = recordedEvents(first!, second!);
      for (let tries = 1; tries <= 5; tries++) await feed.deliverAll(events).catch(() => undefined);
      observeAutomations(runner);
      expect(await value('redress_automation_parked', { automation: 'broken' })).toBe(2);
      expect(await value('redress_automation_lag_seconds', { automation: 'broken' })).toBeGreaterThanOrEqual(
        0,
      );
    } finally {
      await runner.stop();
      await database.drop();
    }
  });
});

describe('a relay', () => {
  const WAITING: RelayStatus = {
    leading: false,
    position: undefined,
    caughtUpAt: undefined,
    error: undefined,
  };

  /** Of a relay that stands like this. */
  const lag = (status: RelayStatus): Promise<number | undefined> => {
    observeRelay({ status: () => status });
    return value('redress_relay_lag_seconds');
  };

  it('that publishes shows since when Kafka lacks something', async () => {
    const tenSecondsAgo = Date.now() - 10_000;
    const seconds = await lag({ ...WAITING, leading: true, caughtUpAt: tenSecondsAgo });
    expect(seconds).toBeGreaterThanOrEqual(10);
    expect(seconds).toBeLessThan(15);
  });

  it('that can not go on shows it still', async () => {
    const caughtUpAt = Date.now() - 10_000;
    expect(await lag({ ...WAITING, caughtUpAt, error: new Error('no broker') })).toBeGreaterThanOrEqual(10);
  });

  it('that never could shows since when it tries', async () => {
    expect(await lag({ ...WAITING, error: new Error('no broker') })).toBeLessThan(5);
  });

  it('that waits for another one to fail shows nothing', async () => {
    expect(await lag({ ...WAITING, caughtUpAt: Date.now() })).toBeUndefined();
  });

  it('counts what it has published', async () => {
    countRelayed({ kind: 'published', events: 500, position: '1' });
    countRelayed({ kind: 'published', events: 20, position: '2' });
    countRelayed({ kind: 'failed', error: new Error('no broker') });
    expect(await value('redress_relay_events_total')).toBe(520);
  });
});

describe('the state topics', () => {
  it('are measured by how far they are behind', async () => {
    observeStateTopics({ lagMs: () => 1_500 });
    expect(await value('redress_state_topic_lag_seconds')).toBe(1.5);
  });
});

describe('the notifications', () => {
  it('show by destination what waits and since when, what was given up, and what was sent', async () => {
    const standing = () =>
      Promise.resolve(new Map([['desk', { waiting: 3, failed: 1, oldestWaitingMs: 4_500 }]]));
    observeNotifications({ standing }, () => ['desk', 'leaders']);
    for (const kind of ['not-delivered', 'not-delivered', 'given-up'] as const)
      countNotified({ kind, id: 'n1', destination: 'desk', code: 'http-500' });
    countNotified({ kind: 'delivered', id: 'n2', destination: 'leaders' });
    const of = (name: string) =>
      Promise.all(
        ['desk', 'leaders'].map((destination) => value(`redress_notification_${name}`, { destination })),
      );
    expect(await of('waiting')).toEqual([3, 0]);
    expect(await of('failed')).toEqual([1, 0]);
    expect(await of('lag_seconds')).toEqual([4.5, 0]);
    const sent = (destination: string, outcome: string) =>
      value('redress_notification_attempts_total', { destination, outcome });
    expect(await sent('desk', 'not-delivered')).toBe(2);
    expect(await sent('desk', 'given-up')).toBe(1);
    expect(await sent('leaders', 'delivered')).toBe(1);
  });
});
