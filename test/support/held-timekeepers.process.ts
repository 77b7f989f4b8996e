/**
 * Timekeepers that each come to one point of recording and go no further, to be killed there: held-timekeepers.process.ts [POINT=DATABASE_URL]…
 * Prints `at POINT` when one has come to it.
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

const PARTITIONS = 4;

/** Passes everything on, but for methods that come to a point: before them or after them nothing goes on. */
function holding<Port extends object>(
  port: Port,
  held: FaultPoint,
  points: Readonly<
    Partial<
      Record<keyof Port & string, readonly [before: FaultPoint | undefined, after: FaultPoint | undefined]>
    >
  >,
): Port {
  const comesTo = (point: FaultPoint | undefined): Promise<void> => {
    if (point !== held) return Promise.resolve();
    process.stdout.write(`at ${point}\n`);
    return new Promise(() => undefined);
  };
  return new Proxy(port, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name, target);
      if (typeof method !== 'function') return method;
      const [before, after] = points[name as keyof Port & string] ?? [];
      if (before === undefined && after === undefined) return method.bind(target) as unknown;
      return async (...args: unknown[]): Promise<unknown> => {
        await comesTo(before);
        const answer: unknown = await (method as (...given: unknown[]) => unknown).apply(target, args);
        await comesTo(after);
        return answer;
      };
    },
  });
}

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
  const store = holding<EventStore>(new PostgresEventStore(url, clock), point, {
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
