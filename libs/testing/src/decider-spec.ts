import { DomainError, fold, type Decider, type DomainEvent } from '@redress/kernel';

/** What a command led to; one of the three says what it should have been. */
interface Outcome<Event> {
  /** Exactly these events, in this order. */
  then(...events: readonly Event[]): void;
  /** No event: it had been done already. */
  thenNothing(): void;
  /** A refusal with this code and at least these details. */
  thenRefused(code: string, details?: Readonly<Record<string, unknown>>): void;
}

/** A spec of a decider in three words: `deciderSpec(decider).given(...events).when(command).then(...events)`. */
export const deciderSpec = <State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
) => ({
  given: (...history: readonly Event[]) => ({
    when: (command: Command): Outcome<Event> => {
      const state = fold(decider, history);
      let events: readonly Event[] = [];
      let refusal: DomainError | undefined;
      try {
        events = decider.decide(command, state);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        refusal = error;
      }
      return {
        then(...expected) {
          expect({ events, refusal }).toEqual({ events: expected, refusal: undefined });
        },
        thenNothing() {
          expect({ events, refusal }).toEqual({ events: [], refusal: undefined });
        },
        thenRefused(code, details = {}) {
          expect({ events, refusal: refusal?.code }).toEqual({ events: [], refusal: code });
          expect(refusal?.details).toMatchObject(details);
        },
      };
    },
  }),
});
