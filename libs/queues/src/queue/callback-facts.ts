import { CALLBACK_EVENT_TYPES, type CallbackEvent } from '@redress/callbacks';
import { fromIso, type Recorded, type RecordedEvent } from '@redress/kernel';
import type { CaseNature, EntryFacts } from './queue-entry';

type CallbackFact = Recorded<CallbackEvent>;
type Scheduling = Extract<CallbackFact, { readonly type: 'CallbackScheduled' }>;

const TYPES: ReadonlySet<string> = new Set(CALLBACK_EVENT_TYPES);

/** Whether an event is a fact of a callback. */
export const isCallbackFact = (event: RecordedEvent): event is CallbackFact => TYPES.has(event.type);

/**
 * The callback after one more fact; undefined where it is not owed any more. Throws where it was not owed before.
 * @param nature what it takes over from its case
 */
export function callbackAfter(
  before: EntryFacts | undefined,
  fact: CallbackFact,
  nature: CaseNature,
): EntryFacts | undefined {
  if (fact.type === 'CallbackScheduled') return scheduled(fact, nature);
  if (before === undefined) throw new Error(`${fact.type} of a callback that is not owed`);
  const change = changeBy(before, fact);
  return change && { ...before, team: fact.data.team, agent: fact.data.owner, ...change };
}

const scheduled = (fact: Scheduling, nature: CaseNature): EntryFacts => {
  const { callbackId, complaintId, purpose, team, owner } = fact.data;
  return {
    ...nature,
    stream: fact.stream,
    item: 'callback',
    complaint_id: complaintId,
    callback_id: callbackId,
    purpose,
    team,
    agent: owner,
    claimed: false,
    registered_at: fact.occurredAt,
    ...atWindow(fact),
    caller: null,
    transfers: 0,
    returns: 0,
    clocks: [],
  };
};

/** A window was agreed: all that an earlier one led to is over. */
const atWindow = ({ data: { window } }: CallbackFact) => ({
  opens_at: fromIso(window.from),
  due_by: fromIso(window.to),
  held: false,
});

function changeBy(
  before: EntryFacts,
  fact: Exclude<CallbackFact, Scheduling>,
): Partial<EntryFacts> | undefined {
  switch (fact.type) {
    case 'CallbackClaimed':
      return { claimed: true };
    case 'CallbackTransferred':
      return { claimed: false, transfers: before.transfers + 1 };
    case 'CallbackAttemptSuppressed': {
      const { nextAllowedAt, window } = fact.data;
      if (nextAllowedAt === null) return { held: true };
      return { held: false, opens_at: Math.max(fromIso(window.from), fromIso(nextAllowedAt)) };
    }
    case 'CallbackAttemptStarted':
      return { caller: fact.data.agent };
    case 'CallbackAttempted':
      return { caller: fact.data.outcome === 'reached' ? fact.data.agent : null };
    case 'CallbackRescheduled':
      return { ...atWindow(fact), caller: null };
    case 'CallbackCompleted':
    case 'CallbackUnreachable':
    case 'CallbackCancelled':
      return undefined;
  }
}
