/** The kinds of cases, in the order in which they are offered. */
export const CASE_KINDS = [
  'complaint',
  'fault-report',
  'enquiry',
  'suggestion',
  'request',
  'quote',
  'return',
  'praise',
] as const;

/** The clocks of a case that every policy may set, in the order in which they are offered. The window of a callback is not one of them. */
export const CASE_CLOCKS = [
  'first-response',
  'resolution',
  'acknowledgement',
  'next-response',
  'update',
  'total-resolution',
  'follow-up',
  'approval',
  'extension',
  'supervision',
  'fulfilment',
  'answer',
] as const;

/** Whether a policy defines the clock of that name. */
export const isOwnClock = (clock: string): boolean => clock.startsWith('x-');
