import type { Consequence } from '@redress/event-store';
import type { DomainEvent } from '@redress/kernel';
import { countVerdict } from '../clock-metrics';
import { isClockEvent, isEscalation, type ClockEvent, type EscalationEvent } from '../events';

/**
 * Clock facts and steps of ladders are consequences, by Redress itself. Those that several may notice at once, on time or late, are
 * identified on their stream, so that they are recorded once; verdicts are counted when they are on it. Undefined for events that are no
 * clock facts.
 */
export function clockConsequence(event: DomainEvent): Consequence | undefined {
  if (isEscalation(event)) {
    const { clock, instance, at, step } = (event as EscalationEvent).data;
    return { identity: ['Escalation', clock, instance, at, step] };
  }
  if (!isClockEvent(event)) return undefined;
  const fact = event as ClockEvent;
  switch (fact.type) {
    case 'ClockMarkReached':
      return { identity: [fact.type, fact.data.clock, fact.data.instance, fact.data.mark] };
    case 'ClockNearDue':
      return { identity: [fact.type, fact.data.clock, fact.data.instance, fact.data.before] };
    case 'ClockBreached':
      return {
        identity: [fact.type, fact.data.clock, fact.data.instance],
        onAppended: () => {
          countVerdict(fact.data.clock, 'breached');
        },
      };
    case 'ClockPauseExpired': {
      const { clock, instance, reason, pausedAt } = fact.data;
      return { identity: [fact.type, clock, instance, reason, pausedAt] };
    }
    case 'VerdictCorrected':
      return { identity: [fact.type, fact.data.clock, fact.data.instance, fact.data.number] };
    case 'ClockStopped':
      return {
        onAppended: () => {
          countVerdict(fact.data.clock, fact.data.verdict);
        },
      };
    case 'ClockStarted':
    case 'ClockRetargeted':
    case 'ClockExtended':
    case 'ClocksPaused':
    case 'ClocksResumed':
    case 'ClockClosed':
    case 'ClockRetargetedInVain':
    case 'ClockStopCorrected':
      return {};
  }
}
