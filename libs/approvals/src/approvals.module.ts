import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AskWaitingApprovalsHandler } from './waiting-approvals/ask-waiting-approvals.handler';
import { WaitingApprovalsController } from './waiting-approvals/waiting-approvals.controller';

/** Who is to decide on what others ask. The app provides `ReadModel`, and keeps the projection `approvals`. */
@Module({
  imports: [CqrsModule],
  controllers: [WaitingApprovalsController],
  providers: [AskWaitingApprovalsHandler],
})
export class ApprovalsModule {}
