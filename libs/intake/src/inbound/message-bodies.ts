import type { Type } from '@nestjs/common';
import { ComplaintMessage } from './complaint-message.dto';
import { ContactMessage } from './contact-message.dto';
import { FACT_BODIES, type Fact } from './fact-messages.dto';
import type { MessageType } from './inbound-message';
import { SignalMessage } from './signal-message.dto';

/** What the `data` of a message is read as, by the type of the message; that of a fact by its `fact`. */
export const MESSAGE_BODIES = {
  'redress.intake.complaint.v1': ComplaintMessage,
  'redress.intake.contact.v1': ContactMessage,
  'redress.intake.fact.v1': FACT_BODIES,
  'redress.intake.signal.v1': SignalMessage,
} as const satisfies Readonly<Record<MessageType, Type<object> | Readonly<Record<Fact, Type<object>>>>>;
