export { ApplyPublication } from './apply-publication/apply-publication.automation';
export { AskCase } from './case-view/ask-case.query';
export { caseChanges } from './case-view/case-changes.live';
export { cases, casesBeside } from './case-view/cases.projection';
export type { PublishedCase } from './case-view/published-case';
export { CaseCommandBody, NotedBody, TimedBody } from './change-case/case-command.dto';
export { ChangeCase, type CaseChange } from './change-case/change-case.command';
export { resolver } from './change-case/resolver';
export { complaintStream, isOnCaseStream, pinnedPolicyOf, registrationOf } from './complaint-stream';
export { ComplaintsModule } from './complaints.module';
export type { CaseCommandContext } from './domain/commands';
export { caseFactsOf, type CaseFacts } from './domain/case-facts';
export { invalidField } from './domain/deciding';
export { factTime } from './domain/fact-time';
export { ENDINGS, type EndedAs } from './domain/phases';
export { isPromised, promisedLength, startPromised } from './domain/promise';
export { MirrorLink } from './mirror-link/mirror-link.automation';
export { toldCase, type ToldCase } from './domain/told-case';
export {
  withCase,
  type BesideCase,
  type CaseInView,
  type CaseNeighbour,
  type CaseStep,
} from './domain/with-case';
export * from './events';
export { COMPLAINT_PROBLEMS } from './problems';
export { RecogniseRepeat } from './recognise-repeat/recognise-repeat.automation';
export { RegisterSplitPart } from './register-part/register-part.automation';
export { RegisterComplaint, type Registration } from './register-complaint/register-complaint.command';
export { CustomerBody, RegisterComplaintBody } from './register-complaint/register-complaint.dto';
export { registrationOfBody } from './register-complaint/registration-of-body';
export { textRef } from './text-ref';
