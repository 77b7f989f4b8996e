import type { DomainEvent, IsoInstant } from '@redress/kernel';
import type { PolicyRef } from '@redress/sla';
import type { CaseChannel, CaseKind, Channel, Tier, Why, Placement } from './case-words';

/** The customer asked again while the case was on. `chases` counts them, this one included. */
export type ComplaintChased = DomainEvent<
  'ComplaintChased',
  1,
  Why & Placement & { readonly channel?: Channel; readonly chases: number }
>;

/** What a case is, as far as re-classifying it changes that. */
export interface Classification {
  readonly kind: CaseKind;
  readonly category: string;
  readonly tier: Tier;
  readonly specialCare: boolean;
}

/** It is something else than it was taken for: the targets are chosen anew. */
export type ComplaintReclassified = DomainEvent<
  'ComplaintReclassified',
  1,
  Why & Classification & { readonly previous: Classification; readonly policy: PolicyRef }
>;

/** Beyond the agent, or at risk: a higher level looks at it. `level` counts from 1. */
export type ComplaintEscalated = DomainEvent<
  'ComplaintEscalated',
  1,
  Why & Placement & { readonly reason: string; readonly level: number }
>;

/** A grave case stays on head office's board until it is archived. */
export const SEVERITIES = ['normal', 'grave'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How grave the case is was judged anew. */
export type ComplaintSeverityChanged = DomainEvent<
  'ComplaintSeverityChanged',
  1,
  Why & { readonly severity: Severity; readonly previousSeverity: Severity }
>;

/** A supervisor's order on the case; `number` is the n-th of the case. Its clock says by when it is to be answered. */
export type SupervisionOrdered = DomainEvent<
  'SupervisionOrdered',
  1,
  Why & Placement & { readonly number: number; readonly within?: string }
>;

/** The order `number` was answered; the answer lies in the personal-data store. */
export type SupervisionAnswered = DomainEvent<
  'SupervisionAnswered',
  1,
  Why & Placement & { readonly number: number; readonly answerRef: string }
>;

/** The clocks for which more time can be asked. */
export const EXTENDABLE_CLOCKS = ['first-response', 'resolution'] as const;
export type ExtendableClock = (typeof EXTENDABLE_CLOCKS)[number];

/** What is asked: that the clock run for `within` from its start, in the words of a target (`PT120H`). */
interface ExtensionAsked {
  /** The n-th of the case, from 1. */
  readonly number: number;
  readonly clock: ExtendableClock;
  readonly within: string;
}

/** More time was asked for, before it ran out, for a reason. Another person decides. */
export type ExtensionRequested = DomainEvent<
  'ExtensionRequested',
  1,
  Why & Placement & ExtensionAsked & { readonly reason: string; readonly requestedBy: string }
>;

/** The time that was asked for is given: the clock runs on with a new target. */
export type ExtensionGranted = DomainEvent<'ExtensionGranted', 1, Why & Placement & ExtensionAsked>;

/** The time that was asked for is not given, for a reason. */
export type ExtensionRefused = DomainEvent<
  'ExtensionRefused',
  1,
  Why & Placement & ExtensionAsked & { readonly reason: string }
>;

/**
 * How another case stands to this one. `duplicate-of`, `repeat-of`, `merged-into` and `split-from` point to the earlier or the surviving
 * one; `has-duplicate`, `has-repeat`, `absorbed` and `split-into` point back from it.
 */
export const RELATIONS = [
  'related-to',
  'duplicate-of',
  'has-duplicate',
  'repeat-of',
  'has-repeat',
  'merged-into',
  'absorbed',
  'split-from',
  'split-into',
] as const;
export type Relation = (typeof RELATIONS)[number];

/** This case stands in a relation to another one. */
export type ComplaintLinked = DomainEvent<
  'ComplaintLinked',
  1,
  Why & { readonly otherId: string; readonly relation: Relation }
>;

/** It goes on in another case. Ends this one. */
export type ComplaintMerged = DomainEvent<'ComplaintMerged', 1, Why & Placement & { readonly into: string }>;

/**
 * From when the clocks of a case that was split off count: `receipt`: from the registration of the case that it was a part of, so that no
 * time is lost to the customer · `split`: from the split, for a reason.
 */
export const CLOCKS_FROM = ['receipt', 'split'] as const;
export type ClocksFrom = (typeof CLOCKS_FROM)[number];

/** What of a case became a case of its own: what it is, and who is to look at it. Channel, tier and customer are those of the whole. */
export interface SplitPart extends Classification {
  readonly channel: CaseChannel;
  /** 1 is the most urgent, 5 the least. */
  readonly priority: number;
  readonly customerId: string;
  readonly team: string;
}

/** From when the clocks of a part count, and what was done for the whole that need not be done for it once more. */
interface SplitTerms {
  readonly clocksFrom: ClocksFrom;
  /** The customer was told by then that we have the whole: the acknowledgement is carried over, and judged there alone. */
  readonly acknowledgedAt?: IsoInstant;
}

/** A part of this case goes on as the case `into`, which is registered next. The clocks of this one go on as though nothing had happened. */
export type ComplaintSplit = DomainEvent<
  'ComplaintSplit',
  1,
  Why &
    Placement &
    SplitTerms & {
      readonly into: string;
      readonly part: SplitPart;
      readonly descriptionRef?: string;
      readonly remedySoughtRef?: string;
    }
>;

/** Of which case a case was a part, and since when it is none any more. */
export interface SplitFrom extends SplitTerms {
  readonly otherId: string;
  readonly splitAt: IsoInstant;
}

/** The customer takes it back, for a reason. Ends the case. */
export type ComplaintWithdrawn = DomainEvent<
  'ComplaintWithdrawn',
  1,
  Why & Placement & { readonly reason: string }
>;

/** The customer contests how the case was decided; `number` is the n-th appeal. Decided by `AppealDecided`. */
export type ComplaintAppealed = DomainEvent<
  'ComplaintAppealed',
  1,
  Why & Placement & { readonly number: number; readonly cycle: number }
>;

/** Upheld, the case is reopened in a new cycle. */
export type AppealDecided = DomainEvent<
  'AppealDecided',
  1,
  Why & Placement & { readonly number: number; readonly upheld: boolean }
>;

/** Filed away. Ends the case. */
export type ComplaintArchived = DomainEvent<'ComplaintArchived', 1, Why & Placement>;

/** The customer was promised an answer by an instant; kept by a response until then. The n-th of the case; a later one takes its place. */
export type AnswerPromised = DomainEvent<
  'AnswerPromised',
  1,
  Why &
    Placement & {
      readonly number: number;
      readonly promisedAt: IsoInstant;
      readonly answerBy: IsoInstant;
      /** Who asked for the new instant, where one was promised already. */
      readonly renegotiatedBy?: RenegotiatedBy;
    }
>;

/** Who asked for another promise in the place of one. */
export const RENEGOTIATORS = ['customer', 'us'] as const;
export type RenegotiatedBy = (typeof RENEGOTIATORS)[number];

/** How asking the customer after the resolution ended. */
export const FOLLOW_UP_OUTCOMES = ['satisfied', 'dissatisfied', 'unreachable'] as const;
export type FollowUpOutcome = (typeof FOLLOW_UP_OUTCOMES)[number];

/** The customer was asked whether it is put right, or could not be reached. `askedAt`: when, which may be before it came on record here. */
export type ComplaintFollowedUp = DomainEvent<
  'ComplaintFollowedUp',
  1,
  Why &
    Placement & {
      readonly outcome: FollowUpOutcome;
      readonly cycle: number;
      readonly askedAt: IsoInstant;
      /** The callback in which it was asked. */
      readonly callbackId?: string;
      /** Customer satisfaction, 1 (very bad) to 5 (very good), where it was said. */
      readonly csat?: number;
    }
>;
