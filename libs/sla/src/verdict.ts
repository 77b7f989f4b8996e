import type { Calendar } from './calendar';
import type { EpochMs } from './interval';
import type { Pause } from './pause';
import { deadlineBy, type Mark } from './timing';

/** A target for as long as it was in force: from its own `from` until that of the next. */
export interface TargetInForce {
  readonly from: EpochMs;
  /** `PT4H`, `P3BD` or `P3CD`. */
  readonly within: string;
  readonly calendar: Calendar;
  /** Those that this target lets stop the clock, in order of `from`. */
  readonly pauses: readonly Pause[];
  /** Warning marks in percent. */
  readonly marks?: readonly number[];
  /** Warning marks by the running time that is left (`PT30M`). */
  readonly nearMarks?: readonly string[];
}

/** All that happened to one run of a clock. */
export interface ClockHistory {
  readonly start: EpochMs;
  /** In order, none set after the stop; a later one (another priority, an extension) keeps the start and the pauses. */
  readonly targets: readonly TargetInForce[];
  /** When what it waited for happened; absent where it has not. */
  readonly stoppedAt?: EpochMs;
}

export interface Judged {
  readonly verdict: 'met' | 'missed' | 'running';
  /** When it was missed, else when it was or would have been due; absent where that is never, as it stands, or beyond its calendar. */
  readonly dueAt?: EpochMs;
  /** The marks that it passed, with the instant: none that it would have passed only after its stop. */
  readonly marks: readonly { readonly percent: number; readonly at: EpochMs }[];
  /** Likewise of those by the running time that is left. */
  readonly nearMarks: readonly { readonly before: string; readonly at: EpochMs }[];
}

/**
 * What is to be said of a clock by what had happened by `asOf`, whenever somebody looks and however late it was recorded.
 *
 * Missed once the stop, or without one `asOf`, is later than due. A stop or a new target at the due instant comes before it. Missed is for
 * good: with the due instant of the target then in force. A pause that has not ended ends with the stop. Marks go likewise: under the
 * target in force, strictly before the stop, and a longer target undoes none.
 */
export function verdict({ start, targets, stoppedAt = Infinity }: ClockHistory, asOf: EpochMs): Judged {
  const stopped = stoppedAt <= asOf;
  const end = Math.min(stoppedAt, asOf);
  const [marks, nearMarks] = [new Map<number, EpochMs>(), new Map<string, EpochMs>()];
  let judged: Judged = { verdict: stopped ? 'met' : 'running', marks: [], nearMarks: [] };
  const inForce = targets.filter(({ from }) => from <= end);
  for (const [index, target] of inForce.entries()) {
    const { within, calendar, pauses } = target;
    const until = inForce[index + 1]?.from ?? end;
    const timing = { start, calendar, pauses: knownAt(pauses, until, stopped && until === end) };
    const dueAt = deadlineBy(timing, within, until);
    const passMarks = <M extends Mark>(of: readonly M[] = [], passed: Map<M, EpochMs>): void => {
      for (const mark of of) {
        const at = deadlineBy(timing, within, until, mark);
        if (at !== undefined && at < until && !passed.has(mark)) passed.set(mark, at);
      }
    };
    passMarks(target.marks, marks);
    passMarks(target.nearMarks, nearMarks);
    judged = {
      verdict: judged.verdict,
      ...(dueAt === undefined ? {} : { dueAt }),
      marks: [...marks].map(([percent, at]) => ({ percent, at })),
      nearMarks: [...nearMarks].map(([before, at]) => ({ before, at })),
    };
    if (dueAt !== undefined && dueAt < until) return { ...judged, verdict: 'missed' };
  }
  return judged;
}

/** The pauses as they were by an instant: later ones had not begun, and one that had not ended was open, or ended by the stop. */
const knownAt = (pauses: readonly Pause[], at: EpochMs, ends: boolean): readonly Pause[] =>
  pauses
    .filter(({ from }) => from < at)
    .map(({ to = Infinity, ...pause }) =>
      to <= at ? { ...pause, to } : ends ? { ...pause, to: at } : pause,
    );
