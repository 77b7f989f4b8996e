import { eventStoreMigrations, PostgresEventStore } from '@redress/event-store/postgres';
import { newId, SystemClock, type Position, type RecordedEvent } from '@redress/kernel';
import { createTestDatabase, type TestDatabase } from '@redress/testing';
import { KafkaJourney, mixedKeys, newEvent } from '../../../../test/services/kafka-journey';
import { OwnProcess } from '../../../../test/services/own-process';
import { describeWithKafka } from '../../../../test/services/with-kafka';
import { listen, type Listener } from '../contract/listener';
import type { EventFeed } from '../event-feed';
import { eventFeedMigrations } from '../postgres';

const LEASE_MS = 1_000;

describeWithKafka('relays on PostgreSQL that are killed or paused', (brokers) => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let journey: KafkaJourney;
  let feed: EventFeed;
  let listener: Listener;
  let processes: OwnProcess[];

  beforeEach(async () => {
    database = await createTestDatabase([eventStoreMigrations, eventFeedMigrations]);
    store = new PostgresEventStore(database.url, new SystemClock());
    journey = await KafkaJourney.begin(brokers);
    feed = await journey.feed();
    ({ listener } = listen(feed, 'projection'));
    processes = [];
  });
  afterEach(async () => {
    await Promise.all(processes.map((one) => one.kill()));
    await journey.end();
    await store.close();
    await database.drop();
  });

  const startRelay = (): OwnProcess => {
    const relay = new OwnProcess(
      'relay.process.ts',
      database.url,
      brokers.join(','),
      journey.topic,
      String(LEASE_MS),
    );
    processes.push(relay);
    return relay;
  };
  const append = async (count: number): Promise<void> => {
    await Promise.all(
      mixedKeys(count).map((key) => store.append(`complaint-${newId()}`, 'none', [newEvent(key, newId())])),
    );
  };
  /** What was heard is what the store holds: once, and in order in each partition. */
  const heardAll = async (): Promise<readonly RecordedEvent[]> => {
    const events = await store.readAll({ limit: 1_000_000 });
    await listener.until(() => listener.count() >= events.length);
    const byPartition = listener.handled.map((_, partition) =>
      events.filter(({ partitionKey }) => feed.partitionOf(partitionKey) === partition).map(({ id }) => id),
    );
    expect(listener.handled.map((handled) => handled.map(({ id }) => id))).toEqual(byPartition);
    return events;
  };
  const checkpoint = async (): Promise<Position> => {
    const { rows } = await database.pool.query<{ position: Position | null }>(
      'SELECT position FROM event_feed.relays',
    );
    return rows[0]?.position ?? '';
  };

  it('lose and repeat nothing by kill -9 between the acknowledgement and the checkpoint', async () => {
    let caught = 0;
    for (let round = 0; round < 4; round++) {
      const relay = startRelay();
      await relay.line('leading');
      await append(200);
      const said = JSON.parse(await relay.line('published')) as { position: Position };
      await relay.kill();
      if ((await checkpoint()) < said.position) caught += 1;
    }
    const last = startRelay();
    await last.line('leading');
    const events = await heardAll();
    expect(events).toHaveLength(800);
    expect(caught).toBeGreaterThan(0);
    expect(await journey.admin.recordsIn(journey.topic)).toBe(800);
  }, 60_000);

  it('stay exact where one is paused, another takes over, and it wakes', async () => {
    const first = startRelay();
    await first.line('leading');
    const second = startRelay();
    const enough = new AbortController();
    const writer = (async () => {
      while (!enough.signal.aborted) await append(100);
    })();
    await first.line('published');
    first.pause();
    await second.line('published');
    await append(100);
    const before = first.lines.length;
    first.wake();
    expect(JSON.parse(await first.line('failed', before))).toMatchObject({
      error: expect.stringContaining('LeaseLost') as string,
    });
    // And the other way round.
    const until = first.lines.length;
    second.pause();
    await first.line('published', until);
    const after = second.lines.length;
    second.wake();
    await second.line('failed', after);
    enough.abort();
    await writer;
    expect((await heardAll()).length).toBeGreaterThan(1_000);
  }, 60_000);
});

describeWithKafka('a member of a group that is killed', (brokers) => {
  it('holds the others only until its session is over', async () => {
    const journey = await KafkaJourney.begin(brokers);
    journey.relay();
    const { topic } = journey;
    const prefix = `${topic}.`;
    const member = new OwnProcess('listener.process.ts', brokers.join(','), topic, prefix, 'shared', '2000');
    try {
      const first = await journey.append(mixedKeys(50));
      await member.line(first.at(-1)?.id ?? '');
      await member.kill();
      const killedAt = Date.now();
      const { listener } = listen(await journey.feed({ groupPrefix: prefix }), 'shared');
      await listener.until(() => listener.count() >= 50);
      expect(Date.now() - killedAt).toBeLessThan(10_000);
    } finally {
      await member.kill();
      await journey.end();
    }
  });
});
