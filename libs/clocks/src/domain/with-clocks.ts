import type { Decider, DomainEvent, EpochMs } from '@redress/kernel';
import type { ClockName, PolicyBook } from '@redress/sla';
import { isClockEvent, type ClockEvent } from '../events';
import { dueAtOf, evolveClocks, isGoing, NO_CLOCKS, type ClockLedger } from './clock-ledger';
import { keepClocks, type ClockSignal } from './keep-clocks';

/** What every command to a subject with clocks brings along. */
export interface ClockedCommand {
  /** When it is being recorded. */
  readonly now: EpochMs;
  readonly policies: PolicyBook;
  /** The clocks of the stream as they stand; set by `withClocks`. */
  readonly clocks?: ClocksInView;
}

/** What a subject may know of its clocks when it decides. */
export interface ClocksInView {
  /** The instant of the latest clock fact on the stream. */
  readonly knownUntil: EpochMs;
  /**
   * When a clock that still waits for its stop is due, null while a pause keeps it from ever running out. Undefined where no such clock
   * goes.
   */
  dueAt(clock: ClockName): EpochMs | null | undefined;
}

const inView = (ledger: ClockLedger): ClocksInView => ({
  knownUntil: ledger.latestFactAt,
  dueAt(clock) {
    const run = ledger.runs.findLast((one) => one.clock === clock && isGoing(one));
    if (run === undefined) return undefined;
    return dueAtOf(ledger, run) ?? null;
  },
});

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
      for (const event of decider.decide({ ...command, clocks: inView(clocks) }, subject)) {
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
