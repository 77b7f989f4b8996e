import { TopicRefused } from '@redress/kafka';
import { newId, VirtualClock, type RecordedEvent } from '@redress/kernel';
import { InMemoryEventStore } from '@redress/testing';
import { KafkaJourney, mixedKeys, newEvent, PARTITIONS } from '../../../../test/services/kafka-journey';
import { describeWithKafka } from '../../../../test/services/with-kafka';
import { listen, type Listener } from '../contract/listener';
import type { EventFeed } from '../event-feed';
import { LeaseLost } from '../lease';
import type { RelayReport } from './relay-options';

/** What was reported, and a wait for more. */
class Reports {
  readonly all: RelayReport[] = [];
  #wake: () => void = () => undefined;

  readonly take = (report: RelayReport): void => {
    this.all.push(report);
    this.#wake();
  };

  /** @param saying what the error must say, where there is one */
  async first<Kind extends RelayReport['kind']>(
    kind: Kind,
    saying = '',
  ): Promise<RelayReport & { kind: Kind }> {
    for (;;) {
      const found = this.all.find(
        (report): report is RelayReport & { kind: Kind } =>
          report.kind === kind && (!('error' in report) || String(report.error).includes(saying)),
      );
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

/** What was heard is what the store holds: once, and in order in each partition. */
export function heardAll(feed: EventFeed, listener: Listener, events: readonly RecordedEvent[]): void {
  const byPartition = Array.from({ length: feed.partitions }, (_, partition) =>
    events.filter(({ partitionKey }) => feed.partitionOf(partitionKey) === partition).map(({ id }) => id),
  );
  expect(listener.handled.map((handled) => handled.map(({ id }) => id))).toEqual(byPartition);
}

describeWithKafka('the relay', (brokers) => {
  let journey: KafkaJourney;
  beforeEach(async () => {
    journey = await KafkaJourney.begin(brokers);
  });
  afterEach(() => journey.end());

  it.each(['none', 'gzip'] as const)(
    'publishes CloudEvents that any client can read, where any client would have put them (%s)',
    async (compression) => {
      const events = await journey.append(mixedKeys(40));
      journey.relay({ compression, source: '/call-centre' });
      const read = await journey.admin.read(journey.topic, 40);
      const feed = await journey.feed();
      const first = events[0];
      const record = read.find(({ headers }) => headers['ce_id'] === first?.id);
      expect(record).toMatchObject({
        key: first?.partitionKey,
        value: JSON.stringify(first?.data),
        partition: feed.partitionOf(first?.partitionKey ?? ''),
        headers: {
          ce_specversion: '1.0',
          ce_type: 'redress.ComplaintNoted.v1',
          ce_source: '/call-centre',
          ce_time: '2026-01-05T00:00:00.000Z',
          ce_subject: first?.stream,
          'content-type': 'application/json',
          redress_position: first?.position,
          redress_revision: '0',
          redress_epoch: '1',
        },
      });
      expect(new Set(read.map(({ headers }) => headers['ce_id']))).toEqual(
        new Set(events.map(({ id }) => id)),
      );
    },
  );

  it('writes nothing again that is in the topic already, wherever its checkpoint stands', async () => {
    const reports = new Reports();
    const events = await journey.append(mixedKeys(300));
    const relay = journey.relay({ report: reports.take });
    const feed = await journey.feed();
    const { listener } = listen(feed, 'all');
    await listener.until(() => listener.count() >= 300);
    await relay.stop();
    // As after a crash between the acknowledgement and the checkpoint.
    const { checkpoint } = journey.leases;
    expect(checkpoint?.position).toBe(events.at(-1)?.position);
    if (checkpoint !== undefined)
      journey.leases.checkpoint = { ...checkpoint, position: events[99]?.position };
    journey.relay();
    const more = await journey.append(mixedKeys(50));
    await listener.until(() => listener.count() >= 350);
    heardAll(feed, listener, [...events, ...more]);
    expect(await journey.admin.recordsIn(journey.topic)).toBe(350);
  });

  it('stays exact where two relays write at once, and tells the one that was replaced', async () => {
    const reports = new Reports();
    const events = [...(await journey.append(mixedKeys(200)))];
    const feed = await journey.feed();
    const { listener } = listen(feed, 'all');
    journey.relay({ batchSize: 7, report: reports.take });
    await reports.first('published');
    const former = journey.leases.takeAway();
    const second = journey.relay({ batchSize: 11 });
    while (!second.status().leading) await new Promise((resolve) => setTimeout(resolve, 1));
    for (let round = 1; round <= 10; round++) {
      events.push(...(await journey.append(mixedKeys(50))));
      await listener.until(() => listener.count() >= 200 + 50 * round);
    }
    former.tell();
    heardAll(feed, listener, events);
    expect((await reports.first('failed')).error).toBeInstanceOf(LeaseLost);
    expect(await journey.admin.recordsIn(journey.topic)).toBeGreaterThan(900);
    // Whoever comes later finds any place, though stretches stand there twice.
    for (const at of [0, 3, 50, 199, 200, 201, 333, 698]) {
      const position = events[at]?.position;
      const late = listen(
        feed,
        `after-${String(at)}`,
        position === undefined ? {} : { resumeAfter: position },
      );
      await late.listener.until(() => late.listener.count() >= 699 - at);
      heardAll(feed, late.listener, events.slice(at + 1));
      await late.subscription.stop();
    }
  });

  it('writes again what the topic has lost', async () => {
    const reports = new Reports();
    const events = await journey.append(mixedKeys(100));
    const { topic } = journey;
    const first = journey.relay({ report: reports.take });
    const feed = await journey.feed();
    const { listener } = listen(feed, 'all');
    await listener.until(() => listener.count() >= 100);
    await first.stop();
    const more = await journey.append(mixedKeys(100));
    const { checkpoint } = journey.leases;
    // The checkpoint says of these, too, that they were acknowledged.
    if (checkpoint !== undefined) {
      const ends = checkpoint.ends.map(() => more.at(-1)?.position);
      journey.leases.checkpoint = { ...checkpoint, position: more.at(-1)?.position, ends };
    }
    const again = new Reports();
    journey.relay({ report: again.take });
    expect((await again.first('rewriting')).partitions).toHaveLength(PARTITIONS);
    await listener.until(() => listener.count() >= 200);
    heardAll(feed, listener, [...events, ...more]);
    expect(await journey.admin.recordsIn(topic)).toBe(200);
  });

  it('refuses a topic that was deleted and made anew', async () => {
    await journey.append(mixedKeys(20));
    const relay = journey.relay();
    await journey.admin.read(journey.topic, 20);
    await relay.stop();
    await journey.admin.deleteTopic(journey.topic);
    await journey.makeTopic();
    const reports = new Reports();
    const refused = journey.relay({ report: reports.take });
    const { error } = await reports.first('refused');
    expect(error).toBeInstanceOf(TopicRefused);
    expect(String(error)).toContain('was deleted and made anew');
    expect(refused.status()).toMatchObject({ leading: false, error });
    await journey.append(mixedKeys(20));
    expect(await journey.admin.recordsIn(journey.topic)).toBe(0);
  });

  it('notices while it has nothing to publish that the topic was deleted and made anew', async () => {
    await journey.append(mixedKeys(20));
    const reports = new Reports();
    journey.relay({ report: reports.take });
    await journey.admin.read(journey.topic, 20);
    await journey.admin.deleteTopic(journey.topic);
    await journey.makeTopic();
    // Nobody has told it, and the brokers would take them.
    await journey.append(mixedKeys(20));
    await reports.first('refused', 'was deleted and made anew');
    expect(await journey.admin.recordsIn(journey.topic)).toBe(0);
  });

  it('refuses a topic that was made anew before anything was published to it', async () => {
    const relay = journey.relay();
    while (!relay.status().leading) await new Promise((resolve) => setTimeout(resolve, 5));
    await relay.stop();
    await journey.admin.deleteTopic(journey.topic);
    await journey.makeTopic();
    const reports = new Reports();
    journey.relay({ report: reports.take });
    expect(String((await reports.first('refused')).error)).toContain('was deleted and made anew');
  });

  it('refuses a topic with another number of partitions', async () => {
    await journey.append(mixedKeys(20));
    const relay = journey.relay();
    await journey.admin.read(journey.topic, 20);
    await relay.stop();
    await journey.admin.addPartitions(journey.topic, PARTITIONS + 1);
    const reports = new Reports();
    journey.relay({ report: reports.take });
    expect(String((await reports.first('refused')).error)).toContain('6 partitions, and had 5');
  });

  describe('where the store is older than the topic, as after the restore of a backup,', () => {
    let events: readonly RecordedEvent[];
    let older: InMemoryEventStore;

    /** With the first so many events, as they were recorded. */
    async function restore(count: number): Promise<void> {
      const clock = new VirtualClock(events[0]?.recordedAt ?? 0);
      older = new InMemoryEventStore(clock);
      for (const { stream, id, partitionKey, recordedAt } of events.slice(0, count)) {
        clock.advanceTo(recordedAt);
        await older.append(stream, 'any', [newEvent(partitionKey, id)]);
      }
    }

    beforeEach(async () => {
      events = await journey.append(mixedKeys(100));
      const relay = journey.relay();
      await journey.admin.read(journey.topic, 100);
      await relay.stop();
    });

    it('refuses to publish anything, also where the store has grown again beyond the end of the topic', async () => {
      for (const more of [0, 100]) {
        await restore(60);
        for (let n = 0; n < more; n++)
          await older.append('complaint-key-0', 'any', [newEvent('key-0', newId())]);
        const reports = new Reports();
        const refused = journey.relay({ store: older, report: reports.take });
        const { error } = await reports.first('refused');
        expect(error).toBeInstanceOf(TopicRefused);
        expect(String(error)).toContain('the store is older than the topic');
        expect(refused.status()).toMatchObject({ leading: false, error });
        await refused.stop();
      }
      expect(await journey.admin.recordsIn(journey.topic)).toBe(100);
    });

    it('lets nobody hear of what is not recorded', async () => {
      await restore(60);
      await expect(journey.feed({ store: older })).rejects.toThrow('the store is older than the topic');
      expect(await journey.feed({ store: journey.store })).toBeDefined();
    });

    it('stops where the store goes back while it publishes', async () => {
      const reports = new Reports();
      const relay = journey.relay({ report: reports.take });
      const more = await journey.append(mixedKeys(20));
      while ((await journey.admin.recordsIn(journey.topic)) < 120)
        await new Promise((resolve) => setTimeout(resolve, 5));
      await restore(100);
      const lagging = journey.store;
      jest.spyOn(lagging, 'readStream').mockImplementation((...asked) => older.readStream(...asked));
      jest.spyOn(lagging, 'head').mockImplementation(() => older.head());
      expect(String((await reports.first('refused')).error)).toContain(more.at(-1)?.position);
      expect(relay.status().leading).toBe(false);
    });
  });

  it('refuses to work without a topic, and makes none', async () => {
    await journey.admin.deleteTopic(journey.topic);
    const reports = new Reports();
    journey.relay({ report: reports.take });
    expect(String((await reports.first('refused')).error)).toContain('there is no topic');
    await expect(journey.feed()).rejects.toThrow(TopicRefused);
  });
});
