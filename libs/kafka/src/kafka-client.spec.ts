import RequestQueue from 'kafkajs/src/network/requestQueue';
import { version } from 'kafkajs/package.json';
import { describeWithKafka } from '../../../test/services/with-kafka';
import { KafkaClient } from './kafka-client';

describe('the version of kafkajs whose insides are used', () => {
  it('is the one that they were looked at in', () => {
    expect(version).toBe('2.2.4');
  });
});

describeWithKafka('a connection to Kafka', (brokers) => {
  let client: KafkaClient;
  beforeEach(async () => {
    client = new KafkaClient({ brokers });
    await client.cluster.connect();
  });
  afterEach(() => client.close());

  it('is idle while there is nothing to do', async () => {
    const check = jest.spyOn(RequestQueue.prototype, 'checkPendingRequests');
    check.mockClear();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const checks = check.mock.calls.length;
    check.mockRestore();
    expect(checks).toBe(0);
  });

  it('breaks off a long poll when it is closed', async () => {
    await client.cluster.refreshMetadata();
    const broker = await client.cluster.findControllerBroker();
    const topics = [{ topic: 'nothing', partitions: [] }];
    const poll = broker.fetch({ isolationLevel: 0, maxWaitTime: 20_000, minBytes: 1, maxBytes: 1, topics });
    const brokenOff = expect(poll).rejects.toThrow();
    const began = Date.now();
    await client.close();
    await brokenOff;
    expect(Date.now() - began).toBeLessThan(2_000);
  });
});
