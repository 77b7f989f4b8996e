import {
  withClocks,
  withEscalations,
  type Clocked,
  type ClockSignal,
  type ClockStreamEvent,
} from '@redress/clocks';
import { DomainError, type Decider, type DomainEvent, type EpochMs } from '@redress/kernel';
import type { PolicyRef, SubjectFacts } from '@redress/sla';
import type { Placement } from '../events';
import { caseDecider, type CaseEvent } from './case-decider';
import type { CaseCommandContext, CaseOrder } from './commands';
import { occurredAt } from './occurred-at';
import type { Standing } from './phases';
import { standingOf, subjectFacts, type CaseOnRecord, type CaseState } from './state';

/** What may be known of a case by those who decide something else on its stream. */
export interface CaseInView extends Placement {
  /** Its phase; of a case that has ended, how. */
  readonly standing: Standing;
  readonly cycle: number;
  readonly policy: PolicyRef;
  readonly subject: SubjectFacts;
}

/** What is put to a command on its way to the decider beside the case. */
export interface BesideCase {
  readonly case: CaseInView;
  /** When its facts happened: see `occurredAt`. */
  readonly at: EpochMs;
}

/** A decision by the case itself that follows in the same append. */
export type CaseStep = Exclude<CaseOrder, { type: 'RegisterComplaint' }>;

/** A state that stands beside the case's own. */
interface TwoStates<State> {
  readonly own: Clocked<State>;
  readonly case: Clocked<CaseState>;
}

/** What decides beside the case, on the case's stream. */
export interface CaseNeighbour<State, Command extends CaseCommandContext, Event extends DomainEvent> {
  /** `evolve` meets the facts of the case as well. */
  readonly decider: Decider<State, Command & BesideCase, Event>;
  /** What a fact means to the clocks of the case. */
  readonly signalsOf: (event: Event, after: State, inView: CaseInView) => readonly ClockSignal[];
  /** What the case does in consequence. */
  readonly nextStep: (
    events: readonly (Event | ClockStreamEvent)[],
    command: Command & BesideCase,
  ) => CaseStep | undefined;
}

/**
 * Makes a decider for the stream `complaint-<id>` of something that lives there beside the case (its resolutions): it sees the case, its
 * facts are followed by what they mean to the clocks, and a step of the case can follow in the same append, at the same instant. Throws
 * DomainError `not-found` where there is no such case, and those of `occurredAt`.
 */
export function withCase<State, Command extends CaseCommandContext, Event extends DomainEvent>({
  decider,
  signalsOf,
  nextStep,
}: CaseNeighbour<State, Command, Event>): Decider<TwoStates<State>, Command, Event | CaseEvent> {
  type Seeing = Command & BesideCase;
  const clocked = (inView: CaseInView | undefined) =>
    withClocks<State, Seeing, Event>(decider, (event, after) =>
      inView === undefined ? [] : signalsOf(event, after, inView),
    );
  const folding = clocked(undefined);
  return {
    initial: { own: folding.initial, case: caseDecider.initial },
    evolve: (state, event) => ({
      own: folding.evolve(state.own, event as Event | ClockStreamEvent),
      case: caseDecider.evolve(state.case, event as CaseEvent),
    }),
    decide(command, state) {
      const { subject, clocks } = state.case;
      if (subject === undefined) throw new DomainError('not-found', 'not-found', 'There is no such case.');
      const at = occurredAt(command, subject, clocks.latestFactAt);
      const inView = caseInView(subject);
      const seeing = { ...command, case: inView, at };
      const events = clocked(inView).decide(seeing, state.own);
      const step = nextStep(events, seeing);
      if (step === undefined) return events;
      const { actor, why, now, policies, occurredAt: told, followedUpKinds } = command;
      const context = {
        ...{ actor, why, now, policies },
        ...(told === undefined ? {} : { occurredAt: told }),
        ...(followedUpKinds === undefined ? {} : { followedUpKinds }),
      };
      const after = events.reduce(
        (before, event) => caseDecider.evolve(before, event as CaseEvent),
        state.case,
      );
      const all = [...events, ...caseDecider.decide({ ...step, ...context }, after)];
      return withEscalations<Event | CaseEvent>(all, clocks);
    },
  };
}

/** What of a case is to be seen. */
export function caseInView(subject: CaseOnRecord): CaseInView {
  const { cycle, policy, team, agent, priority } = subject;
  return {
    standing: standingOf(subject),
    cycle,
    policy,
    team,
    agent,
    priority,
    subject: subjectFacts(subject),
  };
}
