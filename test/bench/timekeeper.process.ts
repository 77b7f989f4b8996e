/**
 * A timekeeper in its normal loop, in a process of its own: timekeeper.process.ts DATABASE_URL
 * The timer rows are kept by another process. Prints a line when it has started.
 */
import { Timekeeper } from '@redress/clocks';
import { LocalEventFeed } from '@redress/event-feed/local';
import { PostgresChannels } from '@redress/event-feed/postgres';
import { PostgresEventStore } from '@redress/event-store/postgres';
import { SystemClock } from '@redress/kernel';
import { CommitSignals, ReadModel, ReadModelListener } from '@redress/read-model';
import { Pool } from 'pg';
import { TimerRows } from '../../libs/clocks/src/due-marks/timer-rows';
import { RecordDueMarksHandler } from '../../libs/clocks/src/record-due-marks/record-due-marks.handler';
import { PARTITIONS } from './filled-store';

const [url = ''] = process.argv.slice(2);

function newPool(max: number): Pool {
  const pool = new Pool({ connectionString: url, max });
  pool.on('error', () => undefined);
  return pool;
}

async function start(): Promise<void> {
  const clock = new SystemClock();
  const store = new PostgresEventStore(url, clock);
  const signals = new CommitSignals();
  const pool = newPool(10);
  ReadModelListener.start({ channels: await PostgresChannels.open({ pool: newPool(1) }), pool, signals });
  const readModel = new ReadModel({ pool, signals });
  const handler = new RecordDueMarksHandler(store, clock);
  const timekeeper = new Timekeeper({
    store,
    feed: new LocalEventFeed(store, { partitions: PARTITIONS }),
    readModel,
    timers: new TimerRows(readModel),
    clock,
    record: (command) => handler.execute(command),
  });
  timekeeper.start();
  process.once('SIGTERM', () => void timekeeper.stop().then(() => process.exit(0)));
  process.stdout.write('started\n');
}

void start();
