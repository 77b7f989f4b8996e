import type { Decider, DomainEvent, EpochMs } from '@redress/kernel';
import type { ClockName, PolicyBook } from '@redress/sla';
import { isClockEvent, isEscalation, type ClockEvent } from '../events';
import { dueAtOf, evolveClocks, isGoing, NO_CLOCKS, type ClockLedger } from './clock-ledger';
import { withEscalations, type ClockStreamEvent } from './escalations';
import { correctionsAfter } from './known-now';
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
 * by what it means to the clocks, and preceded by what had fallen due before it; marks and breaches are followed by the steps of their
 * ladders.
 * @param signalsOf what a fact means, given the subject's state after it
 */
export function withClocks<State, Command extends ClockedCommand, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  signalsOf: (event: Event, after: State) => readonly ClockSignal[],
): Decider<Clocked<State>, Command, Event | ClockStreamEvent> {
  const evolve = (state: Clocked<State>, event: Event | ClockStreamEvent): Clocked<State> => {
    if (isEscalation(event)) return state;
    return isClockEvent(event)
      ? { ...state, clocks: evolveClocks(state.clocks, event as ClockEvent) }
      : { ...state, subject: decider.evolve(state.subject, event) };
  };
  const subject = { evolve: (state: State, event: Event) => decider.evolve(state, event), signalsOf };
  return {
    initial: { subject: decider.initial, clocks: NO_CLOCKS },
    evolve,
    decide(command, state) {
      const { clocks } = state;
      const events = decider.decide({ ...command, clocks: inView(clocks) }, state.subject);
      const { facts } = withClockFacts(subject, events, state, command);
      return withEscalations<Event>(facts, clocks);
    },
  };
}

/** How the facts of a subject change it, and what they mean to its clocks, given its state after them. */
export interface ClockedSubject<State, Event extends DomainEvent> {
  readonly evolve: (state: State, event: Event) => State;
  readonly signalsOf: (event: Event, after: State) => readonly ClockSignal[];
}

/** The facts of one append with those about the clocks in their places, and the state after all of them. */
export function withClockFacts<State, Event extends DomainEvent>(
  { evolve, signalsOf }: ClockedSubject<State, Event>,
  events: readonly Event[],
  state: Clocked<State>,
  { now, policies }: Pick<ClockedCommand, 'now' | 'policies'>,
): { readonly facts: readonly (Event | ClockEvent)[]; readonly state: Clocked<State> } {
  const facts: (Event | ClockEvent)[] = [];
  let { subject, clocks } = state;
  for (const event of events) {
    subject = evolve(subject, event);
    const { before, after, ledger } = keepClocks(clocks, signalsOf(event, subject), {
      at: event.occurredAt,
      now,
      policies,
    });
    facts.push(...before, event, ...after);
    clocks = ledger;
  }
  const corrections = correctionsAfter(facts, { before: state.clocks, after: clocks, now });
  return {
    facts: [...facts, ...corrections],
    state: { subject, clocks: corrections.reduce(evolveClocks, clocks) },
  };
}
