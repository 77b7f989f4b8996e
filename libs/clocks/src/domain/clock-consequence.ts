import type { Consequence } from '@redress/event-store';
import type { DomainEvent } from '@redress/kernel';
import { countVerdict } from '../clock-metrics';
import { isClockEvent, type ClockEvent } from '../events';

/**
 * Clock facts are consequences, by Redress itself. Those that several may notice at once, on time or late, are identified on their
 * stream, so that they are recorded once; verdicts are counted when they are on it. Undefined for events that are no clock facts.
 */
export function clockConsequence(event: DomainEvent): Consequence | undefined {
  if (!isClockEvent(event)) return undefined;
  const fact = event as ClockEvent;
  switch (fact.type) {
    case 'ClockMarkReached':
      return { identity: [fact.type, fact.data.clock, fact.data.instance, fact.data.mark] };
    case 'ClockBreached':
      return {
        identity: [fact.type, fact.data.clock, fact.data.instance],
        onAppended: () => {
          countVerdict(fact.data.clock, 'breached');
        },
      };
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
      return {};
  }
}
