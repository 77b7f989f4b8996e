/**
 * The plainest consumer of a topic, by kafkajs's own client and its defaults: idle-consumer.process.ts BROKERS TOPIC
 * Prints a line when it has a share of the topic. Ends on SIGTERM.
 */
import { Kafka, logLevel } from 'kafkajs';

const [brokers = '', topic = ''] = process.argv.slice(2);
const consumer = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).consumer({
  groupId: `${topic}.idle-${String(process.pid)}`,
});

async function consume(): Promise<void> {
  consumer.on('consumer.group_join', () => process.stdout.write('consuming\n'));
  process.once('SIGTERM', () => {
    void consumer.disconnect().then(() => process.exit(0));
  });
  await consumer.connect();
  await consumer.subscribe({ topic });
  await consumer.run({ eachMessage: () => Promise.resolve() });
}

void consume();
