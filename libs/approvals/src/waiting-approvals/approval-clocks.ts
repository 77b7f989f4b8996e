import type { ClockEvent } from '@redress/clocks';
import { fromIso } from '@redress/kernel';
import type { ClockName } from '@redress/sla';
import type { ApprovalKind, ApprovalRow } from './approval-row';

/** The clock that says by when a request is to be decided. No policy sets a target for appeals and waits. */
const CLOCK_OF: Readonly<Record<ApprovalKind, ClockName | null>> = {
  remedy: 'approval',
  extension: 'extension',
  appeal: null,
  wait: null,
};

interface Run {
  readonly clock: ClockName;
  readonly instance: number;
}

const dueAt = (text: string | null) => (text === null ? null : fromIso(text));

/** The requests that change with a clock fact, as they are after it. A clock that is stopped or closed says no more than what ended it. */
export function changedByClock(rows: readonly ApprovalRow[], event: ClockEvent): readonly ApprovalRow[] {
  const change = (run: Run, by: Partial<ApprovalRow>): readonly ApprovalRow[] =>
    rows
      .filter(
        ({ kind, clock_instance: instance }) => CLOCK_OF[kind] === run.clock && instance === run.instance,
      )
      .map((row) => ({ ...row, ...by }));
  switch (event.type) {
    case 'ClockStarted': {
      const { clock, instance, dueAt: due } = event.data;
      const [latest] = rows
        .filter(({ kind, clock_instance: known }) => CLOCK_OF[kind] === clock && known === null)
        .sort((one, other) => other.requested_at - one.requested_at);
      return latest === undefined ? [] : [{ ...latest, clock_instance: instance, due_at: dueAt(due) }];
    }
    case 'ClockRetargeted':
    case 'ClockExtended':
      return change(event.data, { due_at: dueAt(event.data.dueAt) });
    case 'ClocksPaused':
    case 'ClocksResumed':
      return event.data.clocks.flatMap((run) => change(run, { due_at: dueAt(run.dueAt) }));
    case 'ClockBreached':
      return change(event.data, { due_at: dueAt(event.data.dueAt), breached: true });
    case 'ClockClosed':
      return change(event.data, { due_at: null, breached: false });
    case 'ClockStopped':
    case 'ClockMarkReached':
    case 'ClockNearDue':
    case 'ClockPauseExpired':
    case 'ClockRetargetedInVain':
    case 'ClockStopCorrected':
      return [];
    case 'VerdictCorrected': {
      const { dueAt: due, known } = event.data;
      return change(event.data, { due_at: dueAt(due), breached: known === 'missed' });
    }
  }
}
