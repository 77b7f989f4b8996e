import { fold, type RecordedEvent } from '@redress/kernel';
import { registrationOf } from '../complaint-stream';
import type { CaseChannel, Classification, Placement } from '../events';
import { caseDecider, type CaseEvent } from './case-decider';

/** What a case says of itself that what belongs to it goes by, too. */
export interface CaseFacts extends Placement, Classification {
  readonly channel: CaseChannel;
}

/** A case as its stream has it; undefined where there is none. */
export function caseFactsOf(history: readonly RecordedEvent[]): CaseFacts | undefined {
  const registration = registrationOf(history);
  const { subject } = fold(caseDecider, history as readonly (RecordedEvent & CaseEvent)[]);
  if (registration === undefined || subject === undefined) return undefined;
  const { team, agent, priority } = subject;
  const { kind, category, tier, specialCare } = subject.facts;
  return { team, agent, priority, kind, category, tier, specialCare, channel: registration.channel };
}
