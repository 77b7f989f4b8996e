import { newId } from '@redress/kernel';
import { describeWithKafka } from '../../../test/services/with-kafka';
import { createTopic, ensureTopic, KEPT_FOR_EVER } from './create-topic';
import { KafkaAdmin } from './testing/kafka-admin';
import { TopicRefused } from './topic';

describeWithKafka('making topics', (brokers) => {
  const topic = `test-${newId()}`;
  const definition = { topic, partitions: 3, config: KEPT_FOR_EVER };

  afterAll(() => new KafkaAdmin(brokers).deleteTopic(topic));

  it('makes one that is not there, once', async () => {
    expect(await ensureTopic({ brokers }, definition)).toBe('created');
    expect(await ensureTopic({ brokers }, definition)).toBe('present');
    await expect(createTopic({ brokers }, definition)).rejects.toThrow();
  });

  it('refuses one that is there with other settings, or another number of partitions', async () => {
    const compacted = ensureTopic({ brokers }, { ...definition, config: { 'cleanup.policy': 'compact' } });
    await expect(compacted).rejects.toThrow(TopicRefused);
    await expect(compacted).rejects.toThrow('cleanup.policy is delete instead of compact');
    await expect(ensureTopic({ brokers }, { ...definition, partitions: 4 })).rejects.toThrow(
      'has 3 partitions instead of 4',
    );
  });
});
