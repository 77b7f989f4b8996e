export * from './events';
export {
  fromBinary,
  fromStructured,
  MESSAGE_ID,
  MESSAGE_SOURCE,
  type Attributes,
} from './inbound/cloud-event';
export { ComplaintMessage } from './inbound/complaint-message.dto';
export { ContactMessage } from './inbound/contact-message.dto';
export * from './inbound/fact-messages.dto';
export { InboundDesk, type Taken } from './inbound/inbound-desk';
export { MESSAGE_TYPES, type InboundMessage, type MessageType } from './inbound/inbound-message';
export { MESSAGE_BODIES } from './inbound/message-bodies';
export { ConcernedBody, SignalMessage } from './inbound/signal-message.dto';
export { IntakeModule } from './intake.module';
export { INTAKE_PROBLEMS } from './problems';
export { RaiseCaseOnSignal } from './raise-case/raise-case-on-signal.automation';
export { INTAKE_WEBHOOK_SECRET } from './webhook/webhook-signature';
