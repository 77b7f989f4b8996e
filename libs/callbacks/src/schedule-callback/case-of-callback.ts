import { registrationOf, type ComplaintEvent } from '@redress/complaints';
import type { RecordedEvent } from '@redress/kernel';

/** What a callback takes from the case that it is about. */
export interface CaseOfCallback {
  readonly customerId: string;
  readonly team: string;
  readonly agent: string | null;
  readonly cycle: number;
  readonly hasEnded: boolean;
}

/** The case as its stream has it; undefined where there is none. */
export function caseOfCallback(history: readonly RecordedEvent[]): CaseOfCallback | undefined {
  const registration = registrationOf(history);
  if (registration === undefined) return undefined;
  const { customerId, team } = registration;
  return (history as readonly RecordedEvent<ComplaintEvent>[]).reduce<CaseOfCallback>(
    (known, event) => ({ ...known, ...changeBy(event as ComplaintEvent) }),
    { customerId, team, agent: null, cycle: 1, hasEnded: false },
  );
}

const ENDS: ReadonlySet<ComplaintEvent['type']> = new Set([
  'ComplaintRefused',
  'ComplaintWithdrawn',
  'ComplaintMerged',
  'ComplaintArchived',
]);

function changeBy(event: ComplaintEvent): Partial<CaseOfCallback> {
  if (event.type === 'ComplaintReopened') return { cycle: event.data.cycle, hasEnded: false };
  if (event.type === 'ComplaintReturned') return { team: event.data.team, agent: null };
  if (
    event.type === 'ComplaintAssigned' ||
    event.type === 'ComplaintClaimed' ||
    event.type === 'ComplaintTransferred'
  ) {
    return { team: event.data.team, agent: event.data.agent };
  }
  return ENDS.has(event.type) ? { hasEnded: true } : {};
}
