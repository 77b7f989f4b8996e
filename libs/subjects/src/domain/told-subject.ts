import type { ToldSubject } from '@redress/clocks';
import type { SubjectFacts } from '@redress/sla';
import { SUBJECT_EVENT_TYPES, type SubjectEvent } from '../events';
import { evolve, type SubjectState } from './state';
import { signalsOf } from './subject-clocks';

/** What may be known of a subject by those who tell its facts once more. */
export interface SubjectInView {
  /** Who owes it. */
  readonly team: string;
  readonly facts: SubjectFacts;
  /** Nothing more happens to it. */
  readonly hasEnded: boolean;
}

/** A subject, for whoever tells its facts to its clocks once more. */
export const TOLD_SUBJECT: ToldSubject<SubjectState, SubjectEvent> & {
  /** Undefined before it is opened. */
  inView(state: SubjectState): SubjectInView | undefined;
} = {
  initial: undefined,
  types: new Set<string>(SUBJECT_EVENT_TYPES),
  evolve,
  signalsOf,
  inView: (state) =>
    state === undefined
      ? undefined
      : { team: state.team, facts: state.facts, hasEnded: state.endedAt !== null },
};
