import type { DomainEvent } from '@redress/kernel';
import type { PolicyRef } from '@redress/sla';

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

/** The case is on record and its clocks run. `reference`: its number in an outside system, for imported cases. */
export type ComplaintRegistered = DomainEvent<
  'ComplaintRegistered',
  1,
  Why & {
    readonly complaintId: string;
    readonly reference?: string;
    readonly kind: CaseKind;
    readonly category: string;
    readonly channel: Channel;
    /** 1 is the most urgent, 5 the least. */
    readonly priority: number;
    readonly tier: Tier;
    readonly specialCare: boolean;
    readonly customerId: string;
    readonly descriptionRef?: string;
    readonly remedySoughtRef?: string;
    readonly team: string;
    readonly policy: PolicyRef;
  }
>;

/** It is ours to handle. */
export type ComplaintAccepted = DomainEvent<'ComplaintAccepted', 1, Why>;

/** It is not ours to handle, for a reason. Ends the case. */
export type ComplaintRefused = DomainEvent<'ComplaintRefused', 1, Why & { readonly reason: string }>;

/** A team, or one agent of it, owes the next action. */
export type ComplaintAssigned = DomainEvent<
  'ComplaintAssigned',
  1,
  Why & { readonly team: string; readonly agent: string | null }
>;

/** An agent has taken it up. */
export type ComplaintClaimed = DomainEvent<
  'ComplaintClaimed',
  1,
  Why & { readonly agent: string; readonly team: string }
>;

/** Handed on to another team or agent; counted, even where the target is the same. `from` is where it was. */
export type ComplaintTransferred = DomainEvent<
  'ComplaintTransferred',
  1,
  Why & { readonly team: string; readonly agent: string | null; readonly from: Placement }
>;

/** Given back to the team's pool, for a counted reason. */
export type ComplaintReturned = DomainEvent<
  'ComplaintReturned',
  1,
  Why & { readonly reason: string; readonly team: string; readonly from: Placement }
>;

export type ComplaintReprioritised = DomainEvent<
  'ComplaintReprioritised',
  1,
  Why & { readonly priority: number; readonly previousPriority: number; readonly policy: PolicyRef }
>;

/** The customer was told that we have it. */
export type ComplaintAcknowledged = DomainEvent<
  'ComplaintAcknowledged',
  1,
  Why & { readonly channel: Channel }
>;

/** A human gave the customer an answer of substance. `first` in its cycle, or a later one. */
export type ComplaintResponded = DomainEvent<
  'ComplaintResponded',
  1,
  Why & Placement & { readonly channel?: Channel; readonly first: boolean; readonly cycle: number }
>;

export type ComplaintNoteAdded = DomainEvent<'ComplaintNoteAdded', 1, Why & { readonly noteRef: string }>;

export type ComplaintWaitStarted = DomainEvent<
  'ComplaintWaitStarted',
  1,
  Why & Placement & { readonly waitsFor: WaitReason }
>;

/** The waiting is over: what was waited for came, or the case went on without it. */
export type ComplaintResumed = DomainEvent<
  'ComplaintResumed',
  1,
  Why & Placement & { readonly waitedFor: WaitReason }
>;

/** `resolvedBy` is null where an import does not know the agent. */
export type ComplaintResolved = DomainEvent<
  'ComplaintResolved',
  1,
  Why & Placement & { readonly resolvedBy: string | null; readonly cycle: number }
>;

export type ComplaintClosed = DomainEvent<'ComplaintClosed', 1, Why & Placement & { readonly cycle: number }>;

/** A new cycle begins: new clocks, the old verdicts stay. */
export type ComplaintReopened = DomainEvent<
  'ComplaintReopened',
  1,
  Why & Placement & { readonly cycle: number; readonly policy: PolicyRef }
>;

export type ComplaintEvent =
  | ComplaintRegistered
  | ComplaintAccepted
  | ComplaintRefused
  | ComplaintAssigned
  | ComplaintClaimed
  | ComplaintTransferred
  | ComplaintReturned
  | ComplaintReprioritised
  | ComplaintAcknowledged
  | ComplaintResponded
  | ComplaintNoteAdded
  | ComplaintWaitStarted
  | ComplaintResumed
  | ComplaintResolved
  | ComplaintClosed
  | ComplaintReopened;

export const COMPLAINT_EVENT_TYPES = [
  'ComplaintRegistered',
  'ComplaintAccepted',
  'ComplaintRefused',
  'ComplaintAssigned',
  'ComplaintClaimed',
  'ComplaintTransferred',
  'ComplaintReturned',
  'ComplaintReprioritised',
  'ComplaintAcknowledged',
  'ComplaintResponded',
  'ComplaintNoteAdded',
  'ComplaintWaitStarted',
  'ComplaintResumed',
  'ComplaintResolved',
  'ComplaintClosed',
  'ComplaintReopened',
] as const satisfies readonly ComplaintEvent['type'][];
