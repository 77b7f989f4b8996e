import type { ChannelDescription } from './channel-description';
import type { SchemaDocument } from './event-contract';
import { deadLetterChannel, intakeChannel } from './intake-channels';
import { journalChannel } from './journal-channel';
import { stateChannels } from './state-channels';

/** Every topic that others read or write, in the order of the document. A topic that is not in this list is nobody else's business. */
export const channels = (schemas: readonly SchemaDocument[]): readonly ChannelDescription[] => [
  journalChannel(schemas),
  ...stateChannels(schemas),
  intakeChannel(schemas),
  deadLetterChannel,
];
