import type { CaseCommandType } from './commands';

/** The five phases that decide what is allowed. Assignee, response, cycle and the like are facts beside the phase. */
export const PHASES = ['open', 'waiting', 'resolved', 'closed', 'ended'] as const;
export type Phase = (typeof PHASES)[number];

/** How a case ended. */
export const ENDINGS = ['archived', 'refused', 'withdrawn', 'merged'] as const;
export type EndedAs = (typeof ENDINGS)[number];

/** The phase of a case that goes on, or how it ended: an archived case can be reopened, a merged one can not. */
export type Standing = Phase | EndedAs;
const ALWAYS = ['open', 'waiting', 'resolved', 'closed', ...ENDINGS] as const;

/** What a case on record can be told; Redress itself has it adopt a version of its policy, whatever its phase. */
export type CaseStepType = Exclude<CaseCommandType, 'RegisterComplaint' | 'AdoptPolicy'>;

/** Which commands are legal where. A legal command may still change nothing, where it has been done already. */
export const LEGAL: Readonly<Record<CaseStepType, readonly Standing[]>> = {
  AcceptComplaint: ['open', 'waiting'],
  RefuseComplaint: ['open', 'waiting'],
  WithdrawComplaint: ['open', 'waiting'],
  MergeComplaint: ['open', 'waiting'],
  AssignComplaint: ['open', 'waiting'],
  ClaimComplaint: ['open', 'waiting'],
  ReturnComplaint: ['open', 'waiting'],
  EscalateComplaint: ['open', 'waiting'],
  TransferComplaint: ['open', 'waiting', 'resolved'],
  ReprioritiseComplaint: ['open', 'waiting', 'resolved'],
  ReclassifyComplaint: ['open', 'waiting', 'resolved'],
  SetSeverity: ['open', 'waiting', 'resolved'],
  LinkComplaint: ['open', 'waiting', 'resolved'],
  SplitComplaint: ['open', 'waiting', 'resolved'],
  ChaseComplaint: ['open', 'waiting', 'resolved'],
  OrderSupervision: ['open', 'waiting', 'resolved'],
  AnswerSupervision: ['open', 'waiting', 'resolved'],
  AcknowledgeComplaint: ['open', 'waiting', 'resolved'],
  RespondToComplaint: ['open', 'waiting', 'resolved'],
  PromiseAnswer: ['open', 'waiting', 'resolved'],
  AddNote: ALWAYS,
  StartWaiting: ['open', 'waiting'],
  ResumeComplaint: ['waiting'],
  ApproveWait: ['open', 'waiting', 'resolved'],
  RefuseWait: ['open', 'waiting', 'resolved'],
  RequestExtension: ['open', 'waiting'],
  GrantExtension: ['open', 'waiting'],
  RefuseExtension: ['open', 'waiting'],
  ResolveComplaint: ['open', 'waiting', 'resolved'],
  FollowUpComplaint: ['resolved', 'closed'],
  CloseComplaint: ['open', 'waiting', 'resolved', 'closed'],
  ReopenComplaint: ['resolved', 'closed', 'archived'],
  ArchiveComplaint: ['closed', 'archived'],
  AppealComplaint: ['resolved', 'closed', 'archived', 'refused'],
  DecideAppeal: ALWAYS,
};
