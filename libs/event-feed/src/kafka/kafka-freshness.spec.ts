import type { Position } from '@redress/kernel';
import { createTestDatabase, type TestDatabase } from '@redress/testing';
import { KafkaJourney, mixedKeys } from '../../../../test/services/kafka-journey';
import { describeWithKafka } from '../../../../test/services/with-kafka';
import { listen } from '../contract/listener';
import type { Subscription } from '../event-feed';
import { PostgresChannels } from '../postgres';
import { RelayProgress, tellRelayProgress } from '../relay-progress';
import type { KafkaEventFeedOptions } from './kafka-event-feed';
import type { KafkaRelay } from './kafka-relay';

describeWithKafka('how fresh a subscriber of the topic is', (brokers) => {
  let database: TestDatabase;
  let channels: PostgresChannels;
  let journey: KafkaJourney;
  let progress: RelayProgress;
  let feedOptions: Partial<KafkaEventFeedOptions>;

  beforeEach(async () => {
    database = await createTestDatabase();
    channels = await PostgresChannels.open({ pool: database.pool });
    journey = await KafkaJourney.begin(brokers);
    progress = new RelayProgress(channels, journey.topic);
    feedOptions = { idleWaitMs: 100, publishedAt: (by) => progress.publishedAt(by) };
  });
  afterEach(async () => {
    await journey.end();
    progress.end();
    await channels.close();
    await database.drop();
  });

  const relay = (): KafkaRelay =>
    journey.relay({
      onCaughtUp: (storeAt) => {
        tellRelayProgress(channels, journey.topic, storeAt);
      },
    });
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const freshSince = async (subscription: Subscription, since: number): Promise<void> => {
    while ((subscription.caughtUpAt() ?? 0) < since) await pause(10);
  };

  it('goes by what is in the store: without a relay nobody is fresh, though he is at the end of the topic', async () => {
    const { listener, subscription } = listen(await journey.feed(feedOptions), 'one');
    await journey.append(mixedKeys(10));
    await pause(500);
    expect(subscription.caughtUpAt()).toBeUndefined();
    const first = relay();
    const startedAt = Date.now();
    await listener.until(() => listener.count() >= 10);
    await freshSince(subscription, startedAt);
    expect(first.status().caughtUpAt).toBeGreaterThanOrEqual(startedAt);
    // Also while it is quiet.
    await freshSince(subscription, Date.now());
    await first.stop();
    const stoppedAt = Date.now();
    await journey.append(mixedKeys(10));
    await pause(1_500);
    expect(subscription.caughtUpAt()).toBeLessThanOrEqual(stoppedAt);
    relay();
    await listener.until(() => listener.count() >= 20);
    await freshSince(subscription, stoppedAt + 1_500);
  });

  it('is told by the relay only when the topic holds everything that was in the store', async () => {
    const events = await journey.append(mixedKeys(2_000));
    const told = new Promise<Position | undefined>((resolve) => {
      const running = journey.relay({
        batchSize: 10,
        onCaughtUp: () => {
          resolve(running.status().position);
        },
      });
    });
    expect(await told).toBe(events.at(-1)?.position);
  });

  it('is not said of what he has not handled, however well the relay keeps up', async () => {
    relay();
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const { listener, subscription } = listen(await journey.feed(feedOptions), 'slow', {
      before: () => opened,
    });
    const appendedAt = Date.now();
    await journey.append(mixedKeys(100));
    await pause(2_500);
    expect(subscription.caughtUpAt() ?? 0).toBeLessThanOrEqual(appendedAt);
    open();
    await listener.until(() => listener.count() >= 100);
    await freshSince(subscription, Date.now());
  });

  it('is while all is quiet as exact as one wait for news', async () => {
    const idleWaitMs = 1_000;
    const { subscription } = listen(await journey.feed({ idleWaitMs }), 'quiet');
    await freshSince(subscription, Date.now());
    let oldestMs = 0;
    for (const until = Date.now() + 2.5 * idleWaitMs; Date.now() < until; await pause(10))
      oldestMs = Math.max(oldestMs, Date.now() - (subscription.caughtUpAt() ?? 0));
    expect(oldestMs).toBeLessThan(1.5 * idleWaitMs);
  });

  it('keeps up while events flow without a pause', async () => {
    const running = relay();
    const { subscription } = listen(await journey.feed(feedOptions), 'busy');
    const enough = new AbortController();
    const writing = (async () => {
      while (!enough.signal.aborted) {
        await journey.append(mixedKeys(5));
        await pause(2);
      }
    })();
    await freshSince(subscription, Date.now());
    await freshSince(subscription, Date.now());
    expect(running.status().leading).toBe(true);
    enough.abort();
    await writing;
  });

  it('is not known of partitions that were taken over, until they were handled here', async () => {
    relay();
    await journey.append(mixedKeys(20));
    const feeds = [await journey.feed(feedOptions), await journey.feed(feedOptions)] as const;
    const one = listen(feeds[0], 'shared');
    await freshSince(one.subscription, Date.now());
    expect(one.subscription.partitions()).toHaveLength(feeds[0].partitions);
    const other = listen(feeds[1], 'shared');
    const split = (): boolean =>
      one.subscription.partitions().length + other.subscription.partitions().length === feeds[0].partitions &&
      other.subscription.partitions().length > 0;
    while (!split()) await pause(10);
    expect(new Set([...one.subscription.partitions(), ...other.subscription.partitions()]).size).toBe(
      feeds[0].partitions,
    );
    // Fewer partitions: what was known of them stays known.
    expect(one.subscription.caughtUpAt()).toBeDefined();
    await freshSince(one.subscription, Date.now());
    await freshSince(other.subscription, Date.now());
    let known = false;
    const seen = (async () => {
      while (one.subscription.partitions().length < feeds[0].partitions)
        await new Promise((resolve) => setImmediate(resolve));
      known = one.subscription.caughtUpAt() !== undefined;
    })();
    await other.subscription.stop();
    await seen;
    expect(known).toBe(false);
    await freshSince(one.subscription, Date.now());
  });
});
