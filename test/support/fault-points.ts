/** Where a timekeeper may end while it records a breach, in the order in which it gets there. */
export const FAULT_POINTS = [
  /** It keeps its share of the work from others. */
  'claimed',
  /** It knows on which streams something is due. */
  'found',
  /** It has read the stream. */
  'read',
  /** It is about to append. */
  'decided',
  /** The database has its append, and waits for its turn. */
  'sent',
  /** The fact is on the log; the answer has come, and nobody has looked at it. */
  'appended',
  /** The command is done; the feed has not brought the fact back. */
  'answered',
  /** The feed has brought it back, or has not in time; the share is still kept from others. */
  'shown',
] as const;
export type FaultPoint = (typeof FAULT_POINTS)[number];

/** Where a sender may end, in the order in which it gets there. At `sent` the receiver has the message, and has not answered yet. */
export const SENDING_POINTS = ['claimed', 'sent', 'answered', 'recorded'] as const;
export type SendingPoint = (typeof SENDING_POINTS)[number];
