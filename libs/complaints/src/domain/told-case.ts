import type { ClockSignal, ToldSubject } from '@redress/clocks';
import type { DomainEvent } from '@redress/kernel';
import { COMPLAINT_EVENT_TYPES, type ComplaintEvent } from '../events';
import { signalsOf } from './signals';
import { evolve, type CaseState } from './state';
import { caseInView, type CaseInView } from './with-case';

/** A case and what lives on its stream beside it, for whoever tells the facts to its clocks once more. */
export interface ToldCase<Beside extends DomainEvent> extends ToldSubject<
  CaseState,
  ComplaintEvent | Beside
> {
  /** Undefined before the registration. */
  inView(state: CaseState): CaseInView | undefined;
}

const OWN: ReadonlySet<string> = new Set(COMPLAINT_EVENT_TYPES);

/** @param beside what the facts beside those of the case mean to its clocks */
export const toldCase = <Beside extends DomainEvent>(beside: {
  readonly types: readonly Beside['type'][];
  readonly signalsOf: (event: Beside, inView: CaseInView) => readonly ClockSignal[];
}): ToldCase<Beside> => ({
  initial: undefined,
  types: new Set<string>([...COMPLAINT_EVENT_TYPES, ...beside.types]),
  // Of what lives beside it only the instant counts for a case.
  evolve: (state, event) => evolve(state, event as ComplaintEvent),
  signalsOf: (event, after) => {
    if (OWN.has(event.type)) return signalsOf(event as ComplaintEvent, after);
    return after === undefined ? [] : beside.signalsOf(event as Beside, caseInView(after));
  },
  inView: (state) => (state === undefined ? undefined : caseInView(state)),
});
