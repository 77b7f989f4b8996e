import type { RecordedEvent } from '@redress/kernel';
import { KafkaJourney, mixedKeys } from '../../../../test/services/kafka-journey';
import { OwnBroker } from '../../../../test/services/own-broker';
import { describeWithKafka } from '../../../../test/services/with-kafka';
import { listen } from '../contract/listener';

describeWithKafka('a broker of its own', () => {
  let broker: OwnBroker | undefined;
  let journey: KafkaJourney | undefined;

  afterAll(async () => {
    await journey?.end();
    await broker?.end();
  });

  it('is killed in the middle of batches and started again: everything is heard, once and in order', async () => {
    broker = await OwnBroker.begin();
    journey = await KafkaJourney.begin([broker.address]);
    journey.relay({ batchSize: 50 });
    const feed = await journey.feed();
    const { listener, subscription } = listen(feed, 'projection');
    const events: RecordedEvent[] = [];
    for (let round = 0; round < 3; round++) {
      const heard = listener.count();
      events.push(...(await journey.append(mixedKeys(3_000))));
      await listener.until(() => listener.count() > heard);
      expect(listener.count()).toBeLessThan(events.length);
      await broker.kill();
      await broker.start();
    }
    const restartedAt = Date.now();
    await listener.until(() => listener.count() >= events.length);
    const byPartition = listener.handled.map((_, partition) =>
      events.filter(({ partitionKey }) => feed.partitionOf(partitionKey) === partition).map(({ id }) => id),
    );
    expect(listener.handled.map((handled) => handled.map(({ id }) => id))).toEqual(byPartition);
    while ((subscription.caughtUpAt() ?? 0) < restartedAt)
      await new Promise((resolve) => setTimeout(resolve, 20));
  }, 120_000);
});
