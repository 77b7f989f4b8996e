import {
  registrationOf,
  type CaseKind,
  type ComplaintFollowedUp,
  type ComplaintReclassified,
  type ComplaintResolved,
} from '@redress/complaints';
import type { RecordedEvent } from '@redress/kernel';

/** After these there is nothing to ask about this resolution any more. */
const OVERTAKEN_BY: ReadonlySet<string> = new Set([
  'ComplaintReopened',
  'ComplaintClosed',
  'ComplaintArchived',
  'ComplaintMerged',
  'ComplaintWithdrawn',
  'ComplaintRefused',
]);

/** Whether the customer has answered, on whatever way. */
export const isAnswered = ({ outcome }: ComplaintFollowedUp['data']): boolean => outcome !== 'unreachable';

/** Of which kind a case is whose customer is still to be asked about a resolution; undefined where it has gone on since. */
export function kindOfResolved(
  resolved: RecordedEvent<ComplaintResolved>,
  stream: readonly RecordedEvent[],
): CaseKind | undefined {
  const registration = registrationOf(stream);
  const overtaken = stream.some(
    ({ revision, type, data }) =>
      revision > resolved.revision &&
      (OVERTAKEN_BY.has(type) ||
        (type === 'ComplaintFollowedUp' && isAnswered(data as ComplaintFollowedUp['data']))),
  );
  if (overtaken) return undefined;
  const reclassified = stream.findLast(({ type }) => type === 'ComplaintReclassified');
  return (reclassified as RecordedEvent<ComplaintReclassified> | undefined)?.data.kind ?? registration?.kind;
}
