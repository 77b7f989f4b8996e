import type { ClockEvent, DueInstant } from '@redress/clocks';
import { fromIso } from '@redress/kernel';
import type { GoingClock } from './queue-entry';

type Identity = Pick<GoingClock, 'clock' | 'instance'>;

/** When it is due as things stand, and whether it runs. */
const dueFrom = ({ dueAt, paused, beyondCalendar }: DueInstant): Pick<GoingClock, 'dueAt' | 'state'> => {
  if (dueAt !== null) return { dueAt: fromIso(dueAt), state: paused === true ? 'paused' : 'running' };
  return { dueAt, state: beyondCalendar === true ? 'beyond-calendar' : 'paused' };
};
const is = (one: Identity, other: Identity) => one.clock === other.clock && one.instance === other.instance;

/** What these clocks of a case wait for is a decision that somebody else owes, or a call that is an item of its own. */
const FOR_OTHERS: readonly GoingClock['clock'][] = ['approval', 'extension', 'follow-up'];

/** Folds one clock fact into the clocks that wait for their stop. */
export function followClocks(clocks: readonly GoingClock[], event: ClockEvent): readonly GoingClock[] {
  switch (event.type) {
    case 'ClockStarted': {
      const { clock, instance } = event.data;
      if (FOR_OTHERS.includes(clock)) return clocks;
      return [...clocks, { clock, instance, ...dueFrom(event.data), breached: false }];
    }
    case 'ClockRetargeted':
    case 'ClockExtended': {
      const { data } = event;
      return clocks.map((clock) => (is(clock, data) ? { ...clock, ...dueFrom(data) } : clock));
    }
    case 'ClocksPaused':
    case 'ClocksResumed': {
      const concerned = event.data.clocks;
      return clocks.map((clock) => {
        const change = concerned.find((one) => is(one, clock));
        return change === undefined ? clock : { ...clock, ...dueFrom(change) };
      });
    }
    case 'ClockBreached': {
      const { data } = event;
      return clocks.map((clock) =>
        is(clock, data) ? { ...clock, ...dueFrom({ dueAt: data.dueAt }), breached: true } : clock,
      );
    }
    case 'ClockMarkReached':
    case 'ClockNearDue':
    case 'ClockRetargetedInVain':
    case 'ClockStopCorrected':
      return clocks;
    case 'ClockPauseExpired': {
      const { data } = event;
      return clocks.map((clock) =>
        is(clock, data) ? { ...clock, ...dueFrom({ dueAt: data.clockDueAt, beyondCalendar: true }) } : clock,
      );
    }
    case 'VerdictCorrected': {
      const { data } = event;
      if (data.known === 'met' || data.known === 'closed') return clocks.filter((clock) => !is(clock, data));
      const breached = data.known === 'missed';
      return clocks.map((clock) => (is(clock, data) ? { ...clock, ...dueFrom(data), breached } : clock));
    }
    case 'ClockStopped':
    case 'ClockClosed': {
      const { data } = event;
      return clocks.filter((clock) => !is(clock, data));
    }
  }
}
