import type { Placement, RenegotiatedBy, Why } from '@redress/complaints';
import type { DomainEvent, IsoInstant, Role } from '@redress/kernel';

/** What puts a thing right. */
export const REMEDY_KINDS = [
  'apology',
  'explanation',
  'redo',
  'repair',
  'replacement',
  'refund',
  'compensation',
  'gesture',
] as const;
export type RemedyKind = (typeof REMEDY_KINDS)[number];

/** `minor` counts the smallest unit of the currency (cents, fen), above 0; `currency` is ISO 4217. */
export interface Money {
  readonly minor: number;
  readonly currency: string;
}

/** One remedy of a resolution; `amount` where it costs money. */
export interface Remedy {
  readonly kind: RemedyKind;
  readonly amount?: Money;
}

/** Names one published version of the limits by which was judged. */
export interface AuthorityRef {
  readonly name: string;
  readonly version: number;
}

/** Which limit an approval would go beyond. */
export const LIMITS = ['case', 'day', 'month'] as const;
export type Limit = (typeof LIMITS)[number];

/**
 * What every fact of a resolution says. The facts stand on the stream of the case, so that one resolution in force is decided on one
 * revision; every one of them has all that its figures need. `cause` is a code: of the root cause, or the category of the case.
 */
interface AboutResolution extends Why, Placement {
  readonly resolutionId: string;
  readonly cycle: number;
  readonly remedies: readonly Remedy[];
  readonly cause: string;
}

/** What we would do about it. All amounts of one resolution are of one currency. */
export type ResolutionProposed = DomainEvent<
  'ResolutionProposed',
  1,
  AboutResolution & { readonly proposedBy: string; readonly detailsRef?: string }
>;

/** The proposer's own authority does not reach: `exceeds` says why, `approvers` who may. */
export type ResolutionApprovalRequested = DomainEvent<
  'ResolutionApprovalRequested',
  1,
  AboutResolution & {
    readonly proposedBy: string;
    readonly exceeds: Limit;
    readonly approvers: readonly Role[];
    readonly authority: AuthorityRef;
  }
>;

/** Within somebody's authority: the proposer's own, at once, or that of another who was asked. */
export type ResolutionApproved = DomainEvent<
  'ResolutionApproved',
  1,
  AboutResolution & {
    readonly proposedBy: string;
    readonly approvedBy: string;
    readonly role: Role;
    readonly authority: AuthorityRef;
  }
>;

/** Not like this, says somebody else than the proposer. */
export type ResolutionDeclined = DomainEvent<
  'ResolutionDeclined',
  1,
  AboutResolution & { readonly reason: string; readonly declinedBy: string }
>;

/** Taken back by us before the customer had accepted it. */
export type ResolutionWithdrawn = DomainEvent<
  'ResolutionWithdrawn',
  1,
  AboutResolution & { readonly reason: string; readonly wasOffered: boolean }
>;

/** The customer was told; from here on it is promised. */
export type ResolutionOffered = DomainEvent<'ResolutionOffered', 1, AboutResolution>;

/** `fulfilBy`: when it is promised to be in effect; its clock says whether that was kept. */
export type ResolutionAccepted = DomainEvent<
  'ResolutionAccepted',
  1,
  AboutResolution & { readonly fulfilBy?: IsoInstant }
>;

/** The customer does not want it. */
export type ResolutionRefused = DomainEvent<'ResolutionRefused', 1, AboutResolution>;

/** Another instant was promised for it, before or after the first had passed. */
export type FulfilmentRescheduled = DomainEvent<
  'FulfilmentRescheduled',
  1,
  AboutResolution & { readonly fulfilBy: IsoInstant; readonly renegotiatedBy: RenegotiatedBy }
>;

/** It is in effect: said, done, delivered or paid. `reference`: of the payment or delivery, in an outside system. */
export type ResolutionFulfilled = DomainEvent<
  'ResolutionFulfilled',
  1,
  AboutResolution & { readonly reference?: string }
>;

/** Undone after it was fulfilled: a payment that came back, a gesture given by mistake. */
export type ResolutionReversed = DomainEvent<
  'ResolutionReversed',
  1,
  AboutResolution & { readonly reason: string }
>;

export type ResolutionEvent =
  | ResolutionProposed
  | ResolutionApprovalRequested
  | ResolutionApproved
  | ResolutionDeclined
  | ResolutionWithdrawn
  | ResolutionOffered
  | ResolutionAccepted
  | ResolutionRefused
  | FulfilmentRescheduled
  | ResolutionFulfilled
  | ResolutionReversed;

export const RESOLUTION_EVENT_TYPES = [
  'ResolutionProposed',
  'ResolutionApprovalRequested',
  'ResolutionApproved',
  'ResolutionDeclined',
  'ResolutionWithdrawn',
  'ResolutionOffered',
  'ResolutionAccepted',
  'ResolutionRefused',
  'FulfilmentRescheduled',
  'ResolutionFulfilled',
  'ResolutionReversed',
] as const satisfies readonly ResolutionEvent['type'][];

/**
 * The use that a person makes of their authority, on the stream `authority-use-<person>`: drawn before an approval is appended to the
 * stream of the case, so that limits by day and month hold however many cases are worked on at once. Each attempt to approve has a draw of
 * its own (`drawId`), so that none returns what another relies on; several for one resolution count once. `day` and `month` are those of
 * the zone of the limits: `2026-03-01`, `2026-03`.
 */
interface AboutDraw {
  readonly drawId: string;
  readonly resolutionId: string;
  readonly complaintId: string;
  readonly amount: Money;
  readonly day: string;
  readonly month: string;
}

/** Somebody made use of their authority, within the limits named. */
export type AuthorityDrawn = DomainEvent<
  'AuthorityDrawn',
  1,
  AboutDraw & { readonly authority: AuthorityRef }
>;

/** The approval did not come about, or what it allowed was refused, taken back or reversed: the draw counts no more. */
export type AuthorityReturned = DomainEvent<'AuthorityReturned', 1, AboutDraw>;

export type AuthorityEvent = AuthorityDrawn | AuthorityReturned;
