import type { RecordedEvent } from '@redress/kernel';
import type { PolicyRef } from '@redress/sla';
import type { ComplaintPolicyChanged, ComplaintRegistered } from './events';

const PREFIX = 'complaint-';

/** The stream that holds the whole life of a case and every fact about its clocks. */
export const complaintStream = (complaintId: string): string => `${PREFIX}${complaintId}`;

/** Whether an event stands on the stream of a case itself: the callbacks of a case share its partition key. */
export const isOnCaseStream = ({
  stream,
  partitionKey,
}: Pick<RecordedEvent, 'stream' | 'partitionKey'>): boolean =>
  // Without writing its name anew: asked of every event of a log.
  stream.length === PREFIX.length + partitionKey.length &&
  stream.startsWith(PREFIX) &&
  stream.endsWith(partitionKey);

/** The version of a policy that a case falls under: that of its registration, unless it has changed since. */
export function pinnedPolicyOf(history: readonly RecordedEvent[]): PolicyRef | undefined {
  const changed = history.findLast(({ type }) => type === 'ComplaintPolicyChanged');
  return changed === undefined
    ? registrationOf(history)?.policy
    : (changed as RecordedEvent<ComplaintPolicyChanged>).data.policy;
}

/** The registration that every stream of a case begins with; undefined for an empty history. */
export const registrationOf = (
  history: readonly RecordedEvent[],
): ComplaintRegistered['data'] | undefined => {
  const [first] = history;
  return first?.type === 'ComplaintRegistered'
    ? (first as RecordedEvent<ComplaintRegistered>).data
    : undefined;
};
