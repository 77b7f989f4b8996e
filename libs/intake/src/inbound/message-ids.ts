import { deriveId } from '@redress/kernel';
import type { InboundMessage } from './inbound-message';

type Name = Pick<InboundMessage, 'source' | 'id'>;

/** The id of the command that a message is: the same whenever, and on whichever way, it comes in again. */
export const commandIdOf = ({ source, id }: Name): string => deriveId('intake', source, id);

/** The id of the case that a complaint's message brings. */
export const complaintIdOf = (message: Name): string => deriveId(commandIdOf(message), 'complaint');
