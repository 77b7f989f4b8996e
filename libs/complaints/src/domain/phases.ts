import { DomainError } from '@redress/kernel';
import type { CaseCommandType } from './commands';

/** The five phases that decide what is allowed. Assignee, response, cycle and the like are facts beside the phase. */
export const PHASES = ['open', 'waiting', 'resolved', 'closed', 'ended'] as const;
export type Phase = (typeof PHASES)[number];

/** Which commands are legal in which phase. A legal command may still change nothing, where it has been done already. */
export const LEGAL: Readonly<Record<Exclude<CaseCommandType, 'RegisterComplaint'>, readonly Phase[]>> = {
  AcceptComplaint: ['open', 'waiting'],
  RefuseComplaint: ['open', 'waiting'],
  AssignComplaint: ['open', 'waiting'],
  ClaimComplaint: ['open', 'waiting'],
  ReturnComplaint: ['open', 'waiting'],
  TransferComplaint: ['open', 'waiting', 'resolved'],
  ReprioritiseComplaint: ['open', 'waiting', 'resolved'],
  AcknowledgeComplaint: ['open', 'waiting', 'resolved'],
  RespondToComplaint: ['open', 'waiting', 'resolved'],
  AddNote: ['open', 'waiting', 'resolved', 'closed', 'ended'],
  StartWaiting: ['open', 'waiting'],
  ResumeComplaint: ['waiting'],
  ResolveComplaint: ['open', 'waiting', 'resolved'],
  CloseComplaint: ['open', 'waiting', 'resolved', 'closed'],
  ReopenComplaint: ['resolved', 'closed'],
};

/** The commands that a phase allows. */
export const legalIn = (phase: Phase): readonly CaseCommandType[] =>
  (Object.keys(LEGAL) as (keyof typeof LEGAL)[]).filter((type) => LEGAL[type].includes(phase));

/** Throws DomainError `illegal-step`, with the phase and what would be legal. */
export function assertLegal(type: keyof typeof LEGAL, phase: Phase): void {
  if (LEGAL[type].includes(phase)) return;
  throw new DomainError('illegal', 'illegal-step', `${type} is not possible while the case is ${phase}.`, {
    phase,
    legal: legalIn(phase),
  });
}
