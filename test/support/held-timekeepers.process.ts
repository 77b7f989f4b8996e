/**
 * Timekeepers that each come to one point of recording and go no further, to be killed there: held-timekeepers.process.ts
 * [POINT=DATABASE_URL]… Prints `at POINT` when one has come to it.
 */
import { Timekeeper } from '@redress/clocks';
import { LocalEventFeed } from '@redress/event-feed/local';
import type { EventStore } from '@redress/event-store';
import { PostgresEventStore } from '@redress/event-store/postgres';
import { SystemClock } from '@redress/kernel';
import { ReadModel } from '@redress/read-model';
import { Pool } from 'pg';
import { type TimerRound } from '../../libs/clocks/src/due-marks/timer-round';
import { TimerRows } from '../../libs/clocks/src/due-marks/timer-rows';
import { RecordDueMarksHandler } from '../../libs/clocks/src/record-due-marks/record-due-marks.handler';
import { FAULT_POINTS, type FaultPoint } from './fault-points';
import { holding } from './holding';

const PARTITIONS = 4;

/** The rounds of a timekeeper, held. */
class HeldTimerRows extends TimerRows {
  constructor(
    readModel: ReadModel,
    private readonly point: FaultPoint,
  ) {
    super(readModel);
  }

  override async begin(): Promise<TimerRound> {
    return holding(await super.begin(), this.point, {
      claim: [undefined, 'claimed'],
      due: [undefined, 'found'],
      end: ['shown', undefined],
    });
  }
}

function start(point: FaultPoint, url: string): void {
  const clock = new SystemClock();
  const pool = new Pool({ connectionString: url, max: 5 });
  const store = holding<EventStore, FaultPoint>(new PostgresEventStore(url, clock), point, {
    readStream: [undefined, 'read'],
    append: ['decided', 'appended'],
  });
  const readModel = holding(new ReadModel({ pool }), point, { waitFor: ['answered', undefined] });
  const handler = new RecordDueMarksHandler(store, clock);
  new Timekeeper({
    store,
    feed: new LocalEventFeed(store, { partitions: PARTITIONS }),
    readModel,
    timers: new HeldTimerRows(readModel, point),
    clock,
    record: (command) => handler.execute(command),
  }).start();
}

for (const argument of process.argv.slice(2)) {
  const [name, ...url] = argument.split('=');
  const point = FAULT_POINTS.find((one) => one === name);
  if (point === undefined) throw new Error(`there is no fault point ${String(name)}`);
  start(point, url.join('='));
}
