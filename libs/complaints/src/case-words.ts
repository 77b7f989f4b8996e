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

export const TIERS = ['standard', 'key', 'vip'] as const;
export type Tier = (typeof TIERS)[number];

/** What a case can wait for; a policy says which of them make which clock stand still. */
export const WAIT_REASONS = ['customer', 'supplier', 'evidence', 'another-case'] as const;
export type WaitReason = (typeof WAIT_REASONS)[number];

/** Why it was done: a reason code, and a reference to a note in the personal-data store. On every event of a case. */
export interface Why {
  readonly reason?: string;
  readonly noteRef?: string;
}

/** Where the case stood when it happened. `agent` is null in a team's pool. */
export interface Placement {
  readonly team: string;
  readonly agent: string | null;
  readonly priority: number;
}
