/** What a case is. Figures are always by kind. */
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
export type CaseKind = (typeof CASE_KINDS)[number];

export const CHANNELS = ['phone', 'ivr', 'sms', 'fax', 'email', 'web', 'chat', 'letter', 'visit'] as const;
export type Channel = (typeof CHANNELS)[number];

/** On what a case came in: a channel on which the customer spoke; or a signal, before they did. */
export const CASE_CHANNELS = [...CHANNELS, 'signal'] as const;
export type CaseChannel = (typeof CASE_CHANNELS)[number];

export const TIERS = ['standard', 'key', 'vip'] as const;
export type Tier = (typeof TIERS)[number];

/** What a case can wait for; a policy says which of them make which clock stand still. */
export const WAIT_REASONS = ['customer', 'supplier', 'evidence', 'another-case'] as const;
export type WaitReason = (typeof WAIT_REASONS)[number];

/** Why it was done. On every event of a case. */
export interface Why {
  /** A reason code. */
  readonly reason?: string;
  /** Of a note in the personal-data store. */
  readonly noteRef?: string;
}

/** Where the case stood when it happened. */
export interface Placement {
  readonly team: string;
  /** Null in the team's pool. */
  readonly agent: string | null;
  /** 1 is the most urgent, 5 the least. */
  readonly priority: number;
}
