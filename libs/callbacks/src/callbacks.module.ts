import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CustomersModule } from '@redress/customers';
import { CancelCallbackController } from './cancel-callback/cancel-callback.controller';
import { CallbackCommands } from './change-callback/callback-commands';
import { CancelWhenCaseEnds } from './cancel-when-case-ends/cancel-when-case-ends.automation';
import { ChangeCallbackHandler } from './change-callback/change-callback.handler';
import { ClaimCallbackController } from './claim-callback/claim-callback.controller';
import { CompleteCallbackController } from './complete-callback/complete-callback.controller';
import { AskCallbackHandler } from './due-callbacks/ask-callback.handler';
import { AskCallbacksHandler } from './due-callbacks/ask-callbacks.handler';
import { DueCallbacksController } from './due-callbacks/due-callbacks.controller';
import { FollowUpWhenResolved } from './follow-up-when-resolved/follow-up-when-resolved.automation';
import { RecordFollowUp } from './record-follow-up/record-follow-up.automation';
import { RecordOutcomeController } from './record-outcome/record-outcome.controller';
import { RescheduleCallbackController } from './reschedule-callback/reschedule-callback.controller';
import { RespondWhenReached } from './respond-when-reached/respond-when-reached.automation';
import { ScheduleCallbackController } from './schedule-callback/schedule-callback.controller';
import { ScheduleCallbackHandler } from './schedule-callback/schedule-callback.handler';
import { StartAttemptController } from './start-attempt/start-attempt.controller';
import { TransferCallbackController } from './transfer-callback/transfer-callback.controller';

const AUTOMATIONS = [FollowUpWhenResolved, RecordFollowUp, CancelWhenCaseEnds, RespondWhenReached];

/**
 * Calls that are owed. The app provides the engines and the policies' module, keeps the projection `callbacks`, and runs the automations,
 * which this exports.
 */
@Module({
  imports: [CqrsModule, CustomersModule],
  controllers: [
    ScheduleCallbackController,
    ClaimCallbackController,
    TransferCallbackController,
    StartAttemptController,
    RecordOutcomeController,
    CompleteCallbackController,
    RescheduleCallbackController,
    CancelCallbackController,
    DueCallbacksController,
  ],
  providers: [
    CallbackCommands,
    ScheduleCallbackHandler,
    ChangeCallbackHandler,
    AskCallbacksHandler,
    AskCallbackHandler,
    ...AUTOMATIONS,
  ],
  exports: AUTOMATIONS,
})
export class CallbacksModule {}
