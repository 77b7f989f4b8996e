import { describeEventFeed } from '../contract';
import { KafkaJourney } from '../../../../test/services/kafka-journey';
import { describeWithKafka } from '../../../../test/services/with-kafka';

describeWithKafka('Kafka', (brokers) => {
  describeEventFeed('Kafka', async () => {
    const journey = await KafkaJourney.begin(brokers);
    // Far enough apart to tell a longer pause from a busy machine.
    const feed = await journey.feed({ backoff: { firstMs: 20, maxMs: 100 } });
    journey.relay();
    return { feed, append: (keys) => journey.append(keys), close: () => journey.end() };
  });
});
