import type { ClockedCommand } from '@redress/clocks';
import type { CaseChannel, Tier, WaitReason } from '@redress/complaints';
import type { Actor, EpochMs } from '@redress/kernel';
import type { PolicyRef } from '@redress/sla';
import type { SubjectWhy } from '../events';

/** What every command to a subject brings along beside its own words. */
export interface SubjectCommandContext extends ClockedCommand {
  readonly actor: Actor;
  /** When it happened, where the sender may say so; else it happens now. */
  readonly occurredAt?: EpochMs;
  readonly why: SubjectWhy;
}

/** The words of the commands. Instants and policies come in with the context. */
export type SubjectOrder =
  | {
      readonly type: 'OpenSubject';
      readonly subjectId: string;
      readonly complaintId: string | null;
      readonly kind: string;
      readonly category: string;
      readonly channel: CaseChannel;
      readonly priority: number;
      readonly tier: Tier;
      readonly specialCare: boolean;
      readonly team: string;
    }
  | { readonly type: 'RecordFact'; readonly fact: string }
  | { readonly type: 'StartSubjectWaiting'; readonly waitsFor: WaitReason }
  | { readonly type: 'ResumeSubject' }
  /** By Redress itself: a version of its policy came out for what is open as well. */
  | { readonly type: 'AdoptSubjectPolicy'; readonly policy: Omit<PolicyRef, 'rule'> }
  | { readonly type: 'EndSubject' };

export type SubjectCommand = SubjectOrder & SubjectCommandContext;
