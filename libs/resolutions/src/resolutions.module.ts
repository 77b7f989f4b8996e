import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AcceptResolutionController } from './accept-resolution/accept-resolution.controller';
import { ApproveResolutionController } from './approve-resolution/approve-resolution.controller';
import { AuthorityBook } from './change-resolution/authority-book';
import { ChangeResolutionHandler } from './change-resolution/change-resolution.handler';
import { ResolutionCommands } from './change-resolution/resolution-commands';
import { DeclineResolutionController } from './decline-resolution/decline-resolution.controller';
import { FulfilResolutionController } from './fulfil-resolution/fulfil-resolution.controller';
import { AskNeededApprovalHandler } from './needed-approval/ask-needed-approval.handler';
import { NeededApprovalController } from './needed-approval/needed-approval.controller';
import { OfferResolutionController } from './offer-resolution/offer-resolution.controller';
import { ProposeResolutionController } from './propose-resolution/propose-resolution.controller';
import { RefuseResolutionController } from './refuse-resolution/refuse-resolution.controller';
import { RescheduleFulfilmentController } from './reschedule-fulfilment/reschedule-fulfilment.controller';
import { AskResolutionsHandler } from './resolutions-of-case/ask-resolutions.handler';
import { ResolutionsOfCaseController } from './resolutions-of-case/resolutions-of-case.controller';
import { ReturnAuthority } from './return-authority/return-authority.automation';
import { ReverseResolutionController } from './reverse-resolution/reverse-resolution.controller';
import { WithdrawResolutionController } from './withdraw-resolution/withdraw-resolution.controller';

/**
 * What is done to put a case right. The app provides the engines, keeps the projection `resolutions`, and runs the automation
 * `ReturnAuthority`, which this exports.
 */
@Module({
  imports: [CqrsModule],
  controllers: [
    ProposeResolutionController,
    ApproveResolutionController,
    DeclineResolutionController,
    OfferResolutionController,
    AcceptResolutionController,
    RefuseResolutionController,
    WithdrawResolutionController,
    FulfilResolutionController,
    ReverseResolutionController,
    RescheduleFulfilmentController,
    ResolutionsOfCaseController,
    NeededApprovalController,
  ],
  providers: [
    ResolutionCommands,
    AuthorityBook,
    ChangeResolutionHandler,
    AskResolutionsHandler,
    AskNeededApprovalHandler,
    ReturnAuthority,
  ],
  exports: [ReturnAuthority],
})
export class ResolutionsModule {}
