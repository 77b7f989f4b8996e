import type { CaseCommandContext, RenegotiatedBy } from '@redress/complaints';
import type { EpochMs } from '@redress/kernel';
import type { AuthorityLimits } from '@redress/policies';
import type { Remedy } from '../events';
import type { Beyond } from './authority';

/** The words of the commands. Instants, policies and limits come in with the context. */
export type ResolutionOrder =
  | {
      readonly type: 'ProposeResolution';
      readonly resolutionId: string;
      readonly remedies: readonly Remedy[];
      /** A code; left out: the category of the case. */
      readonly cause?: string;
      readonly detailsRef?: string;
    }
  | { readonly type: 'ApproveResolution'; readonly resolutionId: string }
  | { readonly type: 'DeclineResolution'; readonly resolutionId: string; readonly reason: string }
  | { readonly type: 'OfferResolution'; readonly resolutionId: string }
  | {
      readonly type: 'AcceptResolution';
      readonly resolutionId: string;
      readonly fulfilBy?: EpochMs;
    }
  | { readonly type: 'RefuseResolution'; readonly resolutionId: string }
  | { readonly type: 'WithdrawResolution'; readonly resolutionId: string; readonly reason: string }
  | {
      readonly type: 'RescheduleFulfilment';
      readonly resolutionId: string;
      readonly fulfilBy: EpochMs;
      readonly renegotiatedBy: RenegotiatedBy;
    }
  | {
      readonly type: 'FulfilResolution';
      readonly resolutionId: string;
      readonly reference?: string;
      /** Resolves the case in the same append, where it is not resolved yet; null: it is not known by whom. */
      readonly resolves?: { readonly resolvedBy: string | null };
    }
  | { readonly type: 'ReverseResolution'; readonly resolutionId: string; readonly reason: string };

export type ResolutionOrderType = ResolutionOrder['type'];

/** What every command to a resolution brings along beside its own words. */
export interface ResolutionContext extends CaseCommandContext {
  /** The limits in force. */
  readonly limits: AuthorityLimits;
  /** Why the sender's day or month does not allow what would be approved; undefined: it does, and it is drawn. */
  readonly overdrawn?: Beyond;
}

export type ResolutionCommand = ResolutionOrder & ResolutionContext;
