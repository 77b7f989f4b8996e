import type { ClockedCommand } from '@redress/clocks';
import type { RenegotiatedBy, Why } from '@redress/complaints';
import type { Consents } from '@redress/customers';
import type { Actor, EpochMs } from '@redress/kernel';
import type { ContactPolicy } from '@redress/policies';
import type { AttemptOutcome, CallbackChannel, CallbackPurpose, SurveyAnswers, Window } from '../events';

/** What every command to a callback brings along beside its own words. */
export interface CallbackCommandContext extends ClockedCommand {
  readonly actor: Actor;
  /** When it happened, where the sender may say so; else it happens now. */
  readonly occurredAt?: EpochMs;
  readonly why: Why;
  /** The version in force when it happened. */
  readonly contactPolicy: ContactPolicy;
  /** What the customer allows. */
  readonly consents: Consents;
}

/** The words of the commands. Instants, policy and consents come in with the context. */
export type CallbackOrder =
  | {
      readonly type: 'ScheduleCallback';
      readonly callbackId: string;
      readonly complaintId: string | null;
      readonly customerId: string;
      readonly purpose: CallbackPurpose;
      readonly team: string;
      readonly owner: string | null;
      readonly window: Window;
      readonly channel: CallbackChannel;
      /** The customer's, IANA; left out: that of the contact policy. */
      readonly timeZone?: string;
      /** BCP 47. */
      readonly language?: string;
      readonly numberRef?: string;
      readonly cycle?: number;
    }
  | { readonly type: 'ClaimCallback'; readonly agent: string }
  | { readonly type: 'TransferCallback'; readonly team: string; readonly owner: string | null }
  | { readonly type: 'StartAttempt'; readonly agent: string }
  | {
      readonly type: 'RecordOutcome';
      readonly outcome: AttemptOutcome;
      /** Another one that the customer asked for; with `asked-to-call-later` alone. */
      readonly window?: Window;
    }
  | { readonly type: 'CompleteCallback'; readonly answers: SurveyAnswers }
  | { readonly type: 'RescheduleCallback'; readonly window: Window; readonly renegotiatedBy: RenegotiatedBy }
  | { readonly type: 'CancelCallback'; readonly reason: string };

export type CallbackCommand = CallbackOrder & CallbackCommandContext;

/** Every command but the first. */
export type LaterCommand = Exclude<CallbackCommand, { type: 'ScheduleCallback' }>;
