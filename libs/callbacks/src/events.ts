import type { Channel, RenegotiatedBy, Why } from '@redress/complaints';
import type { DomainEvent, IsoInstant } from '@redress/kernel';

/**
 * Why a call is owed. A `promise` is made to a customer; a `follow-up` asks after a resolution; a `care` call and a `renewal` are of our
 * own making. Figures never mix them.
 */
export const CALLBACK_PURPOSES = ['promise', 'follow-up', 'care', 'renewal'] as const;
export type CallbackPurpose = (typeof CALLBACK_PURPOSES)[number];

/** How an attempt ended. */
export const ATTEMPT_OUTCOMES = [
  'reached',
  'no-answer',
  'busy',
  'voicemail',
  'wrong-number',
  'asked-to-call-later',
  'refused',
] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/** The channels on which somebody is called back. */
export const CALLBACK_CHANNELS = ['phone', 'sms', 'email', 'chat'] as const satisfies readonly Channel[];
export type CallbackChannel = (typeof CALLBACK_CHANNELS)[number];

/** Which rule of the contact policy held an attempt back. */
export const SUPPRESSION_RULES = [
  'quiet-hours',
  'attempts-a-day',
  'spacing',
  'attempts-exhausted',
  'consent',
] as const;
export type SuppressionRule = (typeof SUPPRESSION_RULES)[number];

/** From when until when: half-open, `to` being the instant by which the customer must have been reached. */
export interface Window {
  readonly from: IsoInstant;
  readonly to: IsoInstant;
}

/** Names one published version of the contact policy by which was judged. */
export interface ContactPolicyRef {
  readonly name: string;
  readonly version: number;
}

/**
 * What every fact of a callback says, so that it can be placed wherever it is met. `complaintId` is null for a call that no case asked
 * for; `owner` is null while any agent of the team may take it.
 */
export interface AboutCallback extends Why {
  readonly callbackId: string;
  readonly complaintId: string | null;
  readonly customerId: string;
  readonly purpose: CallbackPurpose;
  readonly team: string;
  readonly owner: string | null;
  /** The n-th window that was agreed for it, from 1: the instance of its clock. */
  readonly windowNumber: number;
  readonly window: Window;
}

/** What it was before the contact policy moved it out of the quiet hours. */
export interface Moved {
  readonly asked: Window;
  readonly movedBy: Extract<SuppressionRule, 'quiet-hours'>;
}

/**
 * A call is owed. Its clock `callback` starts with the window and is due at its end. `timeZone` (IANA) is the customer's, by which quiet
 * hours and days are counted. `cycle` of the case at that time: the one that a follow-up asks after.
 */
export type CallbackScheduled = DomainEvent<
  'CallbackScheduled',
  1,
  AboutCallback & {
    readonly channel: CallbackChannel;
    readonly timeZone: string;
    /** BCP 47. */
    readonly language?: string;
    /** Of the number in the personal-data store; without it, the first number of the customer. */
    readonly numberRef?: string;
    readonly cycle?: number;
    readonly moved?: Moved;
    readonly policy: ContactPolicyRef;
  }
>;

/** An agent has taken it up. `owner` is that agent from here on. */
export type CallbackClaimed = DomainEvent<
  'CallbackClaimed',
  1,
  AboutCallback & { readonly previousOwner: string | null }
>;

/** Handed on, by hand or since its agent left. */
export type CallbackTransferred = DomainEvent<
  'CallbackTransferred',
  1,
  AboutCallback & { readonly previousOwner: string | null; readonly previousTeam: string }
>;

/** An attempt was asked for and held back. `nextAllowedAt` is null where no time would do. */
export type CallbackAttemptSuppressed = DomainEvent<
  'CallbackAttemptSuppressed',
  1,
  AboutCallback & {
    readonly rule: SuppressionRule;
    readonly nextAllowedAt: IsoInstant | null;
    readonly policy: ContactPolicyRef;
  }
>;

