import type { Decider, DomainEvent, EpochMs } from '@redress/kernel';
import type { PolicyBook } from '@redress/sla';
import { isClockEvent, type ClockEvent } from '../events';
import { evolveClocks, NO_CLOCKS, type ClockLedger } from './clock-ledger';
import { keepClocks, type ClockSignal } from './keep-clocks';

/** What every command to a subject with clocks brings along. */
export interface ClockedCommand {
  /** When it is being recorded. */
  readonly now: EpochMs;
  readonly policies: PolicyBook;
  /** The instant of the latest clock fact on the stream; set by `withClocks`. */
  readonly clocksKnownUntil?: EpochMs;
}

/** The subject's own state beside its clocks. */
export interface Clocked<State> {
  readonly subject: State;
  readonly clocks: ClockLedger;
}

/**
 * The one place where clock facts are made: wraps the decider of a subject (a case, a callback) so that every fact it decides is followed
 * by what it means to the clocks, and preceded by what had fallen due before it.
 * @param signalsOf what a fact means, given the subject's state after it
 */
export function withClocks<State, Command extends ClockedCommand, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  signalsOf: (event: Event, after: State) => readonly ClockSignal[],
): Decider<Clocked<State>, Command, Event | ClockEvent> {
  const evolve = (state: Clocked<State>, event: Event | ClockEvent): Clocked<State> =>
    isClockEvent(event)
      ? { ...state, clocks: evolveClocks(state.clocks, event as ClockEvent) }
      : { ...state, subject: decider.evolve(state.subject, event) };
  return {
    initial: { subject: decider.initial, clocks: NO_CLOCKS },
    evolve,
    decide(command, { subject, clocks }) {
      const facts: (Event | ClockEvent)[] = [];
      let state: Clocked<State> = { subject, clocks };
      for (const event of decider.decide({ ...command, clocksKnownUntil: clocks.latestFactAt }, subject)) {
        const after = decider.evolve(state.subject, event);
        const kept = keepClocks(state.clocks, signalsOf(event, after), {
          at: event.occurredAt,
          now: command.now,
          policies: command.policies,
        });
        const next = [...kept.before, event, ...kept.after];
        facts.push(...next);
        state = next.reduce(evolve, state);
      }
      return facts;
    },
  };
}
