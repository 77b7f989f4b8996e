import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AcceptComplaintController } from './accept-complaint/accept-complaint.controller';
import { AcknowledgeComplaintController } from './acknowledge-complaint/acknowledge-complaint.controller';
import { AddNoteController } from './add-note/add-note.controller';
import { AssignComplaintController } from './assign-complaint/assign-complaint.controller';
import { AskCaseTimelineHandler } from './case-timeline/ask-case-timeline.handler';
import { CaseTimelineController } from './case-timeline/case-timeline.controller';
import { AskCaseHandler } from './case-view/ask-case.handler';
import { AskCaseListHandler } from './case-view/ask-case-list.handler';
import { CaseViewController } from './case-view/case-view.controller';
import { CaseCommands } from './change-case/case-commands';
import { ChangeCaseHandler } from './change-case/change-case.handler';
import { ClaimComplaintController } from './claim-complaint/claim-complaint.controller';
import { CloseComplaintController } from './close-complaint/close-complaint.controller';
import { RefuseComplaintController } from './refuse-complaint/refuse-complaint.controller';
import { RegisterComplaintController } from './register-complaint/register-complaint.controller';
import { RegisterComplaintHandler } from './register-complaint/register-complaint.handler';
import { ReopenComplaintController } from './reopen-complaint/reopen-complaint.controller';
import { ReprioritiseComplaintController } from './reprioritise-complaint/reprioritise-complaint.controller';
import { ResolveComplaintController } from './resolve-complaint/resolve-complaint.controller';
import { RespondToComplaintController } from './respond-to-complaint/respond-to-complaint.controller';
import { ResumeComplaintController } from './resume-complaint/resume-complaint.controller';
import { ReturnComplaintController } from './return-complaint/return-complaint.controller';
import { StartWaitingController } from './start-waiting/start-waiting.controller';
import { TransferComplaintController } from './transfer-complaint/transfer-complaint.controller';

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
    CaseViewController,
    CaseTimelineController,
  ],
  providers: [
    CaseCommands,
    RegisterComplaintHandler,
    ChangeCaseHandler,
    AskCaseHandler,
    AskCaseListHandler,
    AskCaseTimelineHandler,
  ],
})
export class ComplaintsModule {}
