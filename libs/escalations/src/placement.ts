import type { RecordedEvent } from '@redress/kernel';

/** What says where a case is: these facts name the team that has it, and the agent if one has. */
const PLACING: ReadonlySet<string> = new Set([
  'ComplaintRegistered',
  'ComplaintAssigned',
  'ComplaintClaimed',
  'ComplaintTransferred',
  'ComplaintReturned',
]);

/** Where a case is. */
export interface CasePlace {
  readonly team: string;
  readonly agent: string | null;
}

/** Where a case is after these facts of its stream; undefined where they are no case's. */
export function placementIn(history: readonly RecordedEvent[]): CasePlace | undefined {
  const last = history.findLast(({ type }) => PLACING.has(type));
  if (last === undefined) return undefined;
  // Registered, and given back, it is in the pool.
  const { team, agent = null } = last.data as Pick<CasePlace, 'team'> & Partial<CasePlace>;
  return { team, agent };
}
