import { clockConsequence, withClocks, type ClockStreamEvent } from '@redress/clocks';
import { DomainError, type Decider, type EpochMs } from '@redress/kernel';
import type { ComplaintEvent } from '../events';
import { appeal, decideAppeal } from './appeal';
import { assertLegal } from './assert-legal';
import { adoptPolicy, reclassify, reprioritise, setSeverity } from './classification';
import type { CaseCommand } from './commands';
import { archive, close, reopen, resolve, respond } from './cycle';
import { link, merge, refuse, withdraw } from './ending';
import { grantExtension, refuseExtension, requestExtension } from './extension';
import { followUp, isOvertaken } from './follow-up';
import { accept, acknowledge, assign, chase, claim, escalate, giveBack, note, transfer } from './handling';
import { occurredAt } from './occurred-at';
import { promiseAnswer } from './promised-answer';
import { register } from './registration';
import { signalsOf } from './signals';
import { split } from './split';
import { evolve, type CaseOnRecord, type CaseState } from './state';
import { approveWait, refuseWait, resume, startWaiting } from './waiting';
import { answerSupervision, orderSupervision } from './supervision';

/** The decider of a case by itself; the stream is written by `caseDecider`, which adds the clocks. */
const bareDecider: Decider<CaseState, CaseCommand, ComplaintEvent> = { initial: undefined, decide, evolve };

/** The decider of the stream `complaint-<id>`: the case and its clocks. */
export const caseDecider = withClocks(bareDecider, signalsOf);

/** Every event of the stream `complaint-<id>`. */
export type CaseEvent = ComplaintEvent | ClockStreamEvent;

export { clockConsequence as caseConsequence };

function decide(command: CaseCommand, state: CaseState): readonly ComplaintEvent[] {
  if (command.type === 'RegisterComplaint') {
    if (state !== undefined)
      throw new DomainError('conflict', 'already-exists', 'This case is registered already.');
    return register(command);
  }
  if (state === undefined) throw new DomainError('not-found', 'not-found', 'There is no such case.');
  if (command.type === 'AdoptPolicy') return adoptPolicy(command, state, occurredAt(command, state));
  if (command.type === 'FollowUpComplaint' && isOvertaken(command, state)) return [];
  if (!isMirrored(command)) assertLegal(command.type, state);
  return decideOnRecord(command, state, occurredAt(command, state));
}

/** A link that was made on the other case is seen from this one too, whatever has become of it: a repeat often follows a closed case. */
const isMirrored = ({ type, actor }: CaseCommand): boolean =>
  type === 'LinkComplaint' && actor.kind === 'system';

function decideOnRecord(
  command: Exclude<CaseCommand, { type: 'RegisterComplaint' | 'AdoptPolicy' }>,
  state: CaseOnRecord,
  at: EpochMs,
): readonly ComplaintEvent[] {
  switch (command.type) {
    case 'AcceptComplaint':
      return accept(command, state, at);
    case 'RefuseComplaint':
      return refuse(command, state, at);
    case 'WithdrawComplaint':
      return withdraw(command, state, at);
    case 'MergeComplaint':
      return merge(command, state, at);
    case 'SplitComplaint':
      return split(command, state, at);
    case 'LinkComplaint':
      return link(command, state, at);
    case 'AssignComplaint':
      return assign(command, state, at);
    case 'ClaimComplaint':
      return claim(command, state, at);
    case 'TransferComplaint':
      return transfer(command, state, at);
    case 'ReturnComplaint':
      return giveBack(command, state, at);
    case 'ChaseComplaint':
      return chase(command, state, at);
    case 'EscalateComplaint':
      return escalate(command, state, at);
    case 'ReprioritiseComplaint':
      return reprioritise(command, state, at);
    case 'ReclassifyComplaint':
      return reclassify(command, state, at);
    case 'SetSeverity':
      return setSeverity(command, state, at);
    case 'AcknowledgeComplaint':
      return acknowledge(command, state, at);
    case 'RespondToComplaint':
      return respond(command, state, at);
    case 'PromiseAnswer':
      return promiseAnswer(command, state, at);
    case 'AddNote':
      return note(command, state, at);
    case 'StartWaiting':
      return startWaiting(command, state, at);
    case 'ResumeComplaint':
      return resume(command, state, at);
    case 'ApproveWait':
      return approveWait(command, state, at);
    case 'RefuseWait':
      return refuseWait(command, state, at);
    case 'OrderSupervision':
      return orderSupervision(command, state, at);
    case 'AnswerSupervision':
      return answerSupervision(command, state, at);
    case 'RequestExtension':
      return requestExtension(command, state, at);
    case 'GrantExtension':
      return grantExtension(command, state, at);
    case 'RefuseExtension':
      return refuseExtension(command, state, at);
    case 'ResolveComplaint':
      return resolve(command, state, at);
    case 'FollowUpComplaint':
      return followUp(command, state, at);
    case 'CloseComplaint':
      return close(command, state, at);
    case 'ReopenComplaint':
      return reopen(command, state, at);
    case 'ArchiveComplaint':
      return archive(command, state, at);
    case 'AppealComplaint':
      return appeal(command, state, at);
    case 'DecideAppeal':
      return decideAppeal(command, state, at);
  }
}