/** The agent is calling. `attempt` counts from 1 over the whole callback. */
export type CallbackAttemptStarted = DomainEvent<
  'CallbackAttemptStarted',
  1,
  AboutCallback & { readonly attempt: number; readonly agent: string; readonly policy: ContactPolicyRef }
>;

/** How the attempt ended. A callback that is reached has kept its promise; it is completed by what was said. */
export type CallbackAttempted = DomainEvent<
  'CallbackAttempted',
  1,
  AboutCallback & {
    readonly attempt: number;
    readonly agent: string;
    readonly outcome: AttemptOutcome;
    readonly startedAt: IsoInstant;
  }
>;

/** SERVQUAL's five dimensions. */
export const SERVQUAL_DIMENSIONS = [
  'tangibles',
  'reliability',
  'responsiveness',
  'assurance',
  'empathy',
] as const;
export type ServqualDimension = (typeof SERVQUAL_DIMENSIONS)[number];

/** One answered item, as given: what was expected and what was perceived, 1 to 7. */
export interface ServqualItem {
  readonly item: string;
  readonly dimension: ServqualDimension;
  readonly expected?: number;
  readonly perceived: number;
}

/** What the customer said when asked. Comments are free text, and lie in the personal-data store. */
export interface SurveyAnswers {
  readonly satisfied?: boolean;
  /** 1 (very bad) to 5 (very good). */
  readonly csat?: number;
  readonly servqual?: readonly ServqualItem[];
  readonly commentRef?: string;
}

/** The call was made and is done with. `reachedAt` is the attempt that reached the customer. */
export type CallbackCompleted = DomainEvent<
  'CallbackCompleted',
  1,
  AboutCallback & {
    readonly agent: string;
    readonly reachedAt: IsoInstant;
    readonly cycle?: number;
    readonly answers: SurveyAnswers;
  }
>;

/** Another window was agreed. `missedBefore`: the one before it had passed. */
export type CallbackRescheduled = DomainEvent<
  'CallbackRescheduled',
  1,
  AboutCallback & {
    readonly previous: Window;
    readonly renegotiatedBy: RenegotiatedBy;
    readonly missedBefore: boolean;
    readonly moved?: Moved;
    readonly policy: ContactPolicyRef;
  }
>;

/** All the attempts that the contact policy allows were made. Ends it; a promise does not end like this. */
export type CallbackUnreachable = DomainEvent<
  'CallbackUnreachable',
  1,
  AboutCallback & { readonly attempts: number; readonly cycle?: number; readonly policy: ContactPolicyRef }
>;

/** It is not owed any more, for a reason. `missedBefore`: its window had passed, and a leader let it go. */
export type CallbackCancelled = DomainEvent<
  'CallbackCancelled',
  1,
  AboutCallback & { readonly reason: string; readonly missedBefore: boolean }
>;

export type CallbackEvent =
  | CallbackScheduled
  | CallbackClaimed
  | CallbackTransferred
  | CallbackAttemptSuppressed
  | CallbackAttemptStarted
  | CallbackAttempted
  | CallbackCompleted
  | CallbackRescheduled
  | CallbackUnreachable
  | CallbackCancelled;

export const CALLBACK_EVENT_TYPES = [
  'CallbackScheduled',
  'CallbackClaimed',
  'CallbackTransferred',
  'CallbackAttemptSuppressed',
  'CallbackAttemptStarted',
  'CallbackAttempted',
  'CallbackCompleted',
  'CallbackRescheduled',
  'CallbackUnreachable',
  'CallbackCancelled',
] as const satisfies readonly CallbackEvent['type'][];

/** The stream of one callback, and of the facts about its clock. A missed window is the `ClockBreached` of its instance. */
export const callbackStream = (callbackId: string): string => `callback-${callbackId}`;

/** Whether an event stands on the stream of a callback: the clock facts of a case share its partition key. */
export const isOnCallbackStream = ({ stream }: { readonly stream: string }): boolean =>
  stream.startsWith('callback-');
