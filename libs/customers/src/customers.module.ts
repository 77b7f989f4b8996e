import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ChangeConsentController } from './change-consent/change-consent.controller';
import { ChangeConsentHandler } from './change-consent/change-consent.handler';
import { ConsentBook } from './consent-book';
import { AskConsentsHandler } from './customer-consents/ask-consents.handler';
import { CustomerConsentsController } from './customer-consents/customer-consents.controller';

/** What customers allow. The app provides `EVENT_STORE`, `EVENT_FEED`, `PERSONAL_DATA` and `CLOCK`. */
@Module({
  imports: [CqrsModule],
  controllers: [ChangeConsentController, CustomerConsentsController],
  providers: [ConsentBook, ChangeConsentHandler, AskConsentsHandler],
  exports: [ConsentBook],
})
export class CustomersModule {}
