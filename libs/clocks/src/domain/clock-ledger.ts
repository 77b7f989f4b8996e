import { fromIso } from '@redress/kernel';
import type { Mark } from '@redress/sla';
import type { ClockEvent } from '../events';
import { nameOfPause, withTargets, withTargetsUntil, type ClockLedger, type ClockRun } from './clock-run';

export * from './clock-due';
export * from './clock-run';

export const NO_CLOCKS: ClockLedger = { runs: [], pauses: [], latestFactAt: 0 };

/** Folds one clock fact into the ledger. */
export function evolveClocks(ledger: ClockLedger, event: ClockEvent): ClockLedger {
  const { runs, pauses } = apply(ledger, event);
  return { runs, pauses, latestFactAt: Math.max(ledger.latestFactAt, event.occurredAt) };
}

function apply(ledger: ClockLedger, event: ClockEvent): ClockLedger {
  switch (event.type) {
    case 'ClockStarted': {
      const { clock, instance, cycle, startedAt, target, policy } = event.data;
      const run = {
        clock,
        instance,
        cycle,
        startedAt: fromIso(startedAt),
        since: event.occurredAt,
        target,
        policy,
        marksReached: [],
      };
      return { ...ledger, runs: [...ledger.runs, run] };
    }
    case 'ClockRetargeted':
    case 'ClockExtended': {
      const run = findRun(ledger, event.data);
      return run === undefined
        ? ledger
        : changeRun(ledger, run, withTargets(run, { ...event.data, from: event.occurredAt }));
    }
    case 'ClockRetargetedInVain': {
      const run = findRun(ledger, event.data);
      const target = { ...event.data, from: event.occurredAt, inVain: true } as const;
      return run === undefined ? ledger : changeRun(ledger, run, withTargets(run, target));
    }
    case 'ClocksPaused': {
      const { reason, unapproved } = event.data;
      const pause = { reason, from: event.occurredAt, ...(unapproved === undefined ? {} : { unapproved }) };
      return { ...ledger, pauses: [...ledger.pauses, pause].sort((a, b) => a.from - b.from) };
    }
    case 'ClocksResumed':
      return {
        ...ledger,
        pauses: ledger.pauses.map((pause) =>
          pause.reason === event.data.reason
            ? { to: Math.max(pause.from, event.occurredAt), ...pause }
            : pause,
        ),
      };
    case 'ClockMarkReached':
      return reach(ledger, event.data, event.data.mark);
    case 'ClockNearDue':
      return reach(ledger, event.data, event.data.before);
    case 'ClockBreached':
      return changeRun(ledger, event.data, { breachedAt: fromIso(event.data.dueAt) });
    case 'ClockStopped':
      return changeRun(ledger, event.data, {
        end: { at: fromIso(event.data.stoppedAt), verdict: event.data.verdict },
      });
    case 'ClockClosed':
      return changeRun(ledger, event.data, {
        end: {
          at: fromIso(event.data.closedAt),
          verdict: findRun(ledger, event.data)?.breachedAt === undefined ? 'none' : 'missed',
          asClosed: true,
        },
      });
    case 'ClockPauseExpired': {
      const expired = findRun(ledger, event.data)?.pausesExpired ?? [];
      const pause = nameOfPause({ reason: event.data.reason, from: fromIso(event.data.pausedAt) });
      return changeRun(ledger, event.data, { pausesExpired: [...expired, pause] });
    }
    case 'ClockStopCorrected':
      return changeRun(ledger, event.data, {
        stopToldLate: Math.min(
          fromIso(event.data.stoppedAt),
          findRun(ledger, event.data)?.stopToldLate ?? Infinity,
        ),
      });
    case 'VerdictCorrected': {
      const { number, known: verdict, dueAt, endedAt } = event.data;
      const missedAt = verdict === 'missed' && dueAt !== null ? fromIso(dueAt) : Infinity;
      const instants = {
        ...(dueAt === null ? {} : { dueAt: fromIso(dueAt) }),
        ...(endedAt === null ? {} : { endedAt: fromIso(endedAt) }),
      };
      const run = findRun(ledger, event.data);
      return changeRun(ledger, event.data, {
        ...(run === undefined ? {} : withTargetsUntil(run, missedAt)),
        known: { verdict, number, ...instants },
      });
    }
  }
}

function reach(ledger: ClockLedger, id: RunIdentity, mark: Mark): ClockLedger {
  const reached = findRun(ledger, id)?.marksReached ?? [];
  return changeRun(ledger, id, { marksReached: [...reached, mark] });
}

type RunIdentity = Pick<ClockRun, 'clock' | 'instance'>;

export const findRun = (ledger: ClockLedger, { clock, instance }: RunIdentity): ClockRun | undefined =>
  ledger.runs.find((run) => run.clock === clock && run.instance === instance);

const changeRun = (ledger: ClockLedger, id: RunIdentity, change: Partial<ClockRun>): ClockLedger => ({
  ...ledger,
  runs: ledger.runs.map((run) =>
    run.clock === id.clock && run.instance === id.instance ? { ...run, ...change } : run,
  ),
});
