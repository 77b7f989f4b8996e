/**
 * Keeps two projections in a process of its own, to be killed, and tells of them: projector.process.ts DATABASE_URL [BROKERS TOPIC]
 * From the store itself, or from the topic where one is named. Prints a line when it has started.
 */
import { dueMarks } from '@redress/clocks';
import { RelayProgress, type EventFeed } from '@redress/event-feed';
import { KafkaEventFeed } from '@redress/event-feed/kafka';
import { LocalEventFeed } from '@redress/event-feed/local';
import { PostgresChannels } from '@redress/event-feed/postgres';
import { PostgresEventStore } from '@redress/event-store/postgres';
import { SystemClock } from '@redress/kernel';
import { CommitSignals, ProjectionRunner, ReadModelBroadcast } from '@redress/read-model';
import { Pool } from 'pg';
import { caseBoard } from '../../libs/read-model/src/fixtures/case-board';

const [url = '', brokers, topic = ''] = process.argv.slice(2);

function newPool(max: number): Pool {
  const pool = new Pool({ connectionString: url, max });
  pool.on('error', () => undefined);
  return pool;
}

async function start(): Promise<void> {
  const channels = await PostgresChannels.open({ pool: newPool(1) });
  const signals = new CommitSignals();
  ReadModelBroadcast.start({ channels, signals });
  const runner = new ProjectionRunner({
    pool: newPool(5),
    feed: await openFeed(channels),
    projections: [caseBoard, dueMarks],
    signals,
  });
  await runner.start();
  process.stdout.write('started\n');
}

function openFeed(channels: PostgresChannels): EventFeed | Promise<EventFeed> {
  if (brokers === undefined)
    return new LocalEventFeed(new PostgresEventStore(url, new SystemClock()), { partitions: 8 });
  const progress = new RelayProgress(channels, topic);
  return KafkaEventFeed.open({
    brokers: brokers.split(','),
    topic,
    groupPrefix: `${topic}.`,
    sessionTimeoutMs: 2_000,
    publishedAt: (by) => progress.publishedAt(by),
  });
}

void start();
