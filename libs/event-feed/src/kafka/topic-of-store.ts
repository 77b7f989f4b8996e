import type { EventStore } from '@redress/event-store';
import { TopicRefused } from '@redress/kafka';
import type { RecordedEvent } from '@redress/kernel';
import type { EventRecord } from './event-record';
import type { PartitionLog } from './partition-log';

/** Where the events of a topic were recorded. */
export interface TopicOfStore {
  readonly topic: string;
  readonly store: Pick<EventStore, 'readStream'>;
}

/** The last record of each partition, undefined where there is none. Throws TopicRefused as `mustBeRecorded` does. */
export async function lastRecords(
  log: PartitionLog,
  partitions: number,
  where: TopicOfStore,
): Promise<readonly (EventRecord | undefined)[]> {
  const last: (EventRecord | undefined)[] = [];
  for (let partition = 0; partition < partitions; partition++) {
    const record = await log.last(partition);
    if (record !== undefined) await mustBeRecorded(where, record.event);
    last.push(record);
  }
  return last;
}

/**
 * Throws TopicRefused where the store has not recorded an event that is in its topic: what it records next gets positions that the topic has
 * already, and nobody would ever hear of it.
 */
export async function mustBeRecorded(
  { topic, store }: TopicOfStore,
  published: RecordedEvent,
): Promise<void> {
  const { stream, revision, id, position, recordedAt } = published;
  const [found] = await store.readStream(stream, { fromRevision: revision, limit: 1 });
  // A command that was sent again has the ids that it had the first time, and another place or time.
  if (found?.id === id && found.position === position && found.recordedAt === recordedAt) return;
  throw new TopicRefused(
    `the topic ${topic} holds an event that the event store does not have (position ${position}): the store is older than the topic, as after the restore of a backup, or is another one. Publish to a topic of another name from the start`,
  );
}
