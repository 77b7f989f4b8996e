import type { ClockEvent } from '@redress/clocks';
import { fromIso } from '@redress/kernel';
import type { GoingClock } from './queue-entry';

type Identity = Pick<GoingClock, 'clock' | 'instance'>;

const instant = (dueAt: string | null) => (dueAt === null ? null : fromIso(dueAt));
const is = (one: Identity, other: Identity) => one.clock === other.clock && one.instance === other.instance;

/** What these clocks of a case wait for is a decision that somebody else owes, or a call that is an item of its own. */
const FOR_OTHERS: readonly GoingClock['clock'][] = ['approval', 'extension', 'follow-up'];

/** Folds one clock fact into the clocks that wait for their stop. */
export function followClocks(clocks: readonly GoingClock[], event: ClockEvent): readonly GoingClock[] {
  switch (event.type) {
    case 'ClockStarted': {
      const { clock, instance, dueAt } = event.data;
      if (FOR_OTHERS.includes(clock)) return clocks;
      return [...clocks, { clock, instance, dueAt: instant(dueAt), breached: false }];
    }
    case 'ClockRetargeted':
    case 'ClockExtended': {
      const { data } = event;
      return clocks.map((clock) => (is(clock, data) ? { ...clock, dueAt: instant(data.dueAt) } : clock));
    }
    case 'ClocksPaused':
    case 'ClocksResumed': {
      const concerned = event.data.clocks;
      return clocks.map((clock) => {
        const change = concerned.find((one) => is(one, clock));
        return change === undefined ? clock : { ...clock, dueAt: instant(change.dueAt) };
      });
    }
    case 'ClockBreached': {
      const { data } = event;
      return clocks.map((clock) =>
        is(clock, data) ? { ...clock, dueAt: instant(data.dueAt), breached: true } : clock,
      );
    }
    case 'ClockMarkReached':
    case 'ClockNearDue':
    case 'ClockRetargetedInVain':
    case 'ClockStopCorrected':
      return clocks;
    case 'ClockPauseExpired': {
      const { data } = event;
      return clocks.map((clock) => (is(clock, data) ? { ...clock, dueAt: instant(data.clockDueAt) } : clock));
    }
    case 'VerdictCorrected': {
      const { data } = event;
      if (data.known === 'met' || data.known === 'closed') return clocks.filter((clock) => !is(clock, data));
      const breached = data.known === 'missed';
      return clocks.map((clock) =>
        is(clock, data) ? { ...clock, dueAt: instant(data.dueAt), breached } : clock,
      );
    }
    case 'ClockStopped':
    case 'ClockClosed': {
      const { data } = event;
      return clocks.filter((clock) => !is(clock, data));
    }
  }
}
