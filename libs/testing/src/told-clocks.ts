import type { ClockEvent } from '@redress/clocks';
import { fromIso } from '@redress/kernel';
import type { SteppedRun } from './stepped-clocks';

/** A run of a clock is known by these two. */
export const nameOfRun = ({ clock, instance }: { clock: string; instance: number }) =>
  `${clock} ${String(instance)}`;

/** What the clock facts say, in the words of the second opinion; they must do so by themselves. Throws where one of them comes twice. */
export function toldByFacts(facts: readonly ClockEvent[], tickMs: number): SteppedRun[] {
  const tick = (iso: string): number => fromIso(iso) / tickMs;
  const runs = new Map<string, SteppedRun>();
  const of = (run: { clock: string; instance: number }): SteppedRun => {
    const known = runs.get(nameOfRun(run));
    if (known === undefined) throw new Error('a fact about a clock that was never started');
    return known;
  };
  for (const { type, data } of facts) {
    switch (type) {
      case 'ClockStarted': {
        const { clock, instance, cycle } = data;
        if (runs.has(nameOfRun(data))) throw new Error('an instance was started twice');
        runs.set(nameOfRun(data), { clock, instance, cycle, startedAt: tick(data.startedAt), marks: {} });
        break;
      }
      case 'ClockMarkReached': {
        const run = of(data);
        if (run.marks[data.mark] !== undefined) throw new Error('a mark was recorded twice');
        run.marks[data.mark] = tick(data.dueAt);
        break;
      }
      case 'ClockNearDue': {
        const run = of(data);
        if (run.marks[data.before] !== undefined) throw new Error('a mark was recorded twice');
        run.marks[data.before] = tick(data.dueAt);
        break;
      }
      case 'ClockBreached': {
        const run = of(data);
        if (run.missedAt !== undefined) throw new Error('a breach was recorded twice');
        run.missedAt = tick(data.dueAt);
        break;
      }
      case 'ClockStopped':
        of(data).end = { at: tick(data.stoppedAt), as: data.verdict, ran: data.elapsedMs / tickMs };
        break;
      case 'ClockClosed':
        of(data).end = { at: tick(data.closedAt), as: 'closed' };
        break;
      case 'ClockRetargeted':
      case 'ClockExtended':
      case 'ClocksPaused':
      case 'ClocksResumed':
      case 'ClockPauseExpired':
      case 'ClockRetargetedInVain':
      case 'ClockStopCorrected':
      case 'VerdictCorrected':
    }
  }
  return [...runs.values()];
}
