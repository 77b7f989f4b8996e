import type { DomainEvent, IsoInstant } from '@redress/kernel';
import type { PolicyRef } from '@redress/sla';
import type { CaseChannel, CaseKind, Channel, Tier, WaitReason, Why, Placement } from './case-words';
import type {
  ComplaintChased,
  ComplaintReclassified,
  ComplaintEscalated,
  ComplaintSeverityChanged,
  SupervisionOrdered,
  SupervisionAnswered,
  ExtensionRequested,
  ExtensionGranted,
  ExtensionRefused,
  ComplaintLinked,
  ComplaintMerged,
  ComplaintSplit,
  ComplaintWithdrawn,
  ComplaintAppealed,
  AppealDecided,
  ComplaintArchived,
  AnswerPromised,
  ComplaintFollowedUp,
  SplitFrom,
} from './side-road-events';

export * from './case-words';
export * from './side-road-events';

/**
 * The case is on record and its clocks run. `reference`: its number in an outside system, for imported cases. Where it was split off
 * another one whose receipt its clocks count from, it occurred at that receipt.
 */
export type ComplaintRegistered = DomainEvent<
  'ComplaintRegistered',
  1,
  Why & {
    readonly complaintId: string;
    readonly reference?: string;
    readonly kind: CaseKind;
    readonly category: string;
    readonly channel: CaseChannel;
    /** 1 is the most urgent, 5 the least. */
    readonly priority: number;
    readonly tier: Tier;
    readonly specialCare: boolean;
    readonly customerId: string;
    readonly descriptionRef?: string;
    readonly remedySoughtRef?: string;
    readonly team: string;
    readonly policy: PolicyRef;
    /** It was a part of another case. */
    readonly splitFrom?: SplitFrom;
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

/** It is more or less urgent than it was: the targets are chosen anew. */
export type ComplaintReprioritised = DomainEvent<
  'ComplaintReprioritised',
  1,
  Why & { readonly priority: number; readonly previousPriority: number; readonly policy: PolicyRef }
>;

/**
 * It falls under another version of its policy, which came out for open cases as well: the targets are chosen anew. What was missed stays
 * missed, and more time that was granted stays granted.
 */
export type ComplaintPolicyChanged = DomainEvent<
  'ComplaintPolicyChanged',
  1,
  Why & { readonly policy: PolicyRef; readonly previousPolicy: PolicyRef }
>;

/** The customer was told that we have it. */
export type ComplaintAcknowledged = DomainEvent<
  'ComplaintAcknowledged',
  1,
  Why & { readonly channel: Channel }
>;

/**
 * A human gave the customer an answer of substance. `first` in its cycle, or a later one. `cycleOver`: it was told when another cycle had
 * begun.
 */
export type ComplaintResponded = DomainEvent<
  'ComplaintResponded',
  1,
  Why &
    Placement & {
      readonly channel?: Channel;
      readonly first: boolean;
      readonly cycle: number;
      readonly cycleOver?: true;
    }
>;

/** Somebody wrote a note; it lies in the personal-data store. */
export type ComplaintNoteAdded = DomainEvent<'ComplaintNoteAdded', 1, Why & { readonly noteRef: string }>;

/** The case waits for somebody or something: the clocks stand still whose target says so. */
export type ComplaintWaitStarted = DomainEvent<
  'ComplaintWaitStarted',
  1,
  Why &
    Placement & {
      readonly waitsFor: WaitReason;
      /** Somebody else has to approve it before it stops the clocks that want that; `number` is the n-th such request of the case. */
      readonly approval?: { readonly number: number; readonly requestedBy: string };
    }
>;

/** A wait and its request for approval. */
interface WaitInQuestion {
  readonly number: number;
  readonly waitsFor: WaitReason;
}

/** The wait was approved: it stops the clocks that want that, from when it began; until `endedAt`, where it is over. */
export type ComplaintWaitApproved = DomainEvent<
  'ComplaintWaitApproved',
  1,
  Why & Placement & WaitInQuestion & { readonly beganAt: IsoInstant; readonly endedAt?: IsoInstant }
>;

/** The wait was not approved: it stops no clock that wants that. */
export type ComplaintWaitRefused = DomainEvent<
  'ComplaintWaitRefused',
  1,
  Why & Placement & WaitInQuestion & { readonly reason: string }
>;

/** The waiting is over: what was waited for came, or the case went on without it. */
export type ComplaintResumed = DomainEvent<
  'ComplaintResumed',
  1,
  Why & Placement & { readonly waitedFor: WaitReason }
>;

/**
 * `resolvedBy` is null where an import does not know the agent. The customer is asked afterwards whether it is put right, unless `followUp`
 * is false: the contact policy asks nobody about cases of this kind.
 */
export type ComplaintResolved = DomainEvent<
  'ComplaintResolved',
  1,
  Why & Placement & { readonly resolvedBy: string | null; readonly cycle: number; readonly followUp?: false }
>;

/** It is done with, after the resolution of this `cycle`. */
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
  | ComplaintPolicyChanged
  | ComplaintAcknowledged
  | ComplaintResponded
  | ComplaintNoteAdded
  | ComplaintWaitStarted
  | ComplaintWaitApproved
  | ComplaintWaitRefused
  | ComplaintResumed
  | ComplaintResolved
  | ComplaintClosed
  | ComplaintReopened
  | ComplaintChased
  | ComplaintReclassified
  | ComplaintEscalated
  | ComplaintSeverityChanged
  | SupervisionOrdered
  | SupervisionAnswered
  | ExtensionRequested
  | ExtensionGranted
  | ExtensionRefused
  | ComplaintLinked
  | ComplaintMerged
  | ComplaintSplit
  | ComplaintWithdrawn
  | ComplaintAppealed
  | AppealDecided
  | ComplaintArchived
  | AnswerPromised
  | ComplaintFollowedUp;

export const COMPLAINT_EVENT_TYPES = [
  'ComplaintRegistered',
  'ComplaintAccepted',
  'ComplaintRefused',
  'ComplaintAssigned',
  'ComplaintClaimed',
  'ComplaintTransferred',
  'ComplaintReturned',
  'ComplaintReprioritised',
  'ComplaintPolicyChanged',
  'ComplaintAcknowledged',
  'ComplaintResponded',
  'ComplaintNoteAdded',
  'ComplaintWaitStarted',
  'ComplaintWaitApproved',
  'ComplaintWaitRefused',
  'ComplaintResumed',
  'ComplaintResolved',
  'ComplaintClosed',
  'ComplaintReopened',
  'ComplaintChased',
  'ComplaintReclassified',
  'ComplaintEscalated',
  'ComplaintSeverityChanged',
  'SupervisionOrdered',
  'SupervisionAnswered',
  'ExtensionRequested',
  'ExtensionGranted',
  'ExtensionRefused',
  'ComplaintLinked',
  'ComplaintMerged',
  'ComplaintSplit',
  'ComplaintWithdrawn',
  'ComplaintAppealed',
  'AppealDecided',
  'ComplaintArchived',
  'AnswerPromised',
  'ComplaintFollowedUp',
] as const satisfies readonly ComplaintEvent['type'][];
