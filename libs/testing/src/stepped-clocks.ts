import { CYCLE_CLOCKS } from '@redress/sla';

/**
 * A second opinion on clocks: judges a life by counting it tick by tick, with none of the interval arithmetic of the real ones. A tick is
 * any unit; all instants are whole numbers of it.
 */
export interface SteppedTarget {
  readonly clock: string;
  /** For how many ticks the clock may run. */
  readonly ticks: number;
  /** Marks in percent; each must come to a whole number of ticks. */
  readonly marks: readonly number[];
  /** Marks by the ticks that are left until due, under their names. */
  readonly timeLeft?: Readonly<Record<string, number>>;
  readonly pausedBy: readonly string[];
}

/** What happens in a life, in the order in which it is told. */
export type LifeStep = { readonly at: number } &
  /** A cycle begins: its clocks start. */
  (
    | { readonly does: 'start'; readonly priority: number }
    /** One more clock starts, where there is a target for it, and it does not go already if it says so; now, or as if at `since`. */
    | {
        readonly does: 'start-clock';
        readonly clock: string;
        readonly priority: number;
        readonly since?: number;
        readonly unlessGoing?: true;
      }
    /** A clock starts for a target of its own, which no priority changes. */
    | { readonly does: 'start-promised'; readonly target: SteppedTarget }
    /** Beside the clocks of the cycle those that are owed start, where they do not run: each as if at its instant. */
    | {
        readonly does: 'retarget';
        readonly priority: number;
        readonly owed?: Readonly<Record<string, number>>;
      }
    /** The latest run of the clock gets another length. */
    | { readonly does: 'extend'; readonly clock: string; readonly ticks: number }
    | { readonly does: 'pause'; readonly reason: string }
    | { readonly does: 'resume' }
    | { readonly does: 'stop'; readonly clock: string }
    /** The clocks named, or all. */
    | { readonly does: 'close'; readonly clocks?: readonly string[] }
  );

/** All that is to be said of one run of a clock. */
export interface SteppedRun {
  readonly clock: string;
  readonly instance: number;
  readonly cycle: number;
  readonly startedAt: number;
  /** Mark in percent, or by its name → when the clock reached it. */
  readonly marks: Record<string, number>;
  missedAt?: number;
  /** `ran`: for how many ticks it had run; of a closed clock that is of no interest. */
  end?: { readonly at: number; readonly as: 'met' | 'missed' | 'closed'; readonly ran?: number };
}

interface Going extends SteppedRun {
  target: SteppedTarget;
  readonly promised: boolean;
}

const isOfCycle = ({ clock }: SteppedTarget): boolean => CYCLE_CLOCKS.some((one) => one === clock);

/**
 * The verdicts on a life as they stand at `asOf`, which is not before its last step.
 * @param promises priority → the targets that hold under it
 */
export function judgeBySteps(
  life: readonly LifeStep[],
  promises: (priority: number) => readonly SteppedTarget[],
  asOf: number,
): SteppedRun[] {
  const runs: Going[] = [];
  const pauses: { readonly reason: string; readonly from: number; to?: number }[] = [];
  let cycle = 0;
  let cycleStartedAt = 0;
  let settled = new Set<string>();

  const stands = ({ pausedBy }: SteppedTarget, tick: number): boolean =>
    pauses.some(
      ({ reason, from, to }) => pausedBy.includes(reason) && from <= tick && (to === undefined || tick < to),
    );
  const ran = ({ startedAt, target }: Going, at: number): number => {
    let count = 0;
    for (let tick = startedAt; tick < at; tick++) if (!stands(target, tick)) count += 1;
    return count;
  };
  const reach = ({ marks }: Going, name: string, tick: number): void => {
    if (!(name in marks)) marks[name] = tick;
  };
  /** The timer comes last at its instant: it sees what was reached at an earlier one. */
  const ringBefore = (at: number): void => {
    for (const run of runs) {
      if (run.end !== undefined || run.missedAt !== undefined) continue;
      let count = 0;
      for (let tick = run.startedAt; tick < at; tick++) {
        for (const mark of run.target.marks) {
          if (count * 100 >= run.target.ticks * mark) reach(run, String(mark), tick);
        }
        for (const [name, left] of Object.entries(run.target.timeLeft ?? {})) {
          if (count >= run.target.ticks - left) reach(run, name, tick);
        }
        if (count >= run.target.ticks) run.missedAt ??= tick;
        if (!stands(run.target, tick)) count += 1;
      }
    }
  };
  const begin = (target: SteppedTarget, startedAt: number, promised = false): void => {
    const instance = runs.filter(({ clock }) => clock === target.clock).length + 1;
    runs.push({ clock: target.clock, instance, cycle, startedAt, marks: {}, target, promised });
  };
  const end = (run: Going, at: number, as: 'met' | 'closed'): void => {
    run.end =
      as === 'closed'
        ? { at, as }
        : { at, as: run.missedAt === undefined ? as : 'missed', ran: ran(run, at) };
  };
  const retarget = (
    targets: readonly SteppedTarget[],
    at: number,
    owed: Readonly<Record<string, number>>,
  ): void => {
    for (const run of runs) {
      if (run.end !== undefined || run.missedAt !== undefined || run.promised) continue;
      const target = targets.find(({ clock }) => clock === run.clock);
      if (target === undefined) end(run, at, 'closed');
      else run.target = target;
    }
    for (const target of targets) {
      const since = isOfCycle(target) ? cycleStartedAt : owed[target.clock];
      if (since === undefined || (isOfCycle(target) && settled.has(target.clock))) continue;
      const known = runs.filter(
        (run) => run.clock === target.clock && run.cycle === cycle && run.startedAt >= since,
      );
      if (known.every((run) => run.end?.as === 'closed')) begin(target, since);
    }
  };

  for (const step of life) {
    ringBefore(step.at);
    switch (step.does) {
      case 'start':
        cycle += 1;
        cycleStartedAt = step.at;
        settled = new Set();
        for (const target of promises(step.priority).filter(isOfCycle)) begin(target, step.at);
        break;
      case 'start-clock':
        if (step.unlessGoing && runs.some((run) => run.clock === step.clock && run.end === undefined)) break;
        for (const target of promises(step.priority)) {
          if (target.clock === step.clock) begin(target, step.since ?? step.at);
        }
        break;
      case 'start-promised':
        begin(step.target, step.at, true);
        break;
      case 'extend': {
        const run = runs.findLast((one) => one.clock === step.clock && one.end === undefined);
        if (run !== undefined) run.target = { ...run.target, ticks: step.ticks };
        break;
      }
      case 'retarget':
        retarget(promises(step.priority), step.at, step.owed ?? {});
        break;
      case 'pause':
        pauses.push({ reason: step.reason, from: step.at });
        break;
      case 'resume':
        for (const pause of pauses) pause.to ??= step.at;
        break;
      case 'stop':
        settled.add(step.clock);
        for (const run of runs)
          if (run.clock === step.clock && run.end === undefined) end(run, step.at, 'met');
        break;
      case 'close':
        for (const run of runs)
          if (run.end === undefined && step.clocks?.includes(run.clock) !== false)
            end(run, step.at, 'closed');
        break;
    }
    ringBefore(step.at);
  }
  ringBefore(asOf);
  return runs.map(({ target: _, promised: __, ...run }) => run);
}
