import {
  isClockEvent,
  recordedClocks,
  withEscalations,
  type ClockEvent,
  type RecordedClock,
} from '@redress/clocks';
import { fold, type Decider, type DomainEvent, type EpochMs } from '@redress/kernel';
import type { PolicyBook } from '@redress/sla';
import { recordedEvents } from '@redress/testing';
import { evolveClocks, nextDueAt, NO_CLOCKS } from '../../libs/clocks/src/domain/clock-ledger';
import { dueFacts } from '../../libs/clocks/src/domain/due-facts';
import { caseDecider } from '../../libs/complaints/src/domain/case-decider';
import { resolutionDecider } from '../../libs/resolutions/src/domain/resolution-decider';
import { subjectDecider } from '../../libs/subjects/src/domain/subject-decider';
import { ANN, LIMITS } from '../support/resolution-case';
import { stepsOf, type Play, type PlayedPromise } from './scenario';
import { toldBy, type Told } from './words';

/** What became of the clocks of a story. */
export interface Played {
  readonly clocks: readonly RecordedClock[];
  /** The steps of ladders that were taken, by clock and instance. */
  readonly raised: readonly { readonly clock: string; readonly instance: number; readonly step: string }[];
}

/** Tells a story to the deciders of what it is about, while the timekeeper notices everything as soon as it falls due. */
export function played({ of }: PlayedPromise, play: Play, offset: string, policies: PolicyBook): Played {
  const steps = stepsOf(play, offset);
  const isCase = steps.some(([, step]) => step === 'registered');
  let history: readonly DomainEvent[] = [];
  for (const [at, step] of steps) {
    history = [...history, ...noticedBefore(at, history)];
    history = [...history, ...decided(toldBy(step, { of, at }, isCase), at, { history, policies })];
  }
  return { clocks: recordedClocks(recordedEvents(...history)), raised: raisedIn(history) };
}

/** Throws where a step leads to nothing: a story has no idle words. */
function decided(
  { to, order, by: actor = ANN }: Told,
  now: EpochMs,
  { history, policies }: { readonly history: readonly DomainEvent[]; readonly policies: PolicyBook },
): readonly DomainEvent[] {
  const context = { actor, now, policies, why: {} };
  const events = decidedBy();
  if (events.length === 0) throw new Error(`${order.type} changes nothing`);
  return events;

  /** The stream of a story holds the events of its subject alone. */
  function stateOf<State, Command, Event extends DomainEvent>(
    decider: Decider<State, Command, Event>,
  ): State {
    return fold(decider, history as readonly Event[]);
  }

  function decidedBy(): readonly DomainEvent[] {
    switch (to) {
      case 'case':
        return caseDecider.decide({ ...order, ...context }, stateOf(caseDecider));
      case 'resolution':
        return resolutionDecider.decide({ ...order, ...context, limits: LIMITS }, stateOf(resolutionDecider));
      case 'subject':
        return subjectDecider.decide({ ...order, ...context }, stateOf(subjectDecider));
    }
  }
}

function noticedBefore(until: EpochMs, history: readonly DomainEvent[]): readonly DomainEvent[] {
  const ledger = (history.filter((event) => isClockEvent(event)) as ClockEvent[]).reduce(
    evolveClocks,
    NO_CLOCKS,
  );
  const dueAt = nextDueAt(ledger);
  if (dueAt === undefined || dueAt >= until) return [];
  // What is due is late from the next millisecond on.
  const noticed = withEscalations(dueFacts(ledger, dueAt + 1, dueAt + 1), ledger);
  return [...noticed, ...noticedBefore(until, [...history, ...noticed])];
}

const raisedIn = (history: readonly DomainEvent[]): Played['raised'] =>
  history.flatMap(({ type, data }) => {
    if (type !== 'EscalationRaised') return [];
    const { clock, instance, at, action, to } = data as Record<'clock' | 'at' | 'action' | 'to', string> & {
      readonly instance: number;
    };
    return [{ clock, instance, step: `${at} ${action} ${to}` }];
  });
