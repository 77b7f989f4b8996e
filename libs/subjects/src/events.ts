import type { CaseChannel, Tier, WaitReason } from '@redress/complaints';
import type { DomainEvent } from '@redress/kernel';
import type { PolicyRef } from '@redress/sla';

/** Why it was done. */
export interface SubjectWhy {
  /** A reason code. */
  readonly reason?: string;
}

/**
 * Something that has clocks is on record: a visit on site, a work order, or whatever else a policy measures. `kind` is what it is; by it and
 * by what else it says of itself the rule is chosen that sets its targets.
 */
export type SubjectOpened = DomainEvent<
  'SubjectOpened',
  1,
  SubjectWhy & {
    readonly subjectId: string;
    /** The case that it belongs to; null where it stands by itself. */
    readonly complaintId: string | null;
    readonly kind: string;
    readonly category: string;
    readonly channel: CaseChannel;
    /** 1 is the most urgent, 5 the least. */
    readonly priority: number;
    readonly tier: Tier;
    readonly specialCare: boolean;
    /** Who owes it. */
    readonly team: string;
    readonly policy: PolicyRef;
  }
>;

/** Something happened to it: `fact` is the code by which a policy names it. The same fact may happen again and again. */
export type SubjectFactRecorded = DomainEvent<
  'SubjectFactRecorded',
  1,
  SubjectWhy & { readonly fact: string; readonly team: string }
>;

/** It waits for somebody or something: the clocks stand still whose target says so. */
export type SubjectWaitStarted = DomainEvent<
  'SubjectWaitStarted',
  1,
  SubjectWhy & { readonly waitsFor: WaitReason; readonly team: string }
>;

/** The waiting is over. */
export type SubjectResumed = DomainEvent<
  'SubjectResumed',
  1,
  SubjectWhy & { readonly waitedFor: WaitReason; readonly team: string }
>;

/** It falls under another version of its policy, which came out for what is open as well: the targets are chosen anew. */
export type SubjectPolicyChanged = DomainEvent<
  'SubjectPolicyChanged',
  1,
  SubjectWhy & { readonly policy: PolicyRef; readonly previousPolicy: PolicyRef; readonly team: string }
>;

/** Nothing more will happen to it. Its clocks that still go end without what they waited for. */
export type SubjectEnded = DomainEvent<'SubjectEnded', 1, SubjectWhy & { readonly team: string }>;

export type SubjectEvent =
  | SubjectOpened
  | SubjectFactRecorded
  | SubjectWaitStarted
  | SubjectResumed
  | SubjectPolicyChanged
  | SubjectEnded;

export const SUBJECT_EVENT_TYPES = [
  'SubjectOpened',
  'SubjectFactRecorded',
  'SubjectWaitStarted',
  'SubjectResumed',
  'SubjectPolicyChanged',
  'SubjectEnded',
] as const satisfies readonly SubjectEvent['type'][];

/** The stream that holds the whole life of a subject and every fact about its clocks. */
export const subjectStream = (subjectId: string): string => `subject-${subjectId}`;

/** Whether an event stands on the stream of a subject: those of one case share its partition key. */
export const isOnSubjectStream = ({ stream }: { readonly stream: string }): boolean =>
  stream.startsWith(subjectStream(''));
