import fc from 'fast-check';
import { VirtualClock } from '@redress/kernel';
import {
  LiveTable,
  LiveWatch,
  type LiveFrame,
  type LiveSource,
  type Projection,
  type ReadModel,
} from '@redress/read-model';
import { recordedEvents, runProjections, type RunningProjections } from '@redress/testing';
import { changeOfId } from '../../libs/read-model/src/live/change-ring';
import { caseLife, minute, registration, type LifeStep } from './case-life';

/** What a feature shows live, and how the same is asked for. */
export interface LiveSubject<Place> {
  readonly projection: Projection;
  readonly source: LiveSource<Place>;
  /** Cases go to and fro between the teams north and south, and their agent ann. Undefined: everything. */
  readonly topics: readonly string[] | undefined;
  /** What is shown of a row, by what tells it apart on a screen. */
  readonly fold: (shown: Map<string, unknown>, frame: LiveFrame, data: Record<string, unknown>) => void;
  /** The same as the questions answer it. */
  readonly asked: (readModel: ReadModel) => Promise<Map<string, unknown>>;
}

const CASES = 6;
const CLOCK = new VirtualClock(minute(0));

/** So few changes are kept that watchers often have to read the rows again. */
const KEPT_CHANGES = 5;

type Step =
  | { readonly do: 'live'; readonly caseNo: number; readonly steps: number }
  | { readonly do: 'look'; readonly watcher: number; readonly batches: number }
  | { readonly do: 'return'; readonly watcher: number }
  | { readonly do: 'rebuild' }
  | { readonly do: 'show' };

const STEP: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('live' as const),
      caseNo: fc.nat(CASES - 1),
      steps: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('look' as const),
      watcher: fc.nat(2),
      batches: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('return' as const), watcher: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'rebuild' as const }) },
  { weight: 2, arbitrary: fc.constant({ do: 'show' as const }) },
);

/**
 * Whatever the interleaving of changes, looks, returns with the id of the last frame, and rebuilds: whoever watches ends with exactly what
 * is answered to who asks, in the process that keeps the rows and in one that does not, and was told no number twice on the way.
 */
export function describeLive<Place>(name: string, subject: LiveSubject<Place>): void {
  describe(`${name}, live`, () => {
    let running: RunningProjections;
    let elsewhere: ReadModel;

    beforeAll(async () => {
      running = await runProjections(CLOCK, subject.projection);
      elsewhere = await running.elsewhere();
    });
    afterAll(() => running.stop());

    it('end for whoever watches with what is answered to whoever asks', async () => {
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(STEP, { minLength: 10, maxLength: 30 }), async (steps) => {
          const lives = new Lives(running, `r${String(runs++)}`);
          const tables = [running.readModel, elsewhere, elsewhere].map(
            (readModel) => new LiveTable(readModel, subject.source, KEPT_CHANGES),
          );
          const watchers = tables.map((table) => new Watcher(table, subject));
          try {
            for (const step of steps) {
              if (step.do === 'live') await lives.goOn(step.caseNo, step.steps);
              else if (step.do === 'look') await watchers[step.watcher]?.look(step.batches);
              else if (step.do === 'return') watchers[step.watcher]?.comeBack();
              else if (step.do === 'rebuild') await running.runner.rebuild(subject.projection.name);
              else await running.shown();
            }
            await running.shown();
            const asked = await subject.asked(running.readModel);
            for (const watcher of watchers) expect(await watcher.all(running.readModel)).toEqual(asked);
          } finally {
            for (const watcher of watchers) watcher.leave();
          }
        }),
        { numRuns: 6, endOnFailure: true },
      );
    });
  });
}

/** Somebody who looks now and then, and keeps what they are told as a screen does. */
class Watcher<Place> {
  #watch: LiveWatch<Place>;
  #lastEventId: string | undefined;
  #lastChange = 0;
  #shown = new Map<string, unknown>();
  /** A snapshot counts once it is whole. */
  #snapshot = new Map<string, unknown>();

  constructor(
    private readonly table: LiveTable<Place>,
    private readonly subject: LiveSubject<Place>,
  ) {
    this.#watch = this.#begin();
  }

  async look(batches: number): Promise<void> {
    for (let batch = 0; batch < batches; batch++)
      for (const frame of await this.#watch.next()) this.#see(frame);
  }

  comeBack(): void {
    this.#watch.end();
    this.#watch = this.#begin();
  }

  leave(): void {
    this.#watch.end();
  }

  /** What is shown when all that has changed by now has been told. */
  async all(readModel: ReadModel): Promise<Map<string, unknown>> {
    const now = await readModel.currentChange(this.subject.projection.name);
    for (;;) {
      const frames = await this.#watch.next();
      for (const frame of frames) this.#see(frame);
      const told = changeOfId(this.#watch.heartbeat().id);
      if (frames.length === 0 && told?.generation === now?.generation && told?.changeNo === now?.changeNo)
        return this.#shown;
      if (frames.length === 0) await this.#watch.sleep(20, new AbortController().signal);
    }
  }

  #begin(): LiveWatch<Place> {
    const { topics } = this.subject;
    return new LiveWatch(this.table, { topics, lastEventId: this.#lastEventId, clock: CLOCK });
  }

  #see(frame: LiveFrame): void {
    const data = JSON.parse(`{${frame.members}}`) as Record<string, unknown>;
    const number = changeOfId(frame.id)?.changeNo;
    if (frame.event === 'snapshot') {
      if (data['part'] === 1) this.#snapshot = new Map();
      this.subject.fold(this.#snapshot, frame, data);
      if (data['isLast'] === true) this.#shown = this.#snapshot;
    } else {
      expect(number).toBeGreaterThan(this.#lastChange);
      this.subject.fold(this.#shown, frame, data);
    }
    this.#lastChange = number ?? this.#lastChange;
    this.#lastEventId = frame.id ?? this.#lastEventId;
  }
}

/** Cases that are handed to and fro between two teams and their agents, wait and go on. */
class Lives {
  readonly #lives = new Map<number, { readonly steps: readonly LifeStep[]; readonly recorded: number }>();

  constructor(
    private readonly running: RunningProjections,
    private readonly prefix: string,
  ) {}

  async goOn(caseNo: number, count: number): Promise<void> {
    const caseId = `${this.prefix}-${String(caseNo)}`;
    const { steps: before, recorded } = this.#lives.get(caseNo) ?? { steps: [], recorded: 0 };
    const steps = [...before];
    for (let n = 0; n < count; n++) steps.push(stepOf(caseNo, steps.length + 1));
    const events = recordedEvents(...caseLife(registration(caseId), ...steps));
    this.#lives.set(caseNo, { steps, recorded: events.length });
    await this.running.record(caseId, ...events.slice(recorded));
  }
}

function stepOf(caseNo: number, round: number): LifeStep {
  const team = (caseNo + round) % 2 === 0 ? 'north' : 'south';
  switch (round % 6) {
    case 1:
      return [round, { type: 'TransferComplaint', team, agent: null }];
    case 2:
      return [round, { type: 'StartWaiting', waitsFor: 'customer' }];
    case 3:
      return [round, { type: 'ResumeComplaint' }];
    case 4:
      return [round, { type: 'ClaimComplaint', agent: 'ann' }];
    case 5:
      return [round, { type: 'ResolveComplaint', resolvedBy: null }];
    default:
      return [round, { type: 'ReopenComplaint' }];
  }
}
