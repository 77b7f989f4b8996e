import type { Consequence } from '@redress/event-store';
import type { DomainEvent } from '@redress/kernel';
import { isClockEvent, type ClockEvent } from '../events';

/**
 * Clock facts are consequences, by Redress itself. Those that several may notice at once, on time or late, are identified on their
 * stream, so that they are recorded once; undefined for events that are no clock facts.
 */
export function clockConsequence(event: DomainEvent): Consequence | undefined {
  if (!isClockEvent(event)) return undefined;
  const fact = event as ClockEvent;
  switch (fact.type) {
    case 'ClockMarkReached':
      return { identity: [fact.type, fact.data.clock, fact.data.instance, fact.data.mark] };
    case 'ClockBreached':
      return { identity: [fact.type, fact.data.clock, fact.data.instance] };
    case 'ClockStarted':
    case 'ClockRetargeted':
    case 'ClockExtended':
    case 'ClocksPaused':
    case 'ClocksResumed':
    case 'ClockStopped':
    case 'ClockClosed':
      return {};
  }
}
