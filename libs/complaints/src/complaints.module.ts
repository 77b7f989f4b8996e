import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AcceptComplaintController } from './accept-complaint/accept-complaint.controller';
import { AcknowledgeComplaintController } from './acknowledge-complaint/acknowledge-complaint.controller';
import { AddNoteController } from './add-note/add-note.controller';
import { AnswerSupervisionController } from './answer-supervision/answer-supervision.controller';
import { AppealComplaintController } from './appeal-complaint/appeal-complaint.controller';
import { ArchiveComplaintController } from './archive-complaint/archive-complaint.controller';
import { AssignComplaintController } from './assign-complaint/assign-complaint.controller';
import { AskCaseTimelineHandler } from './case-timeline/ask-case-timeline.handler';
import { CaseTimelineController } from './case-timeline/case-timeline.controller';
import { AskCaseListHandler } from './case-view/ask-case-list.handler';
import { AskCaseHandler } from './case-view/ask-case.handler';
import { CaseViewController } from './case-view/case-view.controller';
import { CaseCommands } from './change-case/case-commands';
import { ChangeCaseHandler } from './change-case/change-case.handler';
import { ChaseComplaintController } from './chase-complaint/chase-complaint.controller';
import { ClaimComplaintController } from './claim-complaint/claim-complaint.controller';
import { CloseComplaintController } from './close-complaint/close-complaint.controller';
import { DecideAppealController } from './decide-appeal/decide-appeal.controller';
import { EscalateComplaintController } from './escalate-complaint/escalate-complaint.controller';
import { FollowUpComplaintController } from './follow-up-complaint/follow-up-complaint.controller';
import { ApproveWaitController } from './approve-wait/approve-wait.controller';
import { GrantExtensionController } from './grant-extension/grant-extension.controller';
import { RefuseWaitController } from './refuse-wait/refuse-wait.controller';
import { LinkComplaintController } from './link-complaint/link-complaint.controller';
import { MergeComplaintController } from './merge-complaint/merge-complaint.controller';
import { AskPolicyMatchHandler } from './policy-match/ask-policy-match.handler';
import { PolicyMatchController } from './policy-match/policy-match.controller';
import { ReassessVerdictsHandler } from './reassess-verdicts/reassess-verdicts.handler';
import { ApplyPublication } from './apply-publication/apply-publication.automation';
import { MirrorLink } from './mirror-link/mirror-link.automation';
import { OrderSupervisionController } from './order-supervision/order-supervision.controller';
import { PromiseAnswerController } from './promise-answer/promise-answer.controller';
import { ReclassifyComplaintController } from './reclassify-complaint/reclassify-complaint.controller';
import { RecogniseRepeat } from './recognise-repeat/recognise-repeat.automation';
import { RefuseComplaintController } from './refuse-complaint/refuse-complaint.controller';
import { RefuseExtensionController } from './refuse-extension/refuse-extension.controller';
import { RegisterComplaintController } from './register-complaint/register-complaint.controller';
import { RegisterComplaintHandler } from './register-complaint/register-complaint.handler';
import { ReopenComplaintController } from './reopen-complaint/reopen-complaint.controller';
import { ReprioritiseComplaintController } from './reprioritise-complaint/reprioritise-complaint.controller';
import { RequestExtensionController } from './request-extension/request-extension.controller';
import { ResolveComplaintController } from './resolve-complaint/resolve-complaint.controller';
import { RespondToComplaintController } from './respond-to-complaint/respond-to-complaint.controller';
import { ResumeComplaintController } from './resume-complaint/resume-complaint.controller';
import { ReturnComplaintController } from './return-complaint/return-complaint.controller';
import { SetSeverityController } from './set-severity/set-severity.controller';
import { RegisterSplitPart } from './register-part/register-part.automation';
import { RegisterPartHandler } from './register-part/register-part.handler';
import { SplitComplaintController } from './split-complaint/split-complaint.controller';
import { StartWaitingController } from './start-waiting/start-waiting.controller';
import { TransferComplaintController } from './transfer-complaint/transfer-complaint.controller';
import { WithdrawComplaintController } from './withdraw-complaint/withdraw-complaint.controller';

@Module({
  imports: [CqrsModule],
  controllers: [
    RegisterComplaintController,
    AcceptComplaintController,
    RefuseComplaintController,
    AssignComplaintController,
    ClaimComplaintController,
    TransferComplaintController,
    ReturnComplaintController,
    ReprioritiseComplaintController,
    AcknowledgeComplaintController,
    RespondToComplaintController,
    AddNoteController,
    StartWaitingController,
    ResumeComplaintController,
    ResolveComplaintController,
    CloseComplaintController,
    ReopenComplaintController,
    ChaseComplaintController,
    ReclassifyComplaintController,
    EscalateComplaintController,
    SetSeverityController,
    OrderSupervisionController,
    AnswerSupervisionController,
    RequestExtensionController,
    GrantExtensionController,
    ApproveWaitController,
    RefuseWaitController,
    RefuseExtensionController,
    LinkComplaintController,
    MergeComplaintController,
    SplitComplaintController,
    WithdrawComplaintController,
    AppealComplaintController,
    DecideAppealController,
    ArchiveComplaintController,
    PromiseAnswerController,
    FollowUpComplaintController,
    CaseViewController,
    CaseTimelineController,
    PolicyMatchController,
  ],
  providers: [
    CaseCommands,
    RegisterComplaintHandler,
    ChangeCaseHandler,
    AskCaseHandler,
    AskCaseListHandler,
    AskCaseTimelineHandler,
    AskPolicyMatchHandler,
    ReassessVerdictsHandler,
    RegisterPartHandler,
    MirrorLink,
    RegisterSplitPart,
    RecogniseRepeat,
    ApplyPublication,
  ],
  exports: [MirrorLink, RegisterSplitPart, RecogniseRepeat, ApplyPublication],
})
export class ComplaintsModule {}
