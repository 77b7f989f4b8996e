import type { ComplaintFollowedUp, ComplaintResolved } from '@redress/complaints';
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

/** Whether the customer is still to be asked about a resolution: nothing has overtaken it since. */
export const isToBeAsked = (
  resolved: RecordedEvent<ComplaintResolved>,
  stream: readonly RecordedEvent[],
): boolean =>
  !stream.some(
    ({ revision, type, data }) =>
      revision > resolved.revision &&
      (OVERTAKEN_BY.has(type) ||
        (type === 'ComplaintFollowedUp' && isAnswered(data as ComplaintFollowedUp['data']))),
  );
