import { IdempotentProducer, KafkaClient, openTopic, TopicRefused } from '@redress/kafka';
import type { Position } from '@redress/kernel';
import { KafkaJourney, mixedKeys, newEvent, PARTITIONS } from '../../../../test/services/kafka-journey';
import { describeWithKafka } from '../../../../test/services/with-kafka';
import { Gate, listen, type Listener, type ListenerOptions } from '../contract/listener';
import type { EventFeed, FeedFailure, Subscription } from '../event-feed';
import { NotAnEvent, toMessage } from './event-record';
import { TopicBehindSubscriber } from './lane';
import { PartitionLog } from './partition-log';
import { RecordGap } from './record-guard';

describeWithKafka('the feed from Kafka', (brokers) => {
  let journey: KafkaJourney;
  let failures: FeedFailure[];
  const note = (failure: FeedFailure): void => void failures.push(failure);

  beforeEach(async () => {
    failures = [];
    journey = await KafkaJourney.begin(brokers);
  });
  afterEach(() => journey.end());

  const failed = async (kind: new (...args: never[]) => Error, saying = ''): Promise<FeedFailure> => {
    for (;;) {
      const found = failures.find(({ error }) => error instanceof kind && error.message.includes(saying));
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const heard = (listener: Listener): Set<string> => new Set(listener.ids);

  /** A listener that goes on where this one was. */
  const resume = (
    feed: EventFeed,
    former: Listener,
    options: ListenerOptions = {},
  ): { listener: Listener; subscription: Subscription } => {
    const next = listen(feed, former.group, options);
    for (const [partition, position] of former.checkpoints)
      next.listener.checkpoints.set(partition, position);
    return next;
  };

  it('needs none of the offsets that Kafka keeps: they may be lost, or anywhere', async () => {
    journey.relay();
    const feed = await journey.feed();
    const first = await journey.append(mixedKeys(400));
    const one = listen(feed, 'projection');
    await one.listener.until(() => one.listener.count() >= 400);
    await one.subscription.stop();
    const groupId = `${journey.topic}.projection`;

    await journey.admin.forgetOffsets(groupId);
    const second = await journey.append(mixedKeys(100));
    const two = resume(feed, one.listener);
    await two.listener.until(() => two.listener.count() >= 100);
    expect(two.listener.ids.sort()).toEqual(second.map(({ id }) => id).sort());
    await two.subscription.stop();

    await journey.admin.moveOffsets(groupId, journey.topic, PARTITIONS, 1);
    const third = await journey.append(mixedKeys(100));
    const three = resume(feed, two.listener);
    await three.listener.until(() => three.listener.count() >= 100);
    expect(three.listener.ids.sort()).toEqual(third.map(({ id }) => id).sort());
    await three.subscription.stop();

    // As a read model that was restored from an older backup.
    const older = listen(feed, 'projection', resumeAfter(first[199]?.position));
    await older.listener.until(() => older.listener.count() >= 400);
    expect(heard(older.listener)).toEqual(
      new Set([...first.slice(200), ...second, ...third].map(({ id }) => id)),
    );
  });

  it('gives nothing of a topic that was made anew, and says so', async () => {
    const relay = journey.relay();
    const feed = await journey.feed({ onFailure: note });
    await journey.append(mixedKeys(100));
    const { listener, subscription } = listen(feed, 'projection');
    await listener.until(() => listener.count() >= 100);
    await relay.stop();
    await journey.admin.deleteTopic(journey.topic);
    await journey.makeTopic();
    await failed(TopicRefused, 'was deleted and made anew');
    await subscription.stop();

    // A process that starts later has never seen the other topic.
    journey.leases.checkpoint = undefined;
    const another = await journey.feed({ onFailure: note });
    const late = resume(another, listener);
    await failed(TopicBehindSubscriber);
    expect(late.listener.count()).toBe(0);
    // It goes on as soon as the topic holds what it has handled.
    journey.relay();
    const more = await journey.append(mixedKeys(30));
    await late.listener.until(() => late.listener.count() >= 30);
    expect(late.listener.ids.sort()).toEqual(more.map(({ id }) => id).sort());
  });

  it('stops at a gap while other partitions go on, and passes over what is no event', async () => {
    const found: FeedFailure[] = [];
    const feed = await journey.feed({ onFailure: note, onForeign: (one) => found.push(one) });
    const keyOf = (partition: number): string => {
      const key = mixedKeys(100).find((candidate) => feed.partitionOf(candidate) === partition);
      if (key === undefined) throw new Error('no key is in this partition');
      return key;
    };
    const [gap, foreign, whole] = [0, 1, 2];
    const events = await journey.append(Array.from({ length: 12 }, (_, at) => keyOf(at % 3)));
    const client = new KafkaClient({ brokers });
    await openTopic(client, journey.topic);
    const log = new PartitionLog(client, journey.topic);
    const { topic } = journey;
    const leaderOf = (partition: number): number => log.leaderOf(partition);
    const producer = await IdempotentProducer.open(client, { topic, compression: 'none', leaderOf });
    for (let sequence = 0; sequence < 4; sequence++) {
      const messages = [gap, foreign, whole]
        .filter((partition) => partition !== gap || sequence !== 2)
        .flatMap((partition) => {
          const event = events[sequence * 3 + partition];
          const message = event && toMessage(event, { epoch: 1, sequence }, '/test');
          return message === undefined ? [] : [[partition, [message]] as const];
        });
      await producer.send(new Map(messages));
      if (sequence === 2) await journey.admin.write(topic, foreign, 'hello');
    }
    await client.close();
    const { listener } = listen(feed, 'projection');
    expect((await failed(RecordGap)).partition).toBe(gap);
    await listener.until(() => [foreign, whole].every((one) => (listener.handled[one]?.length ?? 0) >= 4));
    expect(listener.handled.map(({ length }) => length)).toEqual([2, 4, 4, 0, 0]);
    expect(found[0]).toMatchObject({ group: 'projection', partition: foreign });
    expect(found[0]?.error).toEqual(new NotAnEvent('offset 3 has no header ce_type'));
  });

  it('finds its place among records that are no events, and so does a relay', async () => {
    const relay = journey.relay();
    const feed = await journey.feed();
    const events = await journey.append(mixedKeys(60));
    const { listener, subscription } = listen(feed, 'projection');
    await listener.until(() => listener.count() >= 60);
    await subscription.stop();
    await relay.stop();
    for (let partition = 0; partition < PARTITIONS; partition++)
      for (const value of ['hello', '']) await journey.admin.write(journey.topic, partition, value);
    await journey.admin.forgetOffsets(`${journey.topic}.projection`);
    journey.relay();
    const more = await journey.append(mixedKeys(40));
    const { listener: other } = resume(feed, listener);
    await other.until(() => other.count() >= 40);
    expect(other.ids.sort()).toEqual(more.map(({ id }) => id).sort());
    expect(await journey.admin.recordsIn(journey.topic)).toBe(events.length + more.length + 2 * PARTITIONS);
  });

  it('gives a refused event again soon, though the brokers are asked to wait for news', async () => {
    journey.relay();
    const feed = await journey.feed({ idleWaitMs: 5_000 });
    let refusedAt = 0;
    const { listener } = listen(feed, 'projection', {
      before: () => {
        if (refusedAt > 0) return;
        refusedAt = Date.now();
        throw new Error('refused');
      },
    });
    await journey.append(['key-0']);
    await listener.until(() => listener.count() >= 1);
    expect(Date.now() - refusedAt).toBeLessThan(1_000);
  });

  it('stays a member through a batch that takes longer than its session', async () => {
    journey.relay();
    const held = new Gate();
    const started = new Gate();
    const one = await journey.feed({ sessionTimeoutMs: 1_000 });
    const slow = listen(one, 'projection', {
      before: () => {
        started.open();
        return held.opened;
      },
    });
    await journey.append(['key-0']);
    await started.opened;
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const two = await journey.feed({ sessionTimeoutMs: 1_000 });
    const other = listen(two, 'projection');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    // The other one waits until the batch in hand is finished.
    expect(other.listener.count()).toBe(0);
    held.open();
    await slow.listener.until(() => slow.listener.count() >= 1);
    expect(other.listener.count()).toBe(0);
  });

  it('shares the partitions between members, and gives those of one that leaves to the other', async () => {
    journey.relay();
    const first = await journey.append(mixedKeys(200));
    const shared = new Map<number, Position>();
    const join = async (): Promise<{ listener: Listener; subscription: Subscription }> => {
      const joined = listen(await journey.feed(), 'projection');
      // Both write to one database, as it were.
      Object.defineProperty(joined.listener, 'checkpoints', { value: shared });
      return joined;
    };
    const one = await join();
    const two = await join();
    const count = (): number => one.listener.count() + two.listener.count();
    const until = async (events: number): Promise<void> => {
      while (count() < events) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await until(200);
    while (one.subscription.caughtUpAt() === undefined || two.subscription.caughtUpAt() === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const before = [one.listener.count(), two.listener.count()];
    const second = await journey.append(mixedKeys(200));
    await until(400);
    expect(one.listener.count()).toBeGreaterThan(before[0] ?? 0);
    expect(two.listener.count()).toBeGreaterThan(before[1] ?? 0);
    await one.subscription.stop();
    const third = await journey.append(mixedKeys(200));
    await until(600);
    const all = [...one.listener.ids, ...two.listener.ids];
    expect(all.sort()).toEqual([...first, ...second, ...third].map(({ id }) => id).sort());
  });

  it('reads no further ahead than it may', async () => {
    journey.relay({ batchSize: 50 });
    const big = 'x'.repeat(2_000);
    for (let n = 0; n < 3_000; n++) {
      const event = newEvent(
        `key-${String(n % 23)}`,
        `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      );
      await journey.store.append(`complaint-${String(n)}`, 'none', [{ ...event, data: { big } }]);
    }
    while ((await journey.admin.recordsIn(journey.topic)) < 3_000)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const client = new KafkaClient({ brokers });
    await openTopic(client, journey.topic);
    const log = new PartitionLog(client, journey.topic);
    const before = client.bytesReceived;
    const wanted = Array.from({ length: PARTITIONS }, (_, partition) => ({ partition, offset: 0 }));
    const stretches = await log.fetch(log.leaderOf(0), wanted, { waitMs: 0, bytes: 64 * 1024 });
    expect(stretches.some(({ records }) => records.length > 0)).toBe(true);
    expect(client.bytesReceived - before).toBeLessThan(2 * 4 * 64 * 1024);
    await client.close();

    const feed = await journey.feed({ batchSize: 100, fetchBytes: 64 * 1024 });
    const { listener } = listen(feed, 'projection');
    await listener.until(() => listener.count() >= 3_000);
    expect(Math.max(...listener.batchSizes)).toBeLessThanOrEqual(100);
  });
});

const resumeAfter = (position: Position | undefined): ListenerOptions =>
  position === undefined ? {} : { resumeAfter: position };
