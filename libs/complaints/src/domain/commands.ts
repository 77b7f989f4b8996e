import type { ClockedCommand } from '@redress/clocks';
import type { Actor, EpochMs } from '@redress/kernel';
import type { PolicyRef } from '@redress/sla';
import type {
  CaseChannel,
  CaseKind,
  Channel,
  Classification,
  ClocksFrom,
  ComplaintEvent,
  ExtendableClock,
  FollowUpOutcome,
  Relation,
  RenegotiatedBy,
  Severity,
  SplitFrom,
  SplitPart,
  Tier,
  WaitReason,
  Why,
} from '../events';

/** What every command to a case brings along beside its own words. */
export interface CaseCommandContext extends ClockedCommand {
  readonly actor: Actor;
  /** When it happened, where the sender may say so; else it happens now. */
  readonly occurredAt?: EpochMs;
  readonly why: Why;
  /** The kinds of case about which the contact policy asks the customer afterwards; every one where it is left out. */
  readonly followedUpKinds?: readonly string[];
}

/** What a case brings along that was split off another one: see `registrationOfPart`. */
export interface SplitOff {
  readonly from: SplitFrom;
  /** The version that the whole falls under, where the clocks count from its receipt; else the one that is in force at the split. */
  readonly policy?: Omit<PolicyRef, 'rule'>;
  /** The waits of the whole since then, in the order in which they occurred. */
  readonly waits: readonly ComplaintEvent[];
}

/** The words of the commands. Instants and policies come in with the context. */
export type CaseOrder =
  | {
      readonly type: 'RegisterComplaint';
      readonly complaintId: string;
      readonly reference?: string;
      readonly kind: CaseKind;
      readonly category: string;
      readonly channel: CaseChannel;
      readonly priority: number;
      readonly tier: Tier;
      readonly specialCare: boolean;
      readonly customerId: string;
      readonly descriptionRef?: string;
      readonly remedySoughtRef?: string;
      readonly team: string;
      readonly splitOff?: SplitOff;
    }
  | { readonly type: 'AcceptComplaint' }
  | { readonly type: 'RefuseComplaint'; readonly reason: string }
  | { readonly type: 'AssignComplaint'; readonly team: string; readonly agent: string | null }
  | { readonly type: 'ClaimComplaint'; readonly agent: string }
  | { readonly type: 'TransferComplaint'; readonly team: string; readonly agent: string | null }
  | { readonly type: 'ReturnComplaint'; readonly reason: string }
  | { readonly type: 'ReprioritiseComplaint'; readonly priority: number }
  /** By Redress itself: a version of its policy came out for open cases as well. */
  | { readonly type: 'AdoptPolicy'; readonly policy: Omit<PolicyRef, 'rule'> }
  | { readonly type: 'AcknowledgeComplaint'; readonly channel: Channel }
  | { readonly type: 'RespondToComplaint'; readonly channel?: Channel }
  | { readonly type: 'AddNote'; readonly noteRef: string }
  | { readonly type: 'StartWaiting'; readonly waitsFor: WaitReason }
  | { readonly type: 'ResumeComplaint' }
  | { readonly type: 'ApproveWait' }
  | { readonly type: 'RefuseWait'; readonly reason: string }
  | { readonly type: 'ResolveComplaint'; readonly resolvedBy: string | null }
  | {
      readonly type: 'CloseComplaint';
      readonly resolvedBy: string | null;
      /** Whether the contact policy lets anyone close a case of this kind without the customer having been asked. */
      readonly mayCloseUnasked: boolean;
    }
  | { readonly type: 'ReopenComplaint' }
  | { readonly type: 'ChaseComplaint'; readonly channel?: Channel }
  | ({ readonly type: 'ReclassifyComplaint' } & Partial<Classification>)
  | { readonly type: 'EscalateComplaint'; readonly reason: string }
  | { readonly type: 'SetSeverity'; readonly severity: Severity }
  /** `within`: ISO 8601 running time for the answer; without it, the policy's. */
  | { readonly type: 'OrderSupervision'; readonly within?: string }
  | { readonly type: 'AnswerSupervision'; readonly answerRef: string }
  /** `within`: what is asked for, from the start of the clock, in the words of a target. */
  | {
      readonly type: 'RequestExtension';
      readonly clock: ExtendableClock;
      readonly within: string;
      readonly reason: string;
    }
  | { readonly type: 'GrantExtension' }
  | { readonly type: 'RefuseExtension'; readonly reason: string }
  | { readonly type: 'LinkComplaint'; readonly otherId: string; readonly relation: Relation }
  /** That the other case is there and goes on is for the sender to know. */
  | { readonly type: 'MergeComplaint'; readonly into: string }
  /** `into`: the id of the case that the part becomes. What the part does not say is as with the whole. */
  | ({
      readonly type: 'SplitComplaint';
      readonly into: string;
      readonly descriptionRef?: string;
      readonly remedySoughtRef?: string;
      readonly clocksFrom: ClocksFrom;
    } & Pick<SplitPart, 'category' | 'customerId'> &
      Partial<Pick<SplitPart, 'kind' | 'priority' | 'team'>>)
  | { readonly type: 'WithdrawComplaint'; readonly reason: string }
  | { readonly type: 'AppealComplaint' }
  | {
      readonly type: 'DecideAppeal';
      readonly upheld: boolean;
      /** Who refused the case, where it was refused: its facts do not say. */
      readonly refusedBy?: string;
    }
  | { readonly type: 'ArchiveComplaint' }
  /** `renegotiatedBy`: who asked for it, where another answer was promised already. */
  | {
      readonly type: 'PromiseAnswer';
      readonly answerBy: EpochMs;
      readonly renegotiatedBy?: RenegotiatedBy;
    }
  | {
      readonly type: 'FollowUpComplaint';
      readonly outcome: FollowUpOutcome;
      readonly askedAt: EpochMs;
      readonly callbackId?: string;
      /** 1 (very bad) to 5 (very good). */
      readonly csat?: number;
      /** Whether a resolved case closes with it, unless the customer is dissatisfied. */
      readonly close: boolean;
    };

export type CaseCommandType = CaseOrder['type'];
export type CaseCommand = CaseOrder & CaseCommandContext;
