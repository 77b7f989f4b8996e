import { plainConsume } from './plain-kafka';
import { PlainUpserts } from './plain-upserts';
import type { RowsWritten } from './read-models';
import { newId } from '@redress/kernel';

interface PlainProjecting {
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
  readonly topic: string;
  /** How many events the topic holds. */
  readonly events: number;
  readonly rows: RowsWritten;
}

/** What `plainProjector` does, in the words of a report. */
export const PLAIN_PROJECTOR =
  "floor: kafkajs's own consumer reads the same topic once and looks into nothing, while as many rows, new and changed in the same shares, are upserted in batches of 500 by plain SQL on one connection into a table like that of the queues";

/** Seconds that it takes to read a topic by kafkajs's own consumer, and to upsert so many rows in step with it by plain SQL. */
export async function plainProjector({
  databaseUrl,
  brokers,
  topic,
  events,
  rows,
}: PlainProjecting): Promise<number> {
  const upserts = await PlainUpserts.open(databaseUrl, rows);
  try {
    return await plainConsume(brokers, topic, {
      count: events,
      groupId: `${topic}.plain-${newId()}`,
      handled: (share) => upserts.upTo(share),
    });
  } finally {
    await upserts.close();
  }
}
