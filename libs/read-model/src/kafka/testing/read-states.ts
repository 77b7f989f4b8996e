import { KafkaClient, openTopic, TopicLog } from '@redress/kafka';
import type { StateRecord } from '../../state-topics/state-topic';

/** Everything that the topics hold, for specs; of each partition in its order. */
export async function readStates(
  brokers: readonly string[],
  prefix: string,
  addresses: readonly string[],
): Promise<readonly StateRecord[]> {
  const client = new KafkaClient({ brokers });
  const records: StateRecord[] = [];
  try {
    for (const address of addresses) {
      const topic = `${prefix}${address}`;
      const { partitions } = await openTopic(client, topic);
      const log = new TopicLog(client, topic);
      for (let partition = 0; partition < partitions; partition++) {
        const { end } = await log.range(partition);
        for (let offset = 0; offset < end;) {
          const limits = { waitMs: 0, bytes: 1_000_000 };
          const [stretch] = await log.fetch(log.leaderOf(partition), [{ partition, offset }], limits);
          if (stretch === undefined) throw new Error(`${topic} gives no answer`);
          offset = stretch.next;
          for (const { key, value, headers } of stretch.records) {
            const header = (name: string): string | undefined => headers[name]?.toString();
            records.push({
              topic: address,
              key: key?.toString() ?? '',
              value: value?.toString() ?? null,
              partitionKey: String(partition),
              projection: header('redress_projection') ?? '',
              position: header('redress_position'),
            });
          }
        }
      }
    }
  } finally {
    await client.close();
  }
  return records;
}
