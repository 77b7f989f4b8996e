import type { DomainEvent } from './events';

/**
 * The pure heart of an aggregate. `decide` gives the events that a command leads to (none when it has been done already) or
 * throws a DomainError; `evolve` folds one event into the state. Time, ids, policies and prices come in with the command.
 */
export interface Decider<State, Command, Event extends DomainEvent> {
  readonly initial: State;
  decide(command: Command, state: State): readonly Event[];
  evolve(state: State, event: Event): State;
}

/** The state after all events, in order. */
export const fold = <State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  events: Iterable<Event>,
): State => {
  let state = decider.initial;
  for (const event of events) state = decider.evolve(state, event);
  return state;
};
