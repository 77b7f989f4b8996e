import type { ClockedCommand } from '@redress/clocks';
import type { Actor, EpochMs } from '@redress/kernel';
import type { CaseKind, Channel, Tier, WaitReason, Why } from '../events';

/** What every command to a case brings along beside its own words. */
export interface CaseCommandContext extends ClockedCommand {
  readonly actor: Actor;
  /** When it happened, where the sender may say so; else it happens now. */
  readonly occurredAt?: EpochMs;
  readonly why: Why;
}

/** The words of the commands. Instants and policies come in with the context. */
export type CaseOrder =
  | {
      readonly type: 'RegisterComplaint';
      readonly complaintId: string;
      readonly reference?: string;
      readonly kind: CaseKind;
      readonly category: string;
      readonly channel: Channel;
      readonly priority: number;
      readonly tier: Tier;
      readonly specialCare: boolean;
      readonly customerId: string;
      readonly descriptionRef?: string;
      readonly remedySoughtRef?: string;
      readonly team: string;
    }
  | { readonly type: 'AcceptComplaint' }
  | { readonly type: 'RefuseComplaint'; readonly reason: string }
  | { readonly type: 'AssignComplaint'; readonly team: string; readonly agent: string | null }
  | { readonly type: 'ClaimComplaint'; readonly agent: string }
  | { readonly type: 'TransferComplaint'; readonly team: string; readonly agent: string | null }
  | { readonly type: 'ReturnComplaint'; readonly reason: string }
  | { readonly type: 'ReprioritiseComplaint'; readonly priority: number }
  | { readonly type: 'AcknowledgeComplaint'; readonly channel: Channel }
  | { readonly type: 'RespondToComplaint'; readonly channel?: Channel }
  | { readonly type: 'AddNote'; readonly noteRef: string }
  | { readonly type: 'StartWaiting'; readonly waitsFor: WaitReason }
  | { readonly type: 'ResumeComplaint' }
  | { readonly type: 'ResolveComplaint'; readonly resolvedBy: string | null }
  | { readonly type: 'CloseComplaint'; readonly resolvedBy: string | null }
  | { readonly type: 'ReopenComplaint' };

export type CaseCommandType = CaseOrder['type'];
export type CaseCommand = CaseOrder & CaseCommandContext;
