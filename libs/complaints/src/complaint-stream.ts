import type { RecordedEvent } from '@redress/kernel';
import type { ComplaintRegistered } from './events';

/** The stream that holds the whole life of a case and every fact about its clocks. */
export const complaintStream = (complaintId: string): string => `complaint-${complaintId}`;

/** The registration that every stream of a case begins with; undefined for an empty history. */
export const registrationOf = (
  history: readonly RecordedEvent[],
): ComplaintRegistered['data'] | undefined => {
  const [first] = history;
  return first?.type === 'ComplaintRegistered'
    ? (first as RecordedEvent<ComplaintRegistered>).data
    : undefined;
};
