import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { InboundDesk } from './inbound/inbound-desk';
import { RaiseCaseOnSignal } from './raise-case/raise-case-on-signal.automation';
import { ReceiveSignalHandler } from './receive-signal/receive-signal.handler';
import { RecordContactHandler } from './record-contact/record-contact.handler';
import { IntakeController } from './webhook/intake.controller';
import { WebhookSignature } from './webhook/webhook-signature';

/** What outside systems hand in. The app provides the engines, the policies' module and INTAKE_WEBHOOK_SECRET. */
@Module({
  imports: [CqrsModule],
  controllers: [IntakeController],
  providers: [InboundDesk, WebhookSignature, RecordContactHandler, ReceiveSignalHandler, RaiseCaseOnSignal],
  exports: [InboundDesk, RaiseCaseOnSignal],
})
export class IntakeModule {}
